"""What may be asked next: the buttons under an answer."""

from __future__ import annotations

from knowledge.procedures import Facet, FeeRule
from nlu.answers import words
from nlu.answers.parts import Part, Request
from nlu.answers.shortening import small
from nlu.answers.situations import choose, is_to_fill_in, title
from nlu.replies import Suggestion

MOST = 5
_MOST_CASES = 2
_LONGEST_TITLE = 60

_NEXT = {
    Facet.OVERVIEW: (Facet.DOCUMENTS, Facet.STEPS, Facet.FEE, Facet.PLACE),
    Facet.DOCUMENTS: (Facet.FEE, Facet.TIME, Facet.PLACE, Facet.FORM),
    Facet.FEE: (Facet.DOCUMENTS, Facet.TIME, Facet.PLACE),
    Facet.TIME: (Facet.DOCUMENTS, Facet.PLACE, Facet.FEE),
    Facet.PLACE: (Facet.DOCUMENTS, Facet.TIME, Facet.ONLINE),
    Facet.STEPS: (Facet.DOCUMENTS, Facet.PLACE, Facet.TIME),
    Facet.FORM: (Facet.DOCUMENTS, Facet.PLACE, Facet.ONLINE),
    Facet.WHO: (Facet.DOCUMENTS, Facet.PLACE, Facet.CONDITIONS),
    Facet.RESULT: (Facet.TIME, Facet.DOCUMENTS, Facet.FEE),
    Facet.LEGAL_BASIS: (Facet.DOCUMENTS, Facet.STEPS),
    Facet.CONDITIONS: (Facet.DOCUMENTS, Facet.WHO, Facet.PLACE),
    Facet.ONLINE: (Facet.DOCUMENTS, Facet.STEPS, Facet.FEE),
}
# What asks for all of a facet whose answer was cut: in Vietnamese, in English.
WHOLE = {
    Facet.DOCUMENTS: (
        Suggestion("Xem tất cả giấy tờ", "xem đầy đủ giấy tờ"),
        Suggestion("See all papers", "show all papers"),
    ),
    Facet.FEE: (
        Suggestion("Xem đầy đủ lệ phí", "xem đầy đủ lệ phí"),
        Suggestion("See all of the fee", "show the whole fee"),
    ),
    Facet.TIME: (
        Suggestion("Xem đầy đủ thời gian", "xem đầy đủ thời gian"),
        Suggestion("See all of the time", "show all of how long it takes"),
    ),
    Facet.STEPS: (
        Suggestion("Xem tất cả các bước", "xem đầy đủ các bước"),
        Suggestion("See all steps", "show all steps"),
    ),
    Facet.FORM: (Suggestion("Xem tất cả tờ khai", "xem đầy đủ tờ khai"), Suggestion("See all forms", "show all forms")),
    Facet.RESULT: (
        Suggestion("Xem đầy đủ kết quả", "xem đầy đủ kết quả nhận được"),
        Suggestion("See all results", "show all, what will I receive"),
    ),
    Facet.LEGAL_BASIS: (
        Suggestion("Xem tất cả văn bản", "xem đầy đủ căn cứ pháp lý"),
        Suggestion("See all documents", "show the whole legal basis"),
    ),
    Facet.CONDITIONS: (
        Suggestion("Xem tất cả điều kiện", "xem đầy đủ điều kiện"),
        Suggestion("See all conditions", "show all conditions"),
    ),
}


def following(facet: Facet, request: Request) -> list[Facet]:
    """Return the facets that people ask for next, of those that the record holds."""
    return [after for after in _NEXT[facet] if _holds(after, request)]


def compose(facet: Facet, part: Part, request: Request) -> tuple[Suggestion, ...]:
    """Return at most five buttons: the other cases, the whole list, the next facets, a related procedure."""
    found: list[Suggestion] = []
    if facet is Facet.DOCUMENTS:
        found += _cases(facet, request)
    if part.is_cut and not request.is_full and facet in WHOLE:
        found.insert(0, WHOLE[facet][request.is_english])
    related = [Suggestion(_short(name), name) for name in request.related.values()][:1]
    for after in following(facet, request):
        if len(found) + len(related) >= MOST:
            break
        known = words.of(after, request.language)
        found.append(Suggestion(known.button, known.send))
    return tuple((found + related)[:MOST])


def _cases(facet: Facet, request: Request) -> list[Suggestion]:
    lead = words.of(facet, request.language).heading
    others = [title(case) for case in choose(request).others[:_MOST_CASES]]
    return [Suggestion(_short(name), f"{lead}: {small(name)}") for name in others]


def _short(name: str) -> str:
    if len(name) <= _LONGEST_TITLE:
        return name
    return name[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def _holds(facet: Facet, request: Request) -> bool:
    procedure = request.procedure
    held: dict[Facet, bool] = {
        Facet.DOCUMENTS: bool(procedure.cases),
        Facet.FEE: any(fee.rule is not FeeRule.UNSTATED for method in procedure.methods for fee in method.fees),
        Facet.TIME: any(method.time for method in procedure.methods),
        Facet.PLACE: bool(procedure.agencies or procedure.receiving_address or procedure.steps),
        Facet.STEPS: bool(procedure.steps),
        Facet.CONDITIONS: bool(procedure.requirements),
        Facet.WHO: bool(procedure.who_for or procedure.subjects),
        Facet.ONLINE: bool(procedure.methods),
    }
    if facet is Facet.FORM:
        return any(is_to_fill_in(document) for document in choose(request).documents)
    return held.get(facet, True) or facet in procedure.wording(request.language).facets
