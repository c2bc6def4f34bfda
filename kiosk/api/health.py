"""`GET /api/v1/health`: whether questions can be answered."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response, status

from kiosk.api import service_of
from kiosk.api.schemas import HealthOut
from kiosk.release import VERSION

router = APIRouter()


@router.get("/health", summary="Whether questions can be answered")
async def health(request: Request, response: Response) -> HealthOut:
    """Return `ok` and the published edition; 503 while nothing is published."""
    edition = service_of(request).edition_number()
    if edition is None:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return HealthOut(status="no_edition" if edition is None else "ok", edition=edition, version=VERSION)
