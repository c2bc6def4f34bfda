"""What it costs. An amount of 0 alone is never "free"; what the record does not say is said to be unsaid."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.procedures import Fee, FeeRule, Method
from nlu import numbers
from nlu.answers import methods
from nlu.answers.parts import Part, Request, missing
from nlu.answers.shortening import capital, folded, prose, sentence, shorten, small

_LONGEST_NOTE = 220
_UNITS_IN_ENGLISH = {
    "trang": "page",
    "bản": "copy",
    "hồ sơ": "application",
    "lần": "time",
    "người": "person",
    "giấy": "certificate",
    "lần đăng ký": "registration",
    "trường hợp": "case",
    "việc": "case",
    "thẻ": "card",
    "hợp đồng": "contract",
    "tháng": "month",
    "năm": "year",
}
_ON_SCREEN = ("Mức phí cụ thể có trên màn hình.", "The screen shows the fee.")
_ONE = re.compile(r"^0?1 ?(?=[^\W\d])")
_ABOUT_FEES = re.compile(r"\d ?(?:dong|usd|vnd)\b|\bmien (?:le )?phi")
_LONGEST_QUALIFIER = 120
_SUM_WORDS = re.compile(
    r"\b(?:muc|thu|le|phi|la|dong|vnd|vnđ|usd|trang|ban|ho|so|lan|truong|hop|nguoi|viec|giay|mot|nghin|trieu)\b|[\W\d]+"
)
_CURRENCIES = {"VND": "đồng", "": "đồng"}


def compose(request: Request) -> Part:
    """Return the fees: said once where all methods cost the same, else by method."""
    stated = [(method, *_fees(method, request)) for method in request.procedure.methods]
    if not any(texts for _, texts, _ in stated):
        return missing(_missing(request), "methods")
    told = [
        (method, methods.with_note(method, texts, request, _ABOUT_FEES, instead=True)) for method, texts, _ in stated
    ]
    groups = methods.grouped(told, request, _ABOUT_FEES)
    is_cut = any(was_cut for _, _, was_cut in stated)
    unsaid = "the record does not say." if request.is_english else "hồ sơ này chưa ghi mức phí."
    lines = methods.by_method(groups, request, empty=unsaid)
    shown = methods.few(lines, request)
    return Part(
        lines=tuple(shown),
        spoken=methods.aloud(lines, _ON_SCREEN[request.is_english]),
        fields=("methods",),
        is_cut=is_cut or len(shown) < len(lines),
    )


def brief(request: Request) -> Part | None:
    """Return the fees in one line, where one line can hold them."""
    part = compose(request)
    if not part.is_complete or len(part.lines) > 2:
        return None
    text = " ".join(sentence(line.removeprefix("- ")) for line in part.lines)
    return Part((text,), (text,), part.fields) if len(text) <= 220 else None


def _fees(method: Method, request: Request) -> tuple[tuple[str, ...], bool]:
    """Return the sentences on one method's fees, and whether a note was cut."""
    texts: list[str] = []
    is_cut = False
    for fee in method.fees:
        text, was_cut = _say(fee, request)
        is_cut = is_cut or was_cut
        if text and text not in texts:
            texts.append(text)
    return tuple(texts), is_cut


def _say(fee: Fee, request: Request) -> tuple[str, bool]:
    limit = 10 * _LONGEST_NOTE if request.is_full else _LONGEST_NOTE
    note, was_cut = shorten(prose(fee.note).rstrip("."), limit) if fee.note else ("", False)
    if fee.rule is FeeRule.DESCRIBED:
        quoted = f"The record says, in Vietnamese: {note}" if request.is_english else note
        return sentence(quoted) if note else "", was_cut
    said = _rule(fee, request)
    if not said or not note or _only_repeats(note, fee):
        return said, False
    if fee.rule is FeeRule.AMOUNT and len(note) <= _LONGEST_QUALIFIER and not request.is_english:
        told = {number.value for number in numbers.find(note)}
        if numbers.of_amount(fee.amount or 0) in told:
            return sentence(capital(note)), False
        if not told:
            return f"{said.rstrip('.')} ({small(note)}).", False
    return f"{said} {_remark(note, request)}", was_cut


def _rule(fee: Fee, request: Request) -> str:
    if fee.rule is FeeRule.FREE:
        return "There is no fee." if request.is_english else "Bạn không mất lệ phí."
    if fee.rule is FeeRule.PROVINCE:
        if request.is_english:
            return "The provincial People's Council sets the fee. Ask the counter for the sum."
        return "Mức phí do Hội đồng nhân dân tỉnh quy định. Bạn hỏi quầy để biết số tiền."
    if fee.rule is FeeRule.AMOUNT and fee.amount:
        return sentence(_with_kind(money(fee, in_english=request.is_english), fee, request))
    return ""


def _with_kind(sum_: str, fee: Fee, request: Request) -> str:
    if request.is_english:
        return f"The fee is {sum_}"
    return f"{capital(fee.kind or 'lệ phí')} là {sum_}"


def _remark(note: str, request: Request) -> str:
    return sentence(f"The record adds, in Vietnamese: {note}" if request.is_english else capital(note))


def money(fee: Fee, *, in_english: bool) -> str:
    """Return a sum as it is written: "25.000 đồng/trang", "10 USD/bản"."""
    amount = Decimal(str(fee.amount)).normalize()
    figure = format(amount, ",f")
    per = _ONE.sub("", fee.per)
    if in_english:
        unit = _UNITS_IN_ENGLISH.get(per, per)
        return f"{figure} {fee.currency or 'VND'}" + (f" per {unit}" if unit else "")
    figure = figure.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{figure} {_CURRENCIES.get(fee.currency, fee.currency)}" + (f"/{per}" if per else "")


def _only_repeats(note: str, fee: Fee) -> bool:
    """Tell whether a note says no more than the rule that was read from it."""
    said = {number.value for number in numbers.find(note)}
    if fee.rule is FeeRule.PROVINCE:
        return "hoi dong nhan dan" in folded(note) and not said
    if fee.rule is FeeRule.FREE:
        return len(note) <= 60 and not said
    # What is left beside the sum and its unit is a condition, and is said.
    return said <= {numbers.of_amount(fee.amount or 0), "1"} and not _SUM_WORDS.sub(" ", folded(note)).strip()


def _missing(request: Request) -> str:
    if request.is_english:
        return "This record does not state the fee. Ask the counter before you pay."
    return "Hồ sơ này chưa ghi lệ phí. Bạn hỏi quầy trước khi nộp."
