"""The blanks to fill in, and where they are got."""

from __future__ import annotations

from knowledge.procedures import Document
from nlu.answers.documents import name_of
from nlu.answers.parts import Part, Request, missing
from nlu.answers.shortening import MOST_ITEMS, MOST_SPOKEN_ITEMS, sentence, shorten, small, thing
from nlu.answers.situations import choose, is_to_fill_in

_LONGEST_ITEM = 200


def compose(request: Request) -> Part:
    """Return the forms of the procedure, each with its address where the record has one."""
    blanks = [document for document in choose(request).documents if is_to_fill_in(document)]
    if not blanks:
        return missing(_missing(request), "cases")
    shown = blanks if request.is_full else blanks[:MOST_ITEMS]
    heading = ("Giấy phải điền:", "To fill in:")[request.is_english]
    desk = ("Bạn nhận giấy này tại quầy.", "You get it at the counter.")[request.is_english]
    spoken = [sentence(thing(name_of(document))) for document in blanks[:MOST_SPOKEN_ITEMS]]
    return Part(
        lines=(heading, *(f"- {_describe(document, request)}" for document in shown), desk),
        spoken=(f"{heading} {small(spoken[0])}", *spoken[1:], desk),
        fields=("cases",),
        is_cut=len(shown) < len(blanks),
    )


def _describe(document: Document, request: Request) -> str:
    limit = 10 * _LONGEST_ITEM if request.is_full else _LONGEST_ITEM
    name, _ = shorten(name_of(document), limit)
    form = document.form
    if form is None:
        return name
    if form.number and form.number.casefold() not in name.casefold():
        name += f", form {form.number}" if request.is_english else f", mẫu {form.number}"
    if form.url:
        name += f" (download: {form.url} )" if request.is_english else f" (tải tại: {form.url} )"
    return name


def _missing(request: Request) -> str:
    if request.is_english:
        return "This record names no form. Ask the counter whether one is to be filled in."
    return "Hồ sơ này chưa ghi tờ khai nào. Bạn hỏi quầy xem có phải điền giấy gì không."
