"""What the routes take from the process that they run in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from kiosk.api.limits import RateLimit
from kiosk.service import Service


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _rate_limit(request: Request) -> RateLimit:
    limit: RateLimit = request.app.state.rate_limit
    return limit


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


ServiceOf = Annotated[Service, Depends(_service)]
RateLimitOf = Annotated[RateLimit, Depends(_rate_limit)]
Address = Annotated[str, Depends(_address)]
