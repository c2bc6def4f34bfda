"""The texts of a procedure that searching looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from knowledge.procedures import DocumentRole, Procedure
from knowledge.vietnamese.abbreviations import opened, written_out
from knowledge.vietnamese.text import clean, fold, words

_PASSAGE_DOCUMENTS = 4
_PASSAGE_CHARACTERS = 150
_DOCUMENT_CHARACTERS = 80


@dataclass(frozen=True)
class Surface:
    """A way to name a procedure: its official name, our plain one, an alias."""

    text: str
    is_alias: bool = False
    is_shared: bool = False


def surfaces(procedure: Procedure) -> tuple[Surface, ...]:
    """Return the ways to name a procedure, the official name first, each once."""
    named = [Surface(written_out(_lowered(procedure.name)))]
    ours = (procedure.plain.name, procedure.english.name, *procedure.aliases)
    named += [Surface(_as_asked(name), is_alias=True) for name in ours if name]
    named += [Surface(_as_asked(alias), is_alias=True, is_shared=True) for alias in procedure.shared_aliases]
    seen: dict[str, Surface] = {}
    for surface in named:
        seen.setdefault(title_key(surface.text), surface)
    return tuple(seen.values())


def title_key(name: str) -> str:
    """Return what two names must share to be one hit: their folded words, without a leading `thủ tục`."""
    found = words(fold(clean(name)))
    return " ".join(found[2:] if found[:2] == ["thu", "tuc"] else found)


def passage(procedure: Procedure) -> str:
    """Return the one long text that stands for a procedure beside its name."""
    papers = [name[:_DOCUMENT_CHARACTERS] for name in islice(_papers(procedure), _PASSAGE_DOCUMENTS)]
    parts = [
        _lowered(procedure.name),
        procedure.plain.summary,
        f"Lĩnh vực: {', '.join(procedure.fields)}" if procedure.fields else "",
        (procedure.who_for or procedure.description)[:_PASSAGE_CHARACTERS],
        f"Kết quả: {'; '.join(procedure.results)[:_PASSAGE_CHARACTERS]}" if procedure.results else "",
        f"Giấy tờ: {'; '.join(papers)}" if papers else "",
    ]
    return written_out(". ".join(part.strip().rstrip(".") for part in parts if part.strip()))


def sections(procedure: Procedure) -> dict[str, str]:
    """Return the text of each part of a record that is searched by its words."""
    found = {
        "documents": " ".join(document.name for case in procedure.cases for document in case.documents),
        "steps": " ".join(step.text for step in procedure.steps),
        "conditions": f"{procedure.description} {procedure.requirements} {procedure.who_for}",
        "standing": " ".join((*procedure.results, *procedure.fields, *(agency.name for agency in procedure.agencies))),
        "law": " ".join(f"{law.number} {law.title}" for law in procedure.legal_basis),
        "everything": " ".join(everything(procedure)),
    }
    return {section: written_out(text) for section, text in found.items()}


def as_asked_for(procedure: Procedure) -> str:
    """Return all that a record is asked for by: its names and its own ways to ask."""
    return written_out(" . ".join((*(surface.text for surface in surfaces(procedure)), *procedure.ways_to_ask)))


def everything(procedure: Procedure) -> Iterator[str]:
    """Yield every text of a record but its law: what words it is made of."""
    yield procedure.name
    yield from (surface.text for surface in surfaces(procedure)[1:])
    yield from (procedure.plain.summary, procedure.description, procedure.requirements, procedure.who_for)
    yield from (*procedure.fields, *procedure.results, *procedure.keywords, *procedure.mistakes)
    yield from (agency.name for agency in procedure.agencies)
    for case in procedure.cases:
        yield case.name
        yield from (document.name for document in case.documents)
    yield from (step.text for step in procedure.steps)


def _papers(procedure: Procedure) -> Iterator[str]:
    for case in procedure.cases:
        yield from (document.name for document in case.documents if document.role is not DocumentRole.NOTE)


def _as_asked(name: str) -> str:
    """Return a name as the reading of a question would leave it: `làm gks` as làm giấy khai sinh."""
    typed = words(name)
    written = opened(typed)
    return name if written == typed else " ".join(written)


def _lowered(name: str) -> str:
    """Return a name that is ALL CAPITALS in small letters: the encoder reads capitals as other words."""
    return name[:1] + name[1:].lower() if name.isupper() else name
