"""The actions behind rasa-sdk's own HTTP endpoint."""

from __future__ import annotations

import warnings
from typing import Any

from rasa_sdk import endpoint
from sanic import Sanic

from knowledge.library import Library
from nlu.actions import registry, toolkit

# A Rasa server of another release than the SDK's warns on each request; the two were tried together.
_VERSIONS_DIFFER = ".*version.*"


def make(library: Library) -> Sanic[Any, Any]:
    """Return the application that answers a Rasa server's requests."""
    warnings.filterwarnings("ignore", message=_VERSIONS_DIFFER, category=UserWarning, module="rasa_sdk")
    app: Sanic[Any, Any] = endpoint.create_app(registry.executor(toolkit.make(library)), cors_origins=[])
    return app


def serve(library: Library, *, host: str, port: int) -> None:
    """Serve until stopped, in this one process."""
    make(library).run(host=host, port=port, single_process=True, access_log=False, motd=False)
