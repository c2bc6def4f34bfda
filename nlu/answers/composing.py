"""An answer from the fields of a record: the facet that was asked, what is needed next, the check of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from knowledge.procedures import Facet, Procedure
from knowledge.vietnamese.text import fold
from nlu import numbers
from nlu.answers import documents, durations, fees, forms, listed, online, overview, people, places, suggestions, words
from nlu.answers.evidence import Evidence
from nlu.answers.parts import Answer, Part, Request
from nlu.answers.shortening import ELLIPSIS, MOST_SPOKEN_ITEMS, capital, item, sentence, statement
from nlu.answers.situations import choose
from nlu.replies import Citation
from nlu.spoken import speakable, speakable_english

_FACETS: Mapping[Facet, Callable[[Request], Part]] = {
    Facet.OVERVIEW: overview.compose,
    Facet.DOCUMENTS: documents.compose,
    Facet.FEE: fees.compose,
    Facet.TIME: durations.compose,
    Facet.PLACE: places.compose,
    Facet.STEPS: listed.steps,
    Facet.FORM: forms.compose,
    Facet.WHO: people.compose,
    Facet.RESULT: listed.results,
    Facet.LEGAL_BASIS: listed.legal_basis,
    Facet.CONDITIONS: listed.conditions,
    Facet.ONLINE: online.compose,
}
# What the person needs next, in one line each.
_THEN: Mapping[Facet, tuple[Callable[[Request], Part | None], ...]] = {
    Facet.DOCUMENTS: (places.brief, durations.brief),
    Facet.FEE: (durations.brief,),
    Facet.TIME: (places.brief,),
    Facet.PLACE: (durations.brief,),
    Facet.STEPS: (durations.brief,),
    Facet.FORM: (places.brief,),
    Facet.RESULT: (durations.brief,),
    Facet.ONLINE: (durations.brief,),
}
_LONGEST_NAME = 120
_LONGEST_SPOKEN_NAME = 60
_MOST_CITED_LAWS = 3


@dataclass(frozen=True)
class Examined:
    """An answer, how many numbers it holds, and those that stand in no cited field."""

    answer: Answer
    numbers: int
    unsupported: tuple[str, ...]
    is_cut: bool  # the record says more than the answer shows


def examine(facet: Facet, request: Request, evidence: Evidence) -> Examined:
    """Return the answer with the result of its check."""
    part = _in_our_words(facet, request) or _FACETS[facet](request)
    after = _after(facet, part, request)
    heading = _heading(facet, request)
    text = "\n".join(line for line in (heading, *part.lines, *(("", *after.lines) if after.lines else ())))
    spoken = _spoken(facet, part, request)
    fields = dict.fromkeys((*part.fields, *after.fields, *(("name",) if numbers.find(heading) else ())))
    held = [number for said in (text, spoken) for number in numbers.find(said)]
    cited, unsupported = evidence.support(
        held, tuple(fields), in_our_words=part.is_ours or bool(request.procedure.plain.name)
    )
    answer = Answer(
        text=text,
        spoken=spoken,
        facet=facet,
        is_complete=part.is_complete,
        citations=tuple(_citation(field, request.procedure) for field in cited),
        suggestions=suggestions.compose(facet, part, request),
    )
    return Examined(answer, len(held), tuple(unsupported), part.is_cut)


def _in_our_words(facet: Facet, request: Request) -> Part | None:
    """Return the words that we wrote for a facet, unless a question asks for a certain case or for everything."""
    wording = request.procedure.wording(request.language)
    ours = wording.facets.get(facet)
    if ours is None or request.is_full:
        return None
    if facet in (Facet.DOCUMENTS, Facet.FORM) and choose(request).is_named:
        return None
    composed = _FACETS[facet](request)
    side = "english" if request.is_english else "plain"
    lines = tuple(line for line in (raw.strip() for raw in ours.splitlines()) if line)
    spoken, spoken_field = wording.spoken.get(facet), (f"{side}.spoken.{facet}",)
    return Part(
        lines=lines,
        spoken=(spoken,) if spoken else _for_the_ear(lines),
        fields=(*composed.fields, f"{side}.facets.{facet}", *(spoken_field if spoken else ())),
        is_complete=composed.is_complete or facet not in (Facet.FEE, Facet.TIME),
        is_ours=True,
    )


def _for_the_ear(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(statement(item(line)) for line in lines[: MOST_SPOKEN_ITEMS + 1])


def _after(facet: Facet, part: Part, request: Request) -> Part:
    """Return what is needed next, leaving out what the answer has already said."""
    nothing = Part((), (), ())
    if not part.is_complete and facet is not Facet.FEE:
        return nothing
    said = fold(" ".join(part.lines))
    lines: list[str] = []
    fields: list[str] = []
    for brief in _THEN.get(facet, ()):
        found = brief(request)
        if found and not (part.is_ours and _is_said(brief, found, said)):
            lines += found.lines
            fields += found.fields
    return replace(nothing, lines=tuple(lines), fields=tuple(fields))


def _is_said(brief: Callable[[Request], Part | None], found: Part, said: str) -> bool:
    if brief is places.brief:
        return "nop tai" in said or "ban den" in said or " at the " in said
    told = {number.value for line in found.lines for number in numbers.find(line)}
    return bool(told) and told <= {number.value for number in numbers.find(said)}


def _heading(facet: Facet, request: Request) -> str:
    name = _name(request)
    return name if facet is Facet.OVERVIEW else f"{name}: {words.of(facet, request.language).heading}"


def _name(request: Request) -> str:
    procedure = request.procedure
    name = _without_kind(item(procedure.display_name(request.language)))
    vietnamese = _without_kind(item(procedure.display_name()))
    if request.is_english and procedure.english.name and "(" not in name:
        name = f"{name} ({vietnamese})"
    return name if len(name) <= _LONGEST_NAME else _cut(name)


def _cut(name: str) -> str:
    """Return the beginning of a long name, never in the middle of a date or number."""
    short = name[:_LONGEST_NAME].rsplit(" ", 1)[0]
    while not numbers.values([short]) <= numbers.values([name]):
        short = short.rsplit(" ", 1)[0]
    return short.rstrip(" ,;:(") + ELLIPSIS


def _without_kind(name: str) -> str:
    """Drop the word that every name of the source begins with."""
    return capital(name.removeprefix("Thủ tục ").removeprefix("thủ tục "))


def _spoken(facet: Facet, part: Part, request: Request) -> str:
    name = _name(request)
    said = [sentence(name)] if len(name) <= _LONGEST_SPOKEN_NAME else []
    said += [sentence(line) for line in part.spoken]
    following = [after for after in suggestions.following(facet, request) if not _was_said(after, facet)]
    choices = [words.of(after, request.language).spoken for after in following[:2]]
    if choices and request.is_english:
        said.append(f"Would you like to hear {' or '.join(choices)}?")
    elif choices:
        said.append(f"Bác muốn nghe tiếp {' hay '.join(choices)}?")
    return " ".join(dict.fromkeys(_aloud(line, request) for line in said if line))


def _was_said(after: Facet, facet: Facet) -> bool:
    """Tell whether an answer has already named what might be heard next: the overview names the papers."""
    return facet is Facet.OVERVIEW and after is Facet.DOCUMENTS


def _aloud(line: str, request: Request) -> str:
    """Return a sentence as it is said; one whose numbers a voice would distort is left to the screen."""
    said = speakable_english(line) if request.is_english else speakable(_to_an_elder(line))
    if numbers.values([said]) <= numbers.values([line]):
        return said
    return "The screen shows this." if request.is_english else "Phần này có trên màn hình."


def _to_an_elder(text: str) -> str:
    """Say "bác", as one does at the kiosk."""
    return text.replace("Bạn ", "Bác ").replace(" bạn ", " bác ").replace(" bạn,", " bác,").replace(" bạn.", " bác.")


def _citation(field: str, procedure: Procedure) -> Citation:
    laws = [basis.number for basis in procedure.legal_basis if basis.number]
    return Citation(
        code=procedure.code,
        field=field,
        decision=procedure.decision.number,
        legal_basis=tuple(laws[:_MOST_CITED_LAWS]),
        checked_on=procedure.checked_on,
        url=procedure.source.url,
    )
