"""What is said is said in the words of citizens."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources

from ruamel.yaml import YAML

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written
from knowledge.lint.wordings import Said, plain, short

# Districts went with the reform of July 2025, the household book on paper before that.
_GONE = re.compile(
    r"(?:ủy ban nhân dân|UBND) (?:cấp )?(?:huyện|quận)|công an (?:cấp )?(?:huyện|quận)|phòng tư pháp|thị trấn",
    re.IGNORECASE,
)


@functools.cache
def jargon_words() -> dict[str, str]:
    """Return what officials write and what we say instead, from `jargon.yml`."""
    text = (resources.files("knowledge.lint") / "jargon.yml").read_text("utf-8")
    return {str(official): str(said) for official, said in YAML(typ="safe").load(text).items()}


@functools.cache
def _jargon() -> re.Pattern[str]:
    longest_first = sorted(jargon_words(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


@rule.of_record
def jargon(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """Words of offices do not stand in our own sentences."""
    for said in plain(record.procedure):
        for found in dict.fromkeys(match.group().lower() for match in _jargon().finditer(said.text)):
            yield Fault(f"“{found}” is said by officials only.", f"Say: {jargon_words()[found]}.", said.place)


@rule.of_record
def office_gone(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """Nobody is sent to an office that is gone."""
    procedure = record.procedure
    texts = [*plain(procedure), Said(("requirements",), procedure.requirements)]
    texts += [Said(("receiving_address",), procedure.receiving_address)]
    texts += [Said(("agencies", number, "name"), agency.name) for number, agency in enumerate(procedure.agencies)]
    texts += [Said(("results", number), text) for number, text in enumerate(procedure.results)]
    for said in texts:
        if found := _GONE.search(said.text):
            message = f"names an office that is gone since July 2025: “{short(found.group())}”."
            yield Fault(message, "Say which office does it now.", said.place)
