"""How long an authority takes, as sources tell it: a number and a unit, prose, or somewhere else in the record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.procedures import Duration, TimeUnit
from knowledge.sources.fields import numbers
from knowledge.sources.fields.text import capitalised, line, stated, without_bullet
from knowledge.vietnamese.text import fold

_UNITS = {
    "hour": TimeUnit.HOUR, "gio": TimeUnit.HOUR,
    "day": TimeUnit.DAY, "ngay": TimeUnit.DAY,
    "working_day": TimeUnit.WORKING_DAY, "ngay lam viec": TimeUnit.WORKING_DAY,
    "month": TimeUnit.MONTH, "thang": TimeUnit.MONTH,
    "year": TimeUnit.YEAR, "nam": TimeUnit.YEAR,
}  # fmt: skip
_UNIT_NAMES = {
    TimeUnit.HOUR: "giờ", TimeUnit.DAY: "ngày", TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.MONTH: "tháng", TimeUnit.YEAR: "năm",
}  # fmt: skip
_NO_WORDS = frozenset({"", "theo mô tả", "theo quy định", "khác", "không quy định"})
_SAME_DAY = re.compile(
    r"\bngay trong (?:ngày|buổi)|\btrong ngày (?:tiếp nhận|làm việc)(?! (?:tiếp theo|kế tiếp))"
    r"|\b(?:giải quyết|trả kết quả|thực hiện|trả) ngay\b|\bngay (?:sau )?khi (?:tiếp )?nhận"
    r"|\b(?:sau|trước) 1[5-7] ?(?:giờ|h)\b[^.]*\bngày làm việc (?:tiếp theo|kế tiếp)",
    re.IGNORECASE,
)
# A procedure whose steps name the hour after which the answer comes on the next working day is one of the same day.
_NEXT_DAY_AFTER_HOUR = re.compile(
    r"^.*\bsau 1[5-7] ?(?:giờ|h)\b.*?\bngày làm việc (?:tiếp theo|kế tiếp)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.;\n]\s*")
_CLOCK = re.compile(r"\b(?:sau|trước|từ|đến|lúc)\s+(\d{1,2})\s*(?:giờ|h)\b", re.IGNORECASE)
_TELLS_TIME = re.compile(r"\d\s*(?:\([^)]{1,40}\)\s*)?(?:ngày|giờ|tháng|tuần|năm|phút)\b|\bthời hạn", re.IGNORECASE)
_WRITTEN = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(giờ|ngày làm việc|ngày|tháng|năm)", re.IGNORECASE)


@dataclass(frozen=True)
class Elsewhere:
    """What the rest of a record tells about the time, for where a method does not."""

    days: tuple[Duration, ...] = ()
    """The times of the cases, each once."""
    steps: str = ""


def of_cases(given: Sequence[tuple[object, object]]) -> tuple[Duration, ...]:
    """Return the times of the cases, each once, without those whose unit is not told."""
    told = [_plain(numbers.read(value), unit(name)) for value, name in given]
    distinct = dict.fromkeys(duration for duration in told if duration)
    for working in [duration for duration in distinct if duration.unit is TimeUnit.WORKING_DAY]:
        # As many days once as working days and once as days is carelessness; the longer of the two is kept.
        distinct.pop(Duration(unit=TimeUnit.DAY, value=working.value), None)
    return tuple(distinct)


def unit(name: object) -> TimeUnit | None:
    """Return the unit of a name such as WORKING_DAY or "Ngày làm việc"; None for OTHER and for what is no unit."""
    return _UNITS.get(fold(line(name)))


def written(text: str) -> Duration | None:
    """Return the time of a cell such as `03 Ngày làm việc`; prose comes back as it is, an empty cell as None."""
    words = stated(text)
    if short := _WRITTEN.fullmatch(words):
        return _plain(numbers.parse(short[1]), unit(short[2]))
    return _in_words(words)


def read(
    value: object, unit_name: object, *, beside: object = "", elsewhere: Elsewhere = Elsewhere()
) -> Duration | None:
    """Return the time of a method; None where the record does not tell it. `beside` is the text of the method."""
    number, told_unit, text = numbers.read(value), unit(unit_name), stated(beside)
    if told_unit is TimeUnit.HOUR and number and _is_clock(number, text):
        return Duration(unit=TimeUnit.SAME_DAY, text=text)
    if plain := _plain(number, told_unit):
        return plain
    prose = stated(value) if number is None else ""
    return (
        _in_words(prose)
        or _in_words(text if _TELLS_TIME.search(text) or _SAME_DAY.search(text) else "")
        or _found(elsewhere)
    )


def _plain(number: float | None, told_unit: TimeUnit | None) -> Duration | None:
    return Duration(unit=told_unit, value=number) if number and told_unit else None


def _is_clock(hour: float, text: str) -> bool:
    """Tell whether a number of hours is the hour of the clock after which the answer comes on the next day."""
    return any(float(found[1]) == hour for found in _CLOCK.finditer(text)) and bool(_SAME_DAY.search(text))


def _in_words(words: str) -> Duration | None:
    if words.lower().rstrip(".") in _NO_WORDS:
        return None
    kind = TimeUnit.SAME_DAY if _SAME_DAY.search(words) else TimeUnit.DESCRIBED
    return Duration(unit=kind, text=words)


def _found(elsewhere: Elsewhere) -> Duration | None:
    for sentence in _SENTENCE_END.split(elsewhere.steps):
        if told := _NEXT_DAY_AFTER_HOUR.match(sentence):
            return Duration(unit=TimeUnit.SAME_DAY, text=capitalised(without_bullet(told[0])))
    if len(elsewhere.days) == 1:
        return elsewhere.days[0]
    if elsewhere.days:
        choices = [f"{numbers.written(d.value or 0)} {_UNIT_NAMES[d.unit]}" for d in elsewhere.days]
        return Duration(unit=TimeUnit.DESCRIBED, text=" hoặc ".join(choices) + ", tùy trường hợp")
    return None
