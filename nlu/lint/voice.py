"""What is heard can be said aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written
from knowledge.lint.wordings import wordings
from nlu import abbreviations

# What a synthetic voice would spell out or swallow; English voices read no such things either.
_UNSPEAKABLE = re.compile(r"[\d()\[\]{}/*_|<>@#%&=+~^]+|\b[A-ZĐ]{2,}\b|VNeID")
_HAS_DIGIT = re.compile(r"\d")


@rule.of_record
def unspeakable(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """Spoken text has no digits, brackets, signs or abbreviations."""
    for said in wordings(record.procedure):
        if "spoken" not in said.place:
            continue
        for found in dict.fromkeys(_UNSPEAKABLE.findall(said.text)):
            yield Fault(f"“{found}” cannot be said aloud.", _mend(found), said.place)


def _mend(found: str) -> str:
    opened = abbreviations.opened(found, aloud=True)
    if opened != found:
        return f"Say “{opened}”."
    return "Write the number in words." if _HAS_DIGIT.search(found) else "Say it in words, or leave it to the screen."
