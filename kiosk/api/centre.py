"""`GET /api/v1/centre`: who is asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from kiosk.api.dependencies import ServiceOf
from kiosk.api.schemas import CentreOut
from knowledge.procedures import Language

router = APIRouter()


@router.get("/centre", summary="The centre that answers")
async def centre(
    service: ServiceOf,
    centre_id: Annotated[str, Query(alias="id", max_length=80, description="Another centre's id.")] = "",
    language: Annotated[Language, Query(description="The language of the name and hours.")] = Language.VIETNAMESE,
) -> CentreOut:
    """Return the name, address, telephone and hours of the centre, and whether it is open now."""
    return CentreOut.of(await service.centre(centre_id), language, at=service.now())
