"""`GET /api/v1/centre`: who is asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from kiosk.api import service_of
from kiosk.api.schemas import CentreOut

router = APIRouter()


@router.get("/centre", summary="The centre that answers")
async def centre(
    request: Request,
    centre_id: Annotated[
        str | None, Query(alias="id", max_length=64, description="Another centre's id.")
    ] = None,
) -> CentreOut:
    """Return the name, address, telephone and hours of the centre."""
    found = await service_of(request).centre(centre_id)
    return CentreOut.model_validate(found)
