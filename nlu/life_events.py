"""The answer to a life event: what to do in order, and the papers of all of it counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge import bundles
from knowledge.authorities import Authorities
from knowledge.bundles import Bundle, Bundles, BundleStep, Paper
from knowledge.errors import ProcedureNotFound
from knowledge.library import PublishedEdition
from knowledge.procedures import Document, Language, Procedure
from nlu.answers import documents
from nlu.answers.shortening import item, small
from nlu.dialogue import ConversationState, Turn
from nlu.replies import Citation, Outcome, Reply, Suggestion
from nlu.spoken import speakable
from nlu.telling import Heard

_MOST_PAPERS = 7
_MOST_SPOKEN = 3


@dataclass(frozen=True)
class Step:
    """A step of a life event as it is shown."""

    name: str
    why: str
    code: str = ""
    authority: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Outline:
    """What follows from a life event, as an edition holds it."""

    bundle: Bundle
    steps: tuple[Step, ...]
    papers: tuple[Paper, ...]

    @property
    def procedures(self) -> tuple[Step, ...]:
        """Return the steps that are procedures of the commune: they are numbered, from 1, and chosen by number."""
        return tuple(step for step in self.steps if step.code)

    def mark(self, step: Step) -> str:
        """Return what stands before a step: its number, or a bullet where it is another authority's."""
        return f"{self.procedures.index(step) + 1}." if step.code else "•"

    def places(self, paper: Paper) -> tuple[int, ...]:
        """Return the numbers of the procedures that a paper serves."""
        return tuple(place for place, step in enumerate(self.procedures, start=1) if step.code in paper.codes)


def outline(bundle: Bundle, records: Mapping[str, Procedure], authorities: Authorities, language: Language) -> Outline:
    """Return the steps of a bundle that can be told, and the papers of its records."""
    told = (_step(step, records, authorities, language) for step in bundle.steps)
    return Outline(bundle, tuple(step for step in told if step is not None), bundles.merge(bundle, records))


class LifeEventTeller:
    """Makes the reply of a bundle from the records of the edition."""

    def __init__(self, known: Bundles, authorities: Authorities) -> None:
        self._known, self._authorities = known, authorities

    def tell(self, edition: PublishedEdition, heard: Heard) -> Turn | None:
        """Return what follows from the life event of a message; None when the edition lacks one that all need."""
        if heard.said.life_event is None:
            return None
        bundle = self._known.find(heard.said.life_event)
        records = records_of(edition, bundle)
        if any(step.procedure and not step.is_optional and step.procedure not in records for step in bundle.steps):
            return None
        return Turn(self._reply(bundle, records, heard), _offering(heard, tuple(records)))

    def _reply(self, bundle: Bundle, records: Mapping[str, Procedure], heard: Heard) -> Reply:
        language = heard.language
        told = outline(bundle, records, self._authorities, language)
        # What everybody needs is shown, however much it is.
        most = max(_MOST_PAPERS, sum(not (paper.whens or paper.is_optional) for paper in told.papers))
        shown = told.papers if heard.said.wants_all else told.papers[:most]
        is_cut = len(shown) < len(told.papers)
        lines = [bundle.introduction(language)]
        lines += [f"{told.mark(step)} {step.name}: {step.why}" for step in told.steps]
        lines += ["", _heading(language)]
        lines += [f"- {described(paper, told.places(paper), language)}" for paper in shown]
        lines += [_rest(len(told.papers) - len(shown), language)] if is_cut else []
        lines += ["", *(advice.told(language) for advice in bundle.advice)] if bundle.advice else []
        return Reply(
            outcome=Outcome.ANSWERED,
            text="\n".join(lines),
            spoken=_spoken(told, language),
            language=language,
            citations=tuple(_citation(record) for record in records.values()),
            suggestions=_suggestions(bundle, records, language, is_cut=is_cut),
        )


