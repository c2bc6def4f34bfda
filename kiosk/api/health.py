"""`GET /api/v1/health`: whether questions can be answered."""

from __future__ import annotations

from fastapi import APIRouter, Response, status

from kiosk.api.dependencies import ServiceOf
from kiosk.api.schemas import HealthOut, HealthStatus
from kiosk.release import VERSION

router = APIRouter()


@router.get("/health", summary="Whether questions can be answered")
async def health(service: ServiceOf, response: Response) -> HealthOut:
    """Return `ok` and the published edition; 503 while nothing can be answered from."""
    edition = await service.edition_number()
    if edition is None:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return HealthOut(status=HealthStatus.NO_EDITION, edition=None, version=VERSION)
    return HealthOut(status=HealthStatus.OK, edition=edition, version=VERSION)
