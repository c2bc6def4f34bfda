"""The web process, wired in one function."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bot import channels
from bot.channel import ChannelName
from bot.switchboard import Line
from kiosk import web_files
from kiosk.api import ask, bundles, centre, errors, health, webhooks, zalo_verifier
from kiosk.api.limits import BodyLimit, RateLimit
from kiosk.api.security import SecurityHeaders
from kiosk.release import VERSION
from kiosk.running import running
from kiosk.service import open_service
from kiosk.settings import Settings
from nlu.dialogue import Dialogue


def create_app(
    settings: Settings,
    *,
    dialogue: Dialogue | None = None,
    lines: Collection[Line] = (),
    only: Collection[ChannelName] | None = None,
    is_working: bool = True,
) -> FastAPI:
    """Return the web process: the interface under /api/v1, the webhooks, and the web app at `/`.

    Every channel that is configured is open in it, or `only` some; without `is_working` others work on what comes in.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        has_channels = bool(lines or channels.configured(settings.values))
        thinkers = settings.nlu.processes(carries_channels=has_channels)
        async with (
            open_service(settings, dialogue=dialogue, thinkers=thinkers) as service,
            service.open_channels(only=only, lines=lines) as board,
        ):
            app.state.service, app.state.switchboard = service, board
            # A channel that ends by a fault must not go unnoticed: it takes the process along.
            async with running(board.run(works=is_working)):
                yield

    app = FastAPI(
        title="Một Cửa",
        version=VERSION,
        description="Answers on administrative procedures, each resting on the record that it cites.",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        # The stock documentation pages load scripts from elsewhere; nothing here does.
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.rate_limit = RateLimit(
        conversation=settings.kiosk.conversation_questions_per_minute,
        address=settings.kiosk.address_questions_per_minute,
    )
    app.add_middleware(
        BodyLimit,
        kilobytes=settings.kiosk.body_max_kilobytes,
        elsewhere={"/webhooks/": settings.channels.webhook_max_kilobytes},
    )
    app.add_middleware(SecurityHeaders)
    errors.install(app)
    for routes in (ask, bundles, centre, health):
        app.include_router(routes.router, prefix="/api/v1", responses=errors.RESPONSES)
    app.state.zalo_verifier = settings.values.get("BOT_ZALO_VERIFIER", "")
    app.include_router(webhooks.router)
    app.include_router(zalo_verifier.router)
    web_files.mount(app)
    return app
