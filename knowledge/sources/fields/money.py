"""Sums of money that stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.sources.fields import numbers

_SUM = re.compile(
    r"(?<![\d/.,])(?P<number>\d{1,3}(?:[.,]\d{3})+|\d{1,12}(?:,\d{1,2})?)"
    r"\s*(?:\([^)\d]{1,60}\)\s*)?(?P<scale>triệu|nghìn|ngàn|tỷ)?\s*"
    r"\(?(?P<currency>đồng|đ(?!\w)|vnđ|vnd|usd|đô[ -]la(?: mỹ)?)\)?",
    re.IGNORECASE,
)
# What follows the stroke, up to the word that begins something else.
_PER = re.compile(
    r"\s*/\s*(?P<per>[^\s.,;:()]+(?:\s(?!(?:theo|đối|áp|và|hoặc|kể|nếu|tại|cho|khi|trong|từ|với|thì|thu|mức|riêng|đã|do|tối|không)\b)"
    r"[^\s.,;:()+]+){0,11})",
    re.IGNORECASE,
)
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9}


@dataclass(frozen=True)
class Sum:
    """An amount, its currency and what it is paid for."""

    amount: float
    currency: str
    per: str = ""


def sums(text: str) -> tuple[Sum, ...]:
    """Return the sums of a text in order: `2.000 đồng/trang`, `1,5 triệu đồng`, `10 USD/bản`."""
    return tuple(found for match in _SUM.finditer(text) if (found := _sum(match, text)))


def unit(text: str) -> str:
    """Return what a text names after its first stroke, where it begins with one: `/trang` gives `trang`."""
    found = _PER.match(text)
    return found["per"] if found else ""


def _sum(match: re.Match[str], text: str) -> Sum | None:
    amount = numbers.parse(match["number"])
    if not amount:
        return None
    scaled = amount * _SCALES.get((match["scale"] or "").lower(), 1)
    currency = "USD" if match["currency"].lower().startswith(("usd", "đô")) else "VND"
    return Sum(scaled, currency, unit(text[match.end() :]))
