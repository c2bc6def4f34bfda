"""Counts the general syllables: `python -m knowledge.vietnamese.counting FILES…` writes `syllables.json.gz`."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge.passages import everything
from knowledge.procedures import Procedure
from knowledge.sources import read
from knowledge.vietnamese import tables
from knowledge.vietnamese.restoration import Syllables

# Rarer than this, a pair is a name or a slip and only costs memory.
_LEAST = 8
# Citizens' own words are few beside the officials', and worth more.
_OUR_WEIGHT = 300


def count(procedures: Iterable[Procedure], said: Iterable[str]) -> Syllables:
    """Return the counts of what procedures hold, and of what citizens say."""
    official = Syllables.of(text for procedure in procedures for text in everything(procedure))
    return official.add(Syllables.of(said), weight=_OUR_WEIGHT)


def our_words() -> Iterator[str]:
    """Yield the texts of our own that hold citizens' words."""
    yield from tables.abbreviations().values()
    for phrase in tables.phrases():
        yield phrase.mean
    for name in ("phrases.yml", "places.yml", "sentences.txt"):
        yield from (Path(__file__).parent / name).read_text("utf-8").splitlines()


def main(paths: list[str]) -> None:
    """Count and write."""
    procedures = (record for path in paths for record in read(Path(path)) if isinstance(record, Procedure))
    target = Path(__file__).parent / "syllables.json.gz"
    text = count(procedures, our_words()).to_json(least=_LEAST)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
