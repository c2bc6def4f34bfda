"""`POST /api/v1/ask`: a citizen's question."""

from __future__ import annotations

import secrets
import time

from fastapi import APIRouter

from bot.channel import ChannelName, IncomingMessage
from kiosk.api.dependencies import Address, RateLimitOf, ServiceOf
from kiosk.api.schemas import AskRequest, AskResponse, ReplyOut

router = APIRouter()


@router.post("/ask", summary="Ask a question")
async def ask(question: AskRequest, service: ServiceOf, limit: RateLimitOf, address: Address) -> AskResponse:
    """Answer a question about administrative procedures; every turn ends in one of the outcomes."""
    started = time.perf_counter()
    conversation = question.conversation or secrets.token_urlsafe(18)
    limit.count(address=address, conversation=conversation)
    await service.require_edition()

    reply = await service.assistant.respond(
        IncomingMessage(
            channel=ChannelName.WEB,
            citizen_key=conversation,
            update_id=question.message_id or secrets.token_urlsafe(18),
            text=question.question,
            centre=question.centre,
            language=question.language,
        )
    )

    shown = ReplyOut.of(reply, milliseconds=(time.perf_counter() - started) * 1000)
    return AskResponse(**dict(shown), conversation=conversation)