class Holder(Protocol):
    """What holds records: an edition that is served, or its files."""

    def procedure(self, code: str) -> Procedure:
        """Return a record. Raise ProcedureNotFound."""
        ...


def records_of(edition: Holder, bundle: Bundle) -> dict[str, Procedure]:
    """Return the records of a bundle that an edition holds, in order."""
    found: dict[str, Procedure] = {}
    for step in bundle.steps:
        try:
            if step.procedure:
                found[step.procedure] = edition.procedure(step.procedure)
        except ProcedureNotFound:
            # An edition may hold fewer procedures than the bundle names.
            continue
    return found


def described(paper: Paper, places: Sequence[int], language: Language) -> str:
    """Return a paper as a line of the list: its number, its conditions, and what it is for."""
    is_english = language is Language.ENGLISH
    counted = documents.count(
        Document(name=paper.name, originals=paper.originals, copies=paper.copies), in_english=is_english
    )
    text = f"{paper.name} ({counted})" if counted else paper.name
    if paper.whens:
        text = f"{text}, {(', or ' if is_english else ', hoặc ').join(small(item(when)) for when in paper.whens)}"
    served = ", ".join(map(str, places))
    return f"{text} [{'for' if is_english else 'việc'} {served}]" if served else text


def _step(
    step: BundleStep, records: Mapping[str, Procedure], authorities: Authorities, language: Language
) -> Step | None:
    """Return a step as it is shown; None when the edition or the folder of authorities lacks it."""
    why = step.told(language)
    if record := records.get(step.procedure):
        return Step(record.display_name(language), why, code=record.code, is_optional=step.is_optional)
    if authority := authorities.find(step.authority):
        name = authority.english_name if language is Language.ENGLISH else authority.name
        return Step(name, why, authority=authority.id, is_optional=step.is_optional)
    return None


def _offering(heard: Heard, codes: tuple[str, ...]) -> ConversationState:
    return replace(heard.state, choices=codes, procedure=None, facet=None, cases=(), misses=0, others=())


def _heading(language: Language) -> str:
    if language is Language.ENGLISH:
        return "Papers to prepare, each once (the Vietnamese names are those on the forms):"
    return "Giấy tờ cần chuẩn bị, mỗi thứ tính một lần:"


def _rest(count: int, language: Language) -> str:
    if language is Language.ENGLISH:
        papers = "paper is" if count == 1 else "papers are"
        return f"{count} more {papers} needed by some only: press “See all”."
    return f"Còn {count} giấy nữa, chỉ một số người cần: bạn bấm “Xem hết”."


def _spoken(told: Outline, language: Language) -> str:
    opening = told.bundle.introduction(language)
    first = ", ".join(step.name.split(" (")[0] for step in told.steps[:_MOST_SPOKEN])
    if language is Language.ENGLISH:
        return f"{opening} First: {first}. The screen shows the papers."
    return (
        f"{speakable(f'{opening} Các việc đầu tiên: {first}. Giấy tờ có trên màn hình.')} Bác muốn nghe việc nào trước?"
    )


def _suggestions(
    bundle: Bundle, records: Mapping[str, Procedure], language: Language, *, is_cut: bool
) -> tuple[Suggestion, ...]:
    names = [record.display_name(language) for record in records.values()]
    buttons = [Suggestion(name, name) for name in names]
    if is_cut:
        is_english = language is Language.ENGLISH
        send = f"{bundle.display_name(language)}, {'see all' if is_english else 'xem hết giấy tờ'}"
        # Behind the steps: where buttons are numbered, theirs are the numbers of the text.
        buttons.append(Suggestion("See all" if is_english else "Xem hết", send))
    return tuple(buttons)


def _citation(record: Procedure) -> Citation:
    return Citation(
        code=record.code,
        field="cases",
        decision=record.decision.number,
        legal_basis=tuple(basis.number for basis in record.legal_basis if basis.number),
        checked_on=record.checked_on,
        url=record.source.url,
    )
