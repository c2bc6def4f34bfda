"""Pairs that an encoder is tuned on: a text as a citizen might put it, and the title or passage it should lie near.

All of them are made from records alone, the ways to ask in them included; no question that anything is measured with
takes part.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from knowledge.errors import TuningRefused
from knowledge.passages import passage, surfaces, title_key
from knowledge.procedures import Procedure
from knowledge.vietnamese.text import clean, fold

FRAMES = (
    "{}",
    "{} cần giấy tờ gì",
    "hồ sơ {} gồm những gì?",
    "thủ tục {} thực hiện như thế nào?",
    "trình tự {}",
    "{} ở đâu",
    "cơ quan nào giải quyết {}?",
    "{} mất bao lâu",
    "lệ phí {} bao nhiêu",
    "{} có phải nộp phí không",
    "điều kiện để {} là gì?",
    "ai được {}",
    "quy định về {}",
    "tôi muốn {}",
    "muốn {} thì phải làm sao",
    "xin hỏi {} làm thế nào",
    "cho tôi hỏi về {}",
)
"""What is asked of a procedure, its title in the place of the braces."""

_SENTENCE_WORDS = range(6, 41)
_WITHOUT_TONE_MARKS = 0.12
_LEAST_SUBJECTS = 3
_MOST_HELD_OUT = 300
# Fewer records than these in a field tell too few twins apart.
_FIELD_RECORDS = 8


@dataclass(frozen=True)
class Subject:
    """What of one procedure pairs are made from."""

    key: str
    """What procedures of the same title share; two of one key are never told apart."""
    name: str
    title: str
    """The name as it stands inside a question."""
    passage: str
    sentences: tuple[str, ...]
    aliases: tuple[str, ...]
    field: str
    ways: tuple[str, ...] = ()
    """Whole questions as citizens put them."""


@dataclass(frozen=True)
class Pair:
    """A text that asks, and the text of the procedure it is about."""

    key: str
    question: str
    answer: str


def subjects(procedures: Iterable[Procedure]) -> tuple[Subject, ...]:
    """Return what pairs can be made from, in the order of the procedures. Raise TuningRefused: too few of them."""
    found = tuple(_subject(procedure) for procedure in procedures)
    if len({subject.key for subject in found}) < _LEAST_SUBJECTS:
        raise TuningRefused(
            f"The records hold fewer than {_LEAST_SUBJECTS} procedures of different names, too few to tell apart. "
            "Name files with more of them after --records."
        )
    return found


def held_out(found: Sequence[Subject], *, seed: int) -> tuple[tuple[Subject, ...], tuple[Subject, ...]]:
    """Return the subjects to learn from, and every twentieth title (at least one), kept apart to measure with."""
    keys = sorted({subject.key for subject in found})
    count = min(_MOST_HELD_OUT, max(1, len(keys) // 20))
    apart = set(_chance(seed).sample(keys, count))
    return tuple(s for s in found if s.key not in apart), tuple(s for s in found if s.key in apart)


def one_each(found: Iterable[Subject], *, seed: int) -> tuple[Pair, ...]:
    """Return one pair a title, the title itself as the answer: what a title search is measured with."""
    chance = _chance(seed)
    first: dict[str, Subject] = {}
    for subject in found:
        first.setdefault(subject.key, subject)
    return tuple(Pair(subject.key, question(subject, chance), subject.name) for subject in first.values())


def batches(found: Sequence[Subject], *, size: int, seed: int) -> Iterator[tuple[Pair, ...]]:
    """Yield batches without end, at most `size` pairs each, no title twice; the same seed gives the same batches.

    Within a batch every other answer is a wrong one. Nearly half of it comes from one field, so that twins are told
    apart; a few come from records with aliases, the only ones that speak as citizens do.
    """
    chance = _chance(seed)
    fields, asked = _by_field(found), [subject for subject in found if subject.ways]
    asked_fields = _by_field(asked) if asked else []
    named = [subject for subject in found if subject.aliases]
    while True:
        # Where citizens' own questions are known, three quarters of what is learned are these.
        of_ways = size * 3 // 4 if asked else 0
        rest = size - of_ways
        drawn = chain(
            _some(chance.choice(asked_fields), of_ways // 2, chance) if asked else (),
            _some(asked, of_ways - of_ways // 2, chance),
            _some(chance.choice(fields), max(1, rest * 3 // 7), chance),
            _some(named, rest // 6, chance),
            _some(found, size, chance),
        )
        unlike: dict[str, Subject] = {}
        for subject in drawn:
            unlike.setdefault(subject.key, subject)
        yield tuple(_pair(subject, chance) for subject in islice(unlike.values(), size))


def question(subject: Subject, chance: random.Random) -> str:
    """Return a text that asks about a subject: an alias, a sentence of its record, or its title in a question."""
    text = _asked(subject, chance)
    return fold(text) if chance.random() < _WITHOUT_TONE_MARKS else text


def _by_field(found: Sequence[Subject]) -> list[list[Subject]]:
    """Return the fields with enough subjects to tell twins apart; all subjects as one where there is none."""
    by_field = defaultdict(list)
    for subject in found:
        by_field[subject.field].append(subject)
    return [members for members in by_field.values() if len(members) >= _FIELD_RECORDS] or [list(found)]


def _asked(subject: Subject, chance: random.Random) -> str:
    if subject.ways and chance.random() < 0.8:
        return chance.choice(subject.ways)
    if subject.aliases and chance.random() < 0.5:
        alias = chance.choice(subject.aliases)
        return _framed(alias, chance) if chance.random() < 0.4 else alias
    if subject.sentences and chance.random() < 0.4:
        sentence = chance.choice(subject.sentences)
        return f"{sentence} {_thinned(subject.title, chance)}" if chance.random() < 0.4 else sentence
    return _framed(subject.title if chance.random() < 0.4 else _thinned(subject.title, chance), chance)


def _pair(subject: Subject, chance: random.Random) -> Pair:
    asked = question(subject, chance)
    return Pair(subject.key, asked, subject.name if chance.random() < 0.6 else subject.passage)


def _framed(text: str, chance: random.Random) -> str:
    return chance.choice(FRAMES).format(text)


def _thinned(title: str, chance: random.Random) -> str:
    """Return a long title with a quarter of its words dropped, as people remember it."""
    words = title.split()
    return title if len(words) < 6 else " ".join(word for word in words if chance.random() > 0.25) or title


def _some(found: Sequence[Subject], count: int, chance: random.Random) -> list[Subject]:
    return chance.sample(found, min(count, len(found)))


def _subject(procedure: Procedure) -> Subject:
    name = surfaces(procedure)[0].text
    title = re.sub(r"^thủ tục\s+", "", clean(name), flags=re.IGNORECASE)
    steps = chain.from_iterable(_sentences(step.text) for step in procedure.steps)
    sentences = (
        *islice(steps, 12),
        *islice(_sentences(procedure.requirements), 8),
        *islice(_sentences(procedure.description), 4),
        *islice(_sentences(procedure.who_for), 3),
        *procedure.results[:2],
    )
    aliases = tuple(text for text in (procedure.plain.name, *procedure.aliases) if text)
    return Subject(
        key=title_key(procedure.name),
        name=name,
        title=title[:1].lower() + title[1:],
        passage=passage(procedure),
        sentences=sentences,
        aliases=aliases,
        field=procedure.fields[0] if procedure.fields else "",
        ways=procedure.ways_to_ask,
    )


def _sentences(text: str) -> Iterator[str]:
    found = (clean(sentence) for sentence in re.split(r"[.;\n]", text))
    return (sentence for sentence in found if len(sentence.split()) in _SENTENCE_WORDS)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a draw that can be repeated, not a secret
