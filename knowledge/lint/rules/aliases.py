"""What citizens say leads to one procedure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written
from knowledge.vietnamese.text import fold

FEWEST, MOST = 8, 25


@rule.of_record
def alias_count(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A record has 8 to 25 aliases."""
    count = len(record.procedure.aliases)
    if not FEWEST <= count <= MOST:
        mend = "Add what people say." if count < FEWEST else "Keep those that people say most."
        yield Fault(f"There are {count} aliases; {FEWEST} to {MOST} are wanted.", mend, ("aliases",))


@rule.of_shelf
def alias_claimed_twice(shelf: Shelf) -> Iterator[tuple[Written, Fault]]:
    """An alias belongs to one procedure, whatever its tone marks."""
    claims: dict[str, list[tuple[Written, str, int]]] = defaultdict(list)
    shared: dict[str, Written] = {}
    for written in shelf.all:
        for number, alias in enumerate(written.procedure.aliases):
            claims[fold(alias)].append((written, alias, number))
        for alias in written.procedure.shared_aliases:
            shared.setdefault(fold(alias), written)
    for folded, claimants in claims.items():
        for written, alias, number in claimants:
            others = {other.procedure.code for other, _, _ in claimants if other is not written}
            is_repeated = sum(other is written for other, _, _ in claimants) > 1
            place = ("aliases", number)
            if others:
                message = f"“{alias}” is claimed by {', '.join(sorted(others))} too."
                mend = "Say what sets it apart, or make it a shared alias of both."
                yield written, Fault(message, mend, place)
            elif is_repeated:
                yield written, Fault(f"“{alias}” is there twice but for tone marks.", "Take one out.", place)
            if folded in shared:
                message = f"“{alias}” is a shared alias of {shared[folded].procedure.code}."
                yield written, Fault(message, "Make it shared here too, or take it out.", place)


@rule.of_shelf
def way_to_ask_twice(shelf: Shelf) -> Iterator[tuple[Written, Fault]]:
    """A way to ask belongs to one procedure, whatever its tone marks, and is there once."""
    known: dict[str, str] = {}
    shared = {fold(way): one.procedure.code for one in shelf.all for way in one.procedure.shared_ways_to_ask}
    for written in shelf.all:
        for number, way in enumerate(written.procedure.ways_to_ask):
            first = known.setdefault(fold(way), written.procedure.code)
            place = ("ways_to_ask", number)
            if (first, number) != (written.procedure.code, _first_place(written, way)):
                message = f"“{way}” is a way to ask for {first} already."
                yield written, Fault(message, "Say what sets it apart, or take it out.", place)
            if fold(way) in shared:
                message = f"“{way}” is a shared way to ask of {shared[fold(way)]}."
                yield written, Fault(message, "Say what sets it apart, or take it out.", place)


def _first_place(written: Written, way: str) -> int:
    return next(n for n, other in enumerate(written.procedure.ways_to_ask) if fold(other) == fold(way))


@rule.of_shelf
def shared_alias_alone(shelf: Shelf) -> Iterator[tuple[Written, Fault]]:
    """A shared alias is shared, spelt alike in at least two records."""
    yield from _not_shared(shelf, "shared_aliases", "Give it to the other too, or make it an alias.")


@rule.of_shelf
def shared_way_to_ask_alone(shelf: Shelf) -> Iterator[tuple[Written, Fault]]:
    """A shared way to ask is shared, spelt alike in at least two records."""
    yield from _not_shared(shelf, "shared_ways_to_ask", "Give it to the other too, or make it a way to ask.")


def _not_shared(shelf: Shelf, field: str, mend: str) -> Iterator[tuple[Written, Fault]]:
    """Yield what a field of records shares with no other, or spells otherwise than another does."""
    spellings: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for written in shelf.all:
        for said in getattr(written.procedure, field):
            spellings[fold(said)][said].add(written.procedure.code)
    for written in shelf.all:
        for number, said in enumerate(getattr(written.procedure, field)):
            place = (field, number)
            spelt = spellings[fold(said)]
            if len(spelt) > 1:
                others = ", ".join(f"“{other}”" for other in spelt if other != said)
                yield written, Fault(f"“{said}” is spelt {others} elsewhere.", "Spell it alike.", place)
            elif len(spelt[said]) < 2:
                yield written, Fault(f"“{said}” is shared with no other procedure.", mend, place)
