"""Every number of a text, in digits or in words, in one form: so that an answer can be held against its fields."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from nlu import number_words


@dataclass(frozen=True)
class Number:
    """A number, sum, date or code: how it is written, and the form in which equal ones are equal."""

    written: str
    value: str


_HAS_DIGIT = re.compile(r"\d")
_PART = r"[^\W_]+"
# A word with a digit in it, with what is tied to it: "25.000", "1/7/2025", "85/2020/NĐ-CP", "CT01".
_TOKEN = re.compile(rf"(?:[^\W\d_]+[/\-.])*[^\W\d_]*\d[^\W_]*(?:[.,:/–\-]{_PART})*")
_LONG_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_ENGLISH_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})\b", re.IGNORECASE)
# "tháng 8 năm 1964" and "ngày 28 tháng 3" are the same as "8/1964" and "28/3".
_PART_OF_DATE = re.compile(
    r"tháng\s+(\d{1,2})(\s+năm\s+)(\d{4})|ngày\s+(\d{1,2})(\s+tháng\s+)(\d{1,2})\b", re.IGNORECASE
)
_LOOSE_SLASH = re.compile(r"(?<=\d)\s*/\s*(?=\d)")
_AFTERNOON = re.compile(
    r"\b(\d{1,2})\s*(?:giờ|h)(\s*\d{1,2})?\s*(?=chiều|tối)|\b(\d{1,2})\s*(?=p\.?m\b)", re.IGNORECASE
)
_SCALED = re.compile(r"\b(\d+(?:[.,]\d+)*)\s*(nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion)\b", re.IGNORECASE)
_SCALES = {
    **dict.fromkeys(("nghìn", "ngàn", "thousand"), 1_000),
    **dict.fromkeys(("triệu", "million"), 1_000_000),
    **dict.fromkeys(("tỷ", "tỉ", "billion"), 1_000_000_000),
}
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_RANGE = re.compile(r"[\d.,/:h]+(?:[–\-][\d.,/:h]+)+")
_PER = re.compile(r"([\d.,]+(?:đ|đồng|vnđ|vnd|usd)?)/[^\W\d_A-Z]+")
_CLOCK = re.compile(r"(\d{1,2})(?:[h:g](\d{2})?)", re.IGNORECASE)
_WITH_UNIT = re.compile(
    r"(\d+(?:[.,]\d+)*)(?:đ|đồng|vnđ|vnd|usd|bản|bộ|ngày|tháng|năm|giờ|tuổi|lần|trang|tờ|người|km|kg|ha|m)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def find(text: str) -> tuple[Number, ...]:
    """Return every number of a text in order; those in words are read as if they stood in digits."""
    prepared = number_words.to_digits(number_words.said_once(text))
    if _HAS_DIGIT.search(prepared) is None:
        return ()
    prepared = _LOOSE_SLASH.sub("/", _scaled(_afternoon(prepared)))
    found: list[Number] = []
    for pattern in (_LONG_DATE, _ISO_DATE, _ENGLISH_DATE):
        prepared = _take_dates(prepared, pattern, found)
    prepared = _PART_OF_DATE.sub(
        lambda match: "/".join(part for part in match.groups() if part and part.isdecimal()), prepared
    )
    for token in _TOKEN.finditer(prepared):
        written = token.group()
        found.extend(Number(written, value) for value in _values(written))
    return tuple(found)


def values(texts: Iterable[str]) -> frozenset[str]:
    """Return the normal forms of all numbers in some texts."""
    return frozenset(number.value for text in texts for number in find(text))


def of_amount(amount: float | Decimal) -> str:
    """Return the normal form of a typed number."""
    return _plain(Decimal(str(amount)))


def of_date(day: date) -> str:
    """Return the normal form of a date."""
    return day.isoformat()


def _take_dates(text: str, pattern: re.Pattern[str], found: list[Number]) -> str:
    def take(match: re.Match[str]) -> str:
        parts = [_MONTHS.get(part.lower()) or int(part) for part in match.groups()]
        year, month, day = parts if parts[0] > 31 else reversed(parts)
        value = _date(day, month, year)
        if value is None:
            return match.group()
        found.append(Number(match.group(), value))
        return " "

    return pattern.sub(take, text)


def _values(token: str) -> list[str]:
    """Return what a token says: one value as a rule, two for a range or a time of day."""
    if dated := _NUMERIC_DATE.fullmatch(token):
        value = _date(*(int(part) for part in dated.groups()))
        if value is not None:
            return [value]
    if _RANGE.fullmatch(token):
        return [value for part in re.split(r"[–\-]", token) for value in _values(part.strip(".,/"))]
    if clock := _CLOCK.fullmatch(token):
        return [str(int(part)) for part in clock.groups() if part and int(part)]
    if per := _PER.fullmatch(token):
        token = per.group(1)
    if united := _WITH_UNIT.fullmatch(token):
        token = united.group(1)
    return [_value(token)]


def _value(token: str) -> str:
    if _GROUPED.fullmatch(token):
        return _plain(Decimal(re.sub(r"[.,]", "", token)))
    if token.isdecimal() or _DECIMAL.fullmatch(token):
        return _plain(Decimal(token.replace(",", ".")))
    parts = token.split("/")
    if all(part.isdecimal() for part in parts):
        return "/".join(str(int(part)) for part in parts)
    return token.casefold()


def _plain(value: Decimal) -> str:
    return format(value.normalize() if value else Decimal(0), "f")


def _date(day: int, month: int, year: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _afternoon(text: str) -> str:
    def on_24_hours(match: re.Match[str]) -> str:
        hour = int(match.group(1) or match.group(3))
        return f"{hour + 12 if hour < 12 else hour} giờ{match.group(2) or ''} "

    return _AFTERNOON.sub(on_24_hours, text)


def _scaled(text: str) -> str:
    def multiply(match: re.Match[str]) -> str:
        digits = _value(match.group(1))
        return _plain(Decimal(digits) * _SCALES[match.group(2).lower()]) if _is_number(digits) else match.group()

    return _SCALED.sub(multiply, text)


def _is_number(value: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", value) is not None
