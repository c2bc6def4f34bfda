"""`python -m kiosk.cli`: the same as `motcua`."""

from __future__ import annotations

from kiosk.cli import main

main()
