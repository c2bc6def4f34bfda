"""What a record says about a fee. An amount of 0 is never free by itself: only words can say that nobody pays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.procedures import Fee, FeeRule
from knowledge.sources.fields import money, numbers
from knowledge.sources.fields.text import stated, without_bullet

_COUNCIL = r"(?:hội đồng nhân dân|hđnd)"
_COUNCIL_DECIDES = re.compile(
    rf"(?<!hoặc )(?:\b(?:do|của)\s+{_COUNCIL}|^\W*{_COUNCIL})[^.;]{{0,80}}?\b(?:quy định|quyết định|ban hành)"
    rf"|\btheo (?:quy định|quyết định|nghị quyết)(?: của| tại)? {_COUNCIL}",
    re.IGNORECASE,
)
_COUNCIL_DECIDED = re.compile(rf"NQ-HĐND|(?:quy định|nghị quyết)[^.;]{{0,60}}\bcủa {_COUNCIL}", re.IGNORECASE)
_FREE = re.compile(
    r"(?:(?:lệ phí|phí|phí, lệ phí|mức thu)\s*:?\s*)?"
    r"(?:không(?: có)?(?: phí| lệ phí| phí, lệ phí)?|miễn phí|(?:được )?miễn(?: thu)?(?: phí| lệ phí| phí, lệ phí)"
    r"|không (?:thu|mất|tính|phải nộp|phải trả|phải đóng)(?: tiền| phí| lệ phí| phí, lệ phí| phí và lệ phí)?)"
    r"\s*(?:\((?:theo|thông tư|nghị định|nghị quyết|luật|quyết định)[^()]*\))?",
    re.IGNORECASE,
)
# What is asked for is free; copies that one may order with it are not part of it.
_FREE_BUT_COPIES = re.compile(rf"(?:{_FREE.pattern})\s*[.;]\s*(?:lệ )?phí cấp bản sao\b.*", re.IGNORECASE)
_NOT_ONE_SUM = re.compile(r"miễn|giảm|%|tối đa|tối thiểu|không quá|bằng|trở lên|riêng", re.IGNORECASE)
_LONGEST_PLAIN_SUM = 160
# No fee of the state is below this many đồng: less is a sum whose thousands or whose currency got lost on the way.
_LEAST_VND = 1000


@dataclass(frozen=True)
class Line:
    """One line of fees as a source gives it."""

    value: object = None
    note: object = ""
    kind: str = ""
    currency: object = ""
    attached: str = ""
    """The name of a file with the tariff."""


def read(given: Line, *, beside: str = "") -> Fee:
    """Return the fee of a line; `beside` is the text of the method, which may tell the currency."""
    words = without_bullet(_unwrapped(without_bullet(stated(given.note))))
    if words.strip("0 .") == "":
        words = ""
    amount = numbers.read(given.value)
    # 1 is what the form of the portal asks for where a publisher has no sum to give.
    if amount and not (amount == 1 and words):
        return _amount(amount, words, kind=given.kind, named=_currency(given.currency), beside=beside)
    if given.attached:
        words = f"{words} ({given.attached})" if words else f"Theo biểu phí kèm theo: {given.attached}"
    return _without_amount(words, kind=given.kind)


def _unwrapped(words: str) -> str:
    """Return a note without the brackets around the whole of it."""
    words = words.removeprefix("Đồng ")
    inner = words[1:-1]
    if not (words.startswith("(") and words.endswith(")")):
        return words
    closes_early = any(inner[:end].count(")") > inner[:end].count("(") for end in range(len(inner) + 1))
    return words if closes_early else inner.strip()


def several(fees: list[Fee]) -> tuple[Fee, ...]:
    """Return the fees of a method once each; one that says nothing stays only where it stands alone."""
    distinct = list(dict.fromkeys(fees))
    telling = [fee for fee in distinct if fee.rule is not FeeRule.UNSTATED]
    return tuple(telling or distinct[:1])


def _currency(name: object) -> str:
    word = stated(name).lower()
    if "usd" in word or "đô la" in word or "đô-la" in word:
        return "USD"
    return "VND" if word.startswith(("việt nam", "đồng", "vnd", "vnđ")) or word == "đ" else ""


def _amount(amount: float, words: str, *, kind: str, named: str, beside: str) -> Fee:
    told = [found for found in (*money.sums(words), *money.sums(beside)) if found.amount == amount]
    currencies = {found.currency for found in told}
    # The sum as the text tells it goes before the currency of the form, whose default is đồng.
    currency = currencies.pop() if len(currencies) == 1 else named
    if currency != "USD" and amount < _LEAST_VND and not told:
        return _doubtful(amount, words, kind=kind, is_named=bool(named))
    per = money.unit(words) or next((found.per for found in told if found.per), "")
    note = "" if money.unit(words) and words.lstrip(" /") == per else words
    return Fee(rule=FeeRule.AMOUNT, kind=kind, amount=amount, currency=currency or "VND", per=per, note=note)


def _doubtful(amount: float, words: str, *, kind: str, is_named: bool) -> Fee:
    """Return a fee whose number cannot be what is paid: 40 where the text says 40.000 đồng, or 15 of nothing."""
    in_thousands = [found for found in money.sums(words) if found.amount == amount * 1000]
    if len({found.amount for found in money.sums(words)}) == 1 and in_thousands:
        found = in_thousands[0]
        return Fee(
            rule=FeeRule.AMOUNT, kind=kind, amount=found.amount, currency=found.currency, per=found.per, note=words
        )
    if money.sums(words):
        return Fee(rule=FeeRule.DESCRIBED, kind=kind, note=words)
    unit = "đồng, thấp khác thường" if is_named else "nhưng không rõ đơn vị tiền"
    doubt = f"Nguồn ghi {numbers.written(amount)} {unit}; cần hỏi lại nơi nộp hồ sơ."
    return Fee(rule=FeeRule.DESCRIBED, kind=kind, note=f"{words} {doubt}".strip())


def _without_amount(words: str, *, kind: str) -> Fee:
    if not words:
        return Fee(rule=FeeRule.UNSTATED, kind=kind)
    if _FREE.fullmatch(words.rstrip(" .;")) or _FREE_BUT_COPIES.fullmatch(words):
        return Fee(rule=FeeRule.FREE, kind=kind, note=words)
    if _COUNCIL_DECIDES.search(words):
        return Fee(rule=FeeRule.PROVINCE, kind=kind, note=words)
    told = money.sums(words)
    if len({(found.amount, found.currency) for found in told}) == 1 and _is_plain(words):
        found = told[0]
        return Fee(
            rule=FeeRule.AMOUNT, kind=kind, amount=found.amount, currency=found.currency, per=found.per, note=words
        )
    if not told and _COUNCIL_DECIDED.search(words):
        return Fee(rule=FeeRule.PROVINCE, kind=kind, note=words)
    return Fee(rule=FeeRule.DESCRIBED, kind=kind, note=words)


def _is_plain(words: str) -> bool:
    return len(words) <= _LONGEST_PLAIN_SUM and not _NOT_ONE_SUM.search(words)
