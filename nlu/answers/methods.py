"""The ways to hand in: what differs between them is said by way, what does not is said once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from knowledge.procedures import Method, SubmissionMethod
from nlu import numbers
from nlu.answers import words
from nlu.answers.parts import Request
from nlu.answers.shortening import (
    MOST_ITEMS,
    MOST_SPOKEN_ITEMS,
    capital,
    folded,
    prose,
    sentence,
    shorten,
    small,
    statement,
)

Texts = tuple[str, ...]
Groups = list[tuple[list[SubmissionMethod], Texts]]
_LONGEST_NOTE = 300
_LONGEST_HEARD = 240


def with_note(
    method: Method, texts: Texts, request: Request, about: re.Pattern[str], *, instead: bool = False
) -> Texts:
    """Return the sentences, and the method's note where it says more on the matter; `instead` where it says it all."""
    note = folded(method.note)
    if not texts or not about.search(note) or _numbers(method.note) <= numbers.values(texts):
        return texts
    quoted = _quoted(method, request)
    return (quoted,) if instead and numbers.values(texts) <= _numbers(quoted) else (*texts, quoted)


def grouped(said: Sequence[tuple[Method, Texts]], request: Request, about: re.Pattern[str]) -> Groups:
    """Return the methods together that have the same sentences, in order."""
    repeated = _repeated(said)
    groups: Groups = []
    for method, texts in sorted(said, key=lambda pair: list(SubmissionMethod).index(pair[0].method)):
        told = _told_apart(method, texts, request, about) if method.method in repeated else texts
        for kinds, known in groups:
            if known == told:
                if method.method not in kinds:
                    kinds.append(method.method)
                break
        else:
            groups.append(([method.method], told))
    return groups


def by_method(groups: Groups, request: Request, *, empty: str) -> list[str]:
    """Return the sentences; each under its methods where these differ."""
    if len(groups) == 1:
        return [*groups[0][1]]
    # Where every case holds for every method, naming the methods would tell nothing.
    if len({tuple(kinds) for kinds, _ in groups}) == 1:
        return [" ".join(texts) for _, texts in groups if texts]
    return [f"{name(kinds, request)}: {' '.join(texts) or empty}" for kinds, texts in groups]


def few(lines: list[str], request: Request) -> list[str]:
    """Return as many lines as one screen holds; all when all were asked for."""
    return lines if request.is_full else lines[:MOST_ITEMS]


def aloud(lines: list[str], on_screen: str) -> tuple[str, ...]:
    """Return the lines that can be heard once, and that the screen shows the rest."""
    if len(lines) == 1:
        return (statement(lines[0]) or on_screen,)
    # Of several, each holds under its own condition: one whose condition is too long to hear is not said.
    said = [line for line in lines if len(line) <= _LONGEST_HEARD][:MOST_SPOKEN_ITEMS]
    return tuple(said) if len(said) == len(lines) else (*said, on_screen)


def name(kinds: Sequence[SubmissionMethod], request: Request) -> str:
    """Return some methods as the beginning of a line: "Nộp qua mạng hoặc qua bưu điện"."""
    listed = words.either([words.method(kind, request.language) for kind in kinds], request.language)
    return capital(listed) if request.is_english else f"Nộp {listed}"


def _repeated(said: Sequence[tuple[Method, Texts]]) -> set[SubmissionMethod]:
    """Return the methods of which the record tells several things; only their notes say which holds when."""
    told: dict[SubmissionMethod, set[Texts]] = defaultdict(set)
    for method, texts in said:
        told[method.method].add(texts)
    return {kind for kind, several in told.items() if len(several) > 1}


def _told_apart(method: Method, texts: Texts, request: Request, about: re.Pattern[str]) -> Texts:
    if not texts or not about.search(folded(method.note)):
        return texts
    note = _quoted(method, request)
    if note in texts:
        return texts
    if len(texts) == 1 and folded(note).startswith("ke tu"):
        return (f"{texts[0].rstrip('.')}, {small(note)}",)
    return (note,) if numbers.values(texts) <= _numbers(note) else (*texts, note)


def _quoted(method: Method, request: Request) -> str:
    limit = 10 * _LONGEST_NOTE if request.is_full else _LONGEST_NOTE
    note = sentence(capital(shorten(prose(method.note).rstrip("."), limit)[0]))
    return f"The record says, in Vietnamese: {note}" if request.is_english else note


def _numbers(text: str) -> frozenset[str]:
    return numbers.values([text])
