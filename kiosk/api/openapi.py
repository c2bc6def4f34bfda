"""Prints the OpenAPI document: `python -m kiosk.api.openapi`."""

from __future__ import annotations

import json
import sys

from kiosk.app import create_app
from kiosk.settings import Settings


def main() -> None:
    """Write the document to standard output."""
    document = create_app(Settings()).openapi()
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
