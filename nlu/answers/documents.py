"""The papers to bring."""

from __future__ import annotations

import re

from knowledge.procedures import Document, DocumentRole, Facet
from nlu.answers.parts import Part, Request, missing
from nlu.answers.shortening import (
    MOST_ITEMS,
    MOST_SPOKEN_ITEMS,
    capital,
    item,
    sentence,
    shorten,
    small,
    thing,
)
from nlu.answers.situations import Situation, choose

_LONGEST_ITEM = 200
_LONGEST_NOTE = 120
_BY_PATTERN = re.compile(r",? theo mẫu(?: quy định)?$")
_MOST_IN_BRIEF = 3
_MOST_OF_OURS = 5


def compose(request: Request) -> Part:
    """Return the papers of the case that was asked about."""
    situation = choose(request)
    if not situation.documents:
        return missing(_missing(request), "cases")
    most = len(situation.documents) if request.is_full else MOST_ITEMS
    shown = situation.documents[:most]
    described = [_describe(document, request) for document in shown]
    is_cut = len(shown) < len(situation.documents) or any(was_cut for _, was_cut in described)
    lines = [_opening(situation, request)]
    for role, heading in _headings(request).items():
        items = [f"- {text}" for document, (text, _) in zip(shown, described, strict=True) if document.role is role]
        lines += [heading, *items] if items and heading else items
    if len(shown) < len(situation.documents):
        lines.append("The record lists more papers." if request.is_english else "Hồ sơ còn ghi thêm giấy tờ khác.")
    return Part(
        lines=tuple(line for line in lines if line),
        spoken=_spoken(situation, request),
        fields=("cases",),
        is_cut=is_cut,
    )


def brief(request: Request) -> Part | None:
    """Return the first papers, for the overview."""
    if ours := _ours(request):
        return ours
    situation = choose(request)
    if not situation.documents:
        return None
    shown = situation.documents[:_MOST_IN_BRIEF]
    lines = ["Main papers:" if request.is_english else "Giấy tờ chính:"]
    lines += [f"- {_describe(document, request)[0]}" for document in shown]
    is_cut = len(shown) < len(situation.documents)
    if is_cut:
        lines.append("- and other papers" if request.is_english else "- và giấy tờ khác")
    return Part(tuple(lines), _spoken(situation, request), ("cases",), is_cut=is_cut)


def _ours(request: Request) -> Part | None:
    """Return the beginning of the list in our words, where we wrote one."""
    wording = request.procedure.wording(request.language)
    listed = [line.strip() for line in wording.facets.get(Facet.DOCUMENTS, "").splitlines()]
    listed = [line for line in listed if line.startswith("- ")]
    if not listed:
        return None
    side = "english" if request.is_english else "plain"
    spoken = wording.spoken.get(Facet.DOCUMENTS)
    return Part(
        lines=("Main papers:" if request.is_english else "Giấy tờ chính:", *listed[:_MOST_OF_OURS]),
        spoken=(spoken,) if spoken else tuple(thing(item(line)) for line in listed[:MOST_SPOKEN_ITEMS]),
        fields=("cases", f"{side}.facets.documents", *((f"{side}.spoken.documents",) if spoken else ())),
        is_cut=len(listed) > _MOST_OF_OURS,
        is_ours=True,
    )


def count(document: Document, *, in_english: bool) -> str:
    """Return how many of a paper: "1 bản chính, 2 bản sao"; empty where the record does not say."""
    originals = ("original", "originals") if in_english else ("bản chính", "bản chính")
    copies = ("copy", "copies") if in_english else ("bản sao", "bản sao")
    counted = ((document.originals, originals), (document.copies, copies))
    return ", ".join(f"{number} {names[number > 1]}" for number, names in counted if number)


def name_of(document: Document) -> str:
    """Return a paper's name as it is shown: that a form follows a pattern goes without saying."""
    return _BY_PATTERN.sub("", item(document.name))


def _describe(document: Document, request: Request) -> tuple[str, bool]:
    limit = 10 * _LONGEST_ITEM if request.is_full else _LONGEST_ITEM
    name, is_cut = shorten(name_of(document), limit)
    text = _with_count(name, count(document, in_english=request.is_english))
    if document.when:
        text = f"{text}, {small(item(document.when))}"
    if document.note and len(document.note) <= _LONGEST_NOTE:
        text = f"{sentence(text)} {sentence(capital(document.note))}"
    return text, is_cut


def _with_count(name: str, counted: str) -> str:
    return f"{name} ({counted})" if counted else name


def _opening(situation: Situation, request: Request) -> str:
    if situation.name:
        case = shorten(situation.name, _LONGEST_ITEM)[0]
        return f"Case ({case}). Bring:" if request.is_english else f"Trường hợp “{_without_case_word(case)}”, bạn cần:"
    return ""


def _without_case_word(name: str) -> str:
    for start in ("Trường hợp ", "Đối với trường hợp ", "Đối với "):
        name = capital(name.removeprefix(start))
    return name


def _headings(request: Request) -> dict[DocumentRole, str]:
    if request.is_english:
        return {DocumentRole.SUBMIT: "", DocumentRole.PRESENT: "To show to staff, not to hand in:"}
    return {DocumentRole.SUBMIT: "", DocumentRole.PRESENT: "Mang theo để cán bộ xem:"}


def _spoken(situation: Situation, request: Request) -> tuple[str, ...]:
    first = situation.documents[:MOST_SPOKEN_ITEMS]
    items = [thing(name_of(document)) for document in first]
    lead = "You need:" if request.is_english else "Bác cần mang:"
    listed = [f"{lead} {small(items[0])}", *items[1:]]
    if len(first) < len(situation.documents):
        listed.append("The screen shows the rest" if request.is_english else "Các giấy tờ khác có trên màn hình")
    return tuple(sentence(text) for text in listed)


def _missing(request: Request) -> str:
    if request.is_english:
        return "This record does not list the papers. Ask the counter before you come."
    return "Hồ sơ này chưa ghi giấy tờ cần nộp. Bạn hỏi quầy trước khi đi nộp."
