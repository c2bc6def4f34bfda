"""The ways to hand in: what differs between them is said by way, what does not is said once."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.procedures import Method, SubmissionMethod
from nlu.answers import words
from nlu.answers.parts import Request
from nlu.answers.shortening import capital

Groups = list[tuple[list[SubmissionMethod], tuple[str, ...]]]


def grouped(said: Sequence[tuple[Method, tuple[str, ...]]]) -> Groups:
    """Return the methods together that have the same sentences, in order."""
    groups: Groups = []
    for method, texts in sorted(said, key=lambda pair: list(SubmissionMethod).index(pair[0].method)):
        for kinds, known in groups:
            if known == texts:
                if method.method not in kinds:
                    kinds.append(method.method)
                break
        else:
            groups.append(([method.method], texts))
    return groups


def by_method(groups: Groups, request: Request, *, empty: str) -> list[str]:
    """Return the sentences; each under its methods where these differ."""
    if len(groups) == 1:
        return [*groups[0][1]]
    lines: list[str] = []
    for kinds, texts in groups:
        lines.append(f"{name(kinds, request)}: {' '.join(texts) or empty}")
    return lines


def name(kinds: Sequence[SubmissionMethod], request: Request) -> str:
    """Return some methods as the beginning of a line: "Nộp qua mạng hoặc qua bưu điện"."""
    listed = words.either([words.method(kind, request.language) for kind in kinds], request.language)
    return capital(listed) if request.is_english else f"Nộp {listed}"
