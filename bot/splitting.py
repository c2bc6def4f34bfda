"""Long texts cut where a reader pauses, for networks that take only so much in one message."""

from __future__ import annotations

import re
from collections.abc import Callable

# From the best place to the worst: between paragraphs, lines, sentences, words.
_PAUSES = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…;])\s+"), re.compile(r"\s+"))


def split(text: str, limit: int, *, size: Callable[[str], int] = len) -> tuple[str, ...]:
    """Return the text in parts of at most `limit`, as the network counts them; none for an empty text."""
    parts: list[str] = []
    rest = text.strip()
    while rest and size(rest) > limit:
        end = _end(rest, limit, size)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return (*parts, rest) if rest else tuple(parts)


def _end(text: str, limit: int, size: Callable[[str], int]) -> int:
    """Return where the first part ends: at the last pause of the best kind that leaves a part worth reading."""
    fits = _fitting(text, limit, size)
    for pause in _PAUSES:
        # A pause may end right where the limit is, so one more character is looked at.
        ends = [found.start() for found in pause.finditer(text, 0, fits + 1) if 0 < found.start() <= fits]
        if ends and ends[-1] > fits // 4:
            return ends[-1]
    return fits


def _fitting(text: str, limit: int, size: Callable[[str], int]) -> int:
    """Return how many characters at the start fit, at least one."""
    least, most = 1, min(len(text), limit)
    while least < most:
        middle = (least + most + 1) // 2
        if size(text[:middle]) <= limit:
            least = middle
        else:
            most = middle - 1
    return least
