"""What answers: the parts of all four packages, wired in one function."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import migrations, vault
from bot.assistant import Assistant
from bot.channel import ChannelName
from bot.database import open_sessions
from bot.speech import Speech, open_speech
from bot.switchboard import Line, Switchboard, Wiring, open_switchboard
from bot.vault import Vault
from kiosk import warming
from kiosk.settings import Settings
from knowledge import centres, embedding
from knowledge.centres import Centre
from knowledge.errors import EditionError, StorageUnavailable
from knowledge.library import Library
from nlu.dialogue import Dialogue
from nlu.dialogue_apart import DialogueApart
from nlu.local_dialogue import LocalDialogue
from nlu.rasa_dialogue import RasaDialogue


@dataclass(frozen=True)
class Service:
    """What the routes and the commands ask."""

    assistant: Assistant
    library: Library
    sessions: async_sessionmaker[AsyncSession]
    vault: Vault
    speech: Speech
    settings: Settings
    now: Callable[[], datetime] = centres.now
    """The time in Vietnam, without a time zone."""

    async def require_edition(self) -> None:
        """Return once an edition is served. Raise EditionError."""
        await asyncio.to_thread(self.library.current)

    async def edition_number(self) -> int | None:
        """Return the number of the edition that is served; None when there is none that can be."""
        try:
            edition = await asyncio.to_thread(self.library.current)
        except EditionError:
            return None
        return edition.number

    async def centre(self, centre_id: str = "") -> Centre:
        """Return a centre, this deployment's own when none is named. Raise CentreNotFound."""
        return await asyncio.to_thread(self.library.centre, centre_id)

    def open_channels(
        self, *, only: Collection[ChannelName] | None = None, lines: Collection[Line] = ()
    ) -> AbstractAsyncContextManager[Switchboard]:
        """Open every channel that the settings are enough for, or only some. Raise ChannelMisconfigured."""
        wiring = Wiring(
            self.assistant,
            self.sessions,
            self.vault,
            self.settings.knowledge.centre_id,
            self.settings.bot,
            self.settings.channels,
            self.speech,
        )
        return open_switchboard(wiring, self.settings.values, only=only, lines=lines)


@asynccontextmanager
async def open_service(
    settings: Settings, *, dialogue: Dialogue | None = None, thinkers: int = 0
) -> AsyncIterator[Service]:
    """Bring the database up to date, open the library and the dialogue, and close them at the end.

    `thinkers`: in how many processes of its own the dialogue thinks; 0: in this one.
    Raise StorageUnavailable or DialogueUnavailable.
    """
    await asyncio.to_thread(_bring_up_to_date, settings.knowledge.database)
    # Where others search, the index and the encoder are not loaded here once more.
    is_searching = dialogue is not None or not (thinkers or settings.nlu.rasa_url)
    library = Library(settings.knowledge, embedding.of(settings.knowledge.encoder) if is_searching else None)
    try:
        async with (
            open_sessions(settings.knowledge.database) as sessions,
            _open_dialogue(settings, library, thinkers) if dialogue is None else nullcontext(dialogue) as decided_by,
        ):
            assistant = Assistant(decided_by, sessions, settings.bot, default_centre=settings.knowledge.centre_id)
            if is_searching:
                await asyncio.to_thread(warming.warm_up, library)
            warming.settle()
            key = vault.key(settings.channels.secret_key.get_secret_value(), settings.knowledge.home)
            speech = open_speech(settings.speech, home=settings.knowledge.home)
            yield Service(assistant, library, sessions, Vault(sessions, key), speech, settings)
    finally:
        library.close()


@asynccontextmanager
async def _open_dialogue(settings: Settings, library: Library, thinkers: int) -> AsyncIterator[Dialogue]:
    """Hold the dialogue in this process or beside it, or ask the Rasa server that the settings name."""
    opened: RasaDialogue | DialogueApart
    if settings.nlu.rasa_url:
        opened = RasaDialogue(settings.nlu.rasa_url, timeout_seconds=settings.nlu.rasa_timeout_seconds)
    elif thinkers:
        command = (sys.executable, "-m", "kiosk.thinking")
        known = settings.knowledge.model_dump_json()
        opened = DialogueApart(command, known, processes=thinkers)
        await opened.start()
    else:
        yield LocalDialogue(library)
        return
    try:
        yield opened
    finally:
        await opened.close()


def _bring_up_to_date(url: str) -> None:
    try:
        migrations.upgrade(url)
    except (SQLAlchemyError, OSError) as error:
        raise StorageUnavailable(url, error) from error
