"""What of a chat's waiting updates is answered together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.messages import Incoming, IncomingKind

_WRITTEN = frozenset({IncomingKind.TEXT, IncomingKind.EDITED})
_ONCE_FOR_ALL = frozenset({IncomingKind.UNSUPPORTED, IncomingKind.GREET, IncomingKind.STAFF_WROTE})

OBEYED = frozenset({IncomingKind.ERASE, IncomingKind.WITHDRAW, IncomingKind.BLOCKED, IncomingKind.STAFF_WROTE})
"""What is done whatever else goes on in the chat."""


@dataclass(frozen=True)
class Batch:
    """Updates of one chat that get one answer."""

    ids: tuple[int, ...]
    updates: tuple[Incoming, ...]
    is_last: bool = False  # of what was claimed: with it the chat is let go

    @property
    def kind(self) -> IncomingKind:
        """What the updates are."""
        return self.updates[0].kind

    @property
    def last(self) -> Incoming:
        """The newest of the updates."""
        return self.updates[-1]

    @property
    def text(self) -> str:
        """What was written, one message a line; one that was edited as it stands now."""
        return "\n".join({update.message_id or update.update_id: update.text for update in self.updates}.values())


def split(waiting: Sequence[tuple[int, Incoming]], *, most_characters: int) -> Iterator[Batch]:
    """Give the batches in order: quick messages together, but no more than is read at once."""
    ids: list[int] = []
    updates: list[Incoming] = []
    for update_id, update in waiting:
        if updates and not _goes_along(updates, update, most_characters):
            yield Batch(tuple(ids), tuple(updates))
            ids, updates = [], []
        ids.append(update_id)
        updates.append(update)
    if updates:
        yield Batch(tuple(ids), tuple(updates))


def _goes_along(updates: Sequence[Incoming], other: Incoming, most_characters: int) -> bool:
    kind = updates[0].kind
    if other.language is not updates[-1].language:
        # A language is chosen for what follows, and says so in a word of its own.
        return False
    if kind in _WRITTEN and other.kind in _WRITTEN:
        return sum(len(update.text) + 1 for update in updates) + len(other.text) <= most_characters
    return kind is other.kind and kind in _ONCE_FOR_ALL
