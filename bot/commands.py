"""What a citizen types instead of pressing a button, on networks that have no commands of their own."""

from __future__ import annotations

from bot.messages import IncomingKind
from knowledge.vietnamese.text import clean, fold

_TYPED = {
    IncomingKind.GREET: ("start", "menu", "bat dau", "tro giup", "help"),
    IncomingKind.SPEAK: ("nghe", "doc cho toi nghe", "doc to len", "listen", "read aloud"),
    IncomingKind.ERASE: ("xoadulieu", "xoa du lieu", "xoa du lieu cua toi", "delete my data", "erase my data"),
}
_MEANT = {phrase: kind for kind, phrases in _TYPED.items() for phrase in phrases}


def read(text: str) -> IncomingKind:
    """Return what a text asks for; TEXT unless the whole of it is a command, with or without a slash."""
    bare = fold(clean(text)).lstrip("/#").rstrip(" .!")
    return _MEANT.get(bare, IncomingKind.TEXT)
