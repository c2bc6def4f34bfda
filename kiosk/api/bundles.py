"""`GET /api/v1/bundles`: life events, and what follows from one."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query

from kiosk.api.dependencies import ServiceOf
from kiosk.api.schemas import BundleNameOut, BundleOut
from knowledge import authorities, bundles
from knowledge.procedures import Language
from nlu import life_events

router = APIRouter()

Chosen = Annotated[Language, Query(description="The language of names and sentences.")]


@router.get("/bundles", summary="The life events that are known")
async def bundle_list(language: Chosen = Language.VIETNAMESE) -> list[BundleNameOut]:
    """Return each life event by its id and name."""
    return [BundleNameOut(id=one.id, name=one.display_name(language)) for one in bundles.bundled().every]


@router.get("/bundles/{bundle_id}", summary="What follows from a life event")
async def bundle(
    service: ServiceOf,
    bundle_id: Annotated[str, Path(max_length=80, description="The id of a life event.")],
    language: Chosen = Language.VIETNAMESE,
) -> BundleOut:
    """Return the procedures of a life event in order, and their papers, each once."""
    found = bundles.bundled().find(bundle_id)
    edition = await asyncio.to_thread(service.library.current)
    records = await asyncio.to_thread(life_events.records_of, edition, found)
    return BundleOut.of(life_events.outline(found, records, authorities.bundled(), language), language)
