"""Ages and counts said in words, as figures: `mười bốn tuổi` and `14 tuổi` are one question."""

from __future__ import annotations

from knowledge.vietnamese.text import fold

# With their tone marks: without them `sáu ngày` and `sau ngày`, `bảy` and `bay`, `ba` and `bà` are one.
_UNITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
# How units are said beside `mười` and `mươi`; there nothing else is meant, whatever the tone marks.
_BESIDE_TEN = {fold(word): value for word, value in _UNITS.items()} | {"tu": 4, "lam": 5, "nham": 5}
_AGE = "tuổi"
# A number in words is taken for one only before a word that is counted: `ba` is a father, `năm` a year.
_COUNTED = {_AGE, "ngày", "tháng", "tuần", "bản", "người", "giờ", "lần", "đứa"}


def in_figures(syllables: list[str]) -> list[str]:
    """Return the syllables with each number below one hundred that counts something written in figures."""
    lowered = [syllable.lower() for syllable in syllables]
    out: list[str] = []
    place = 0
    while place < len(syllables):
        value, length = _number_at(lowered[place : place + 3])
        after = place + length
        if length and after < len(syllables) and lowered[after] in _COUNTED:
            out.append(str(value))
            place = after
        else:
            out.append(syllables[place])
            place += 1
    return out


def _number_at(said: list[str]) -> tuple[int, int]:
    """Return the number that the first syllables say, and how many of them say it; 0, 0 for none."""
    first, second, third = (*said, "", "", "")[:3]
    if first == "mười":
        unit = _BESIDE_TEN.get(fold(second))
        return (10 + unit, 2) if unit else (10, 1)
    if second == "mươi" and fold(first) in _BESIDE_TEN:
        tens, unit = _BESIDE_TEN[fold(first)] * 10, _BESIDE_TEN.get(fold(third))
        return (tens + unit, 3) if unit else (tens, 2)
    if first in _UNITS and second in _UNITS:
        return _pair(_UNITS[first], _UNITS[second], counts_age=third == _AGE) or (0, 0)
    return (_UNITS[first], 1) if first in _UNITS else (0, 0)


def _pair(tens: int, units: int, *, counts_age: bool) -> tuple[int, int] | None:
    """Read `bảy hai tuổi` as 72; `hai ba ngày` and `bảy tám tuổi` are guesses, and stay words."""
    return (tens * 10 + units, 2) if counts_age and abs(tens - units) != 1 else None
