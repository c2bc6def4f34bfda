"""The HTTP interface of the assistant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

if TYPE_CHECKING:
    from kiosk.service import Service


def service_of(request: Request) -> Service:
    """Return what the process was wired with."""
    service: Service = request.app.state.service
    return service
