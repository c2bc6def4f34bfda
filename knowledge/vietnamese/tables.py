"""The tables beside this file: abbreviations, phrases and places. Whoever extends one needs no code."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from knowledge.vietnamese.text import fold


@dataclass(frozen=True)
class Meant:
    """What must stand beside an abbreviation for it to be meant as written."""

    after: frozenset[str]
    before: frozenset[str]
    after_number: bool


@dataclass(frozen=True)
class Phrase:
    """What citizens say, folded, and the words that records use for it."""

    say: tuple[str, ...]
    mean: str


@dataclass(frozen=True)
class Province:
    """A province of today and the names it is known by, folded, those of merged provinces among them."""

    name: str
    publisher: str
    """Prefix of the codes of what it publishes itself, such as `H26`; empty when none has been seen."""
    names: tuple[str, ...]


def _load(name: str) -> Any:  # noqa: ANN401 - each table has its own shape
    text = (resources.files("knowledge.vietnamese") / name).read_text("utf-8")
    return YAML(typ="safe").load(text)


@functools.cache
def abbreviations() -> dict[str, str]:
    """Return what each abbreviation or piece of teencode stands for, typed as the table has it or without its marks."""
    written = {str(short): str(long) for short, long in _load("abbreviations.yml").items()}
    return {fold(short): long for short, long in written.items()} | written


@functools.cache
def as_written() -> dict[str, tuple[Meant, ...]]:
    """Return for an abbreviation where it is meant as written."""
    meant: defaultdict[str, list[Meant]] = defaultdict(list)
    for row in _load("as_written.yml"):
        found = Meant(_bare(row.get("after", ())), _bare(row.get("before", ())), row.get("after_number", False))
        for short in row["short"]:
            meant[short].append(found)
    return {short: tuple(rows) for short, rows in meant.items()}


def _bare(said: Iterable[str]) -> frozenset[str]:
    """Return words as they are written and as they are typed without marks; other marks make other words."""
    return frozenset(typed for word in said for typed in (word, fold(word)))


@functools.cache
def phrases() -> tuple[Phrase, ...]:
    """Return the everyday phrases, the longest first within each."""
    return tuple(
        Phrase(tuple(sorted((fold(said) for said in row["say"]), key=len, reverse=True)), row["mean"])
        for row in _load("phrases.yml")
    )


@functools.cache
def phrases_by_word() -> dict[str, tuple[tuple[int, str], ...]]:
    """Return what the everyday phrases say by its first word, between spaces, each with the number of its phrase."""
    said: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, phrase in enumerate(phrases()):
        for text in phrase.say:
            said[text.split()[0]].append((number, f" {text} "))
    return {word: tuple(rows) for word, rows in said.items()}


@functools.cache
def provinces() -> tuple[Province, ...]:
    """Return the 34 provinces with their old and new names."""
    return tuple(
        Province(
            row["name"],
            row["publisher"],
            tuple(fold(name) for name in (row["name"], *row["from"], *row.get("also", ()))),
        )
        for row in _load("places.yml")
    )
