"""What the doctor says of the channels: which are set up, whether their settings would do, and what does not move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import channels, outbox
from bot.channel_models import Chat, InboxRow, InboxStatus, OutboxRow, OutboxState
from bot.errors import ChannelMisconfigured
from kiosk import doctor
from kiosk.doctor import Finding, Health
from kiosk.settings import Settings
from knowledge import centres, database
from knowledge.errors import StorageUnavailable
from knowledge.settings import KnowledgeSettings

_LONG = timedelta(minutes=5)
"""What has waited for longer is waited for by nobody; a turn takes less than a second."""
_LATELY = timedelta(days=7)
_NOT_ARRIVED = {OutboxState.FAILED: "failed", OutboxState.DEAD: "given up", OutboxState.UNCERTAIN: "uncertain"}


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield a finding per channel of the deployment itself, and on what came in and what is to leave."""
    yield from _set_up(settings.values)
    yield from _moving(settings.knowledge)


def _set_up(values: Mapping[str, str]) -> Iterator[Finding]:
    names = channels.configured(values)
    if not names:
        yield Finding("channels", Health.OK, "none set up: citizens write in the web chat alone")
    for name in names:
        try:
            channels.settings(name, values)
        except ChannelMisconfigured as error:
            yield Finding(f"channel {name.value}", Health.MISSING, str(error), f"correct BOT_{name.name}_…")
        else:
            yield Finding(f"channel {name.value}", Health.OK, "set up")


def _moving(settings: KnowledgeSettings) -> Iterator[Finding]:
    if doctor.is_absent_file(settings.database):
        return
    try:
        engine = database.connect(settings.database)
        with database.reading_sessions(engine)() as session:
            found = [_inbox(session), _outbox(session)]
        engine.dispose()
    except (SQLAlchemyError, StorageUnavailable):
        # What is wrong with the database is told with the other parts.
        return
    yield from found


def _inbox(session: Session) -> Finding:
    long_ago = database.now() - _LONG
    waiting = InboxRow.status == InboxStatus.PENDING, InboxRow.received_at < long_ago
    count, since = session.execute(select(func.count(), func.min(InboxRow.received_at)).where(*waiting)).one()
    if count:
        told = f"messages of citizens that wait: {count}, the first since {_clock(since)}"
        return Finding("inbox", Health.NOTE, told, "motcua serve, or motcua worker where another process serves")
    return Finding("inbox", Health.OK, "nothing waits")


def _outbox(session: Session) -> Finding:
    at = database.now()
    late, since = session.execute(select(func.count(), func.min(Chat.send_at)).where(Chat.send_at < at - _LONG)).one()
    lately = OutboxRow.created_at > at - _LATELY, OutboxRow.error != outbox.BLOCKED
    states = session.execute(select(OutboxRow.state, func.count()).where(*lately).group_by(OutboxRow.state))
    counts = {state: count for state, count in states if state in _NOT_ARRIVED}
    told = [f"{counts[state]} {name} in the last seven days" for state, name in _NOT_ARRIVED.items() if state in counts]
    if late:
        told.insert(0, f"chats whose replies should have left: {late}, the first since {_clock(since)}")
    if told:
        return Finding("outbox", Health.NOTE, ", ".join(told), "motcua outbox")
    return Finding("outbox", Health.OK, "all of the last seven days has arrived, or is on its way")


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone(centres.VIETNAM):%Y-%m-%d %H:%M}" if moment else ""
