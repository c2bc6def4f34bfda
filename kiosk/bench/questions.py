"""Questions to measure with: what citizens might ask of the procedures that are published."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from knowledge.library import PublishedEdition
from knowledge.vietnamese.text import fold

_OPENINGS = (
    "làm {name} cần giấy tờ gì",
    "{name} mất bao nhiêu tiền",
    "tôi muốn hỏi về {name}",
    "{name} nộp ở đâu vậy",
    "bao lâu thì có {name}",
)
_FOLLOW_UPS = ("còn lệ phí?", "thế nộp ở đâu", "mất mấy ngày", "có làm trên mạng được không")


def conversations(edition: PublishedEdition, *, turns: int) -> Iterator[tuple[str, ...]]:
    """Yield conversations of two turns, every second one typed without tone marks, until there are enough turns."""
    openings, follow_ups = cycle(_OPENINGS), cycle(_FOLLOW_UPS)
    codes = islice(cycle(edition.codes()), (turns + 1) // 2)
    for number, code in enumerate(codes):
        procedure = edition.procedure(code)
        name = procedure.aliases[0] if procedure.aliases else procedure.display_name()
        asked = (next(openings).format(name=name), next(follow_ups))
        yield tuple(fold(question) for question in asked) if number % 2 else asked
