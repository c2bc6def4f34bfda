"""What tells a special variant from the plain procedure, and the words of asking that tell nothing."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Qualifier:
    """A mark of a special variant."""

    id: str
    in_name: re.Pattern[str]
    in_question: re.Pattern[str]


@functools.cache
def qualifiers() -> tuple[Qualifier, ...]:
    """Return the qualifiers of `qualifiers.yml`, in its order."""
    rows = YAML(typ="safe").load((resources.files("knowledge") / "qualifiers.yml").read_text("utf-8"))
    return tuple(Qualifier(id_, re.compile(row["name"]), re.compile(row["question"])) for id_, row in rows.items())


@functools.cache
def _boilerplate() -> re.Pattern[str]:
    lines = (resources.files("knowledge") / "boilerplate.txt").read_text("utf-8").splitlines()
    phrases = sorted((line.strip() for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b")


@functools.lru_cache(maxsize=8)
def subject(folded: str) -> tuple[str, ...]:
    """Return the pieces of a folded question that are left when the words of asking are taken out."""
    # Kept, since the same question is looked at from many sides.
    return tuple(piece.strip() for piece in _boilerplate().split(folded) if piece and piece.strip())
