"""Ages and counts said in words, as figures: `mười bốn tuổi` and `14 tuổi` are one question."""

from __future__ import annotations

from knowledge.vietnamese.text import fold

_UNITS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9,
}  # fmt: skip
# A number in words is taken for one only before a word that is counted: `ba` is a father, `năm` a year.
_COUNTED = {"tuoi", "ngay", "thang", "tuan", "ban", "nguoi", "gio", "lan", "dua"}


def in_figures(syllables: list[str]) -> list[str]:
    """Return the syllables with each number below one hundred that counts something written in figures."""
    out: list[str] = []
    place = 0
    while place < len(syllables):
        value, length = _number_at([fold(word) for word in syllables[place : place + 3]])
        after = place + length
        if length and after < len(syllables) and fold(syllables[after]) in _COUNTED:
            out.append(str(value))
            place = after
        else:
            out.append(syllables[place])
            place += 1
    return out


def _number_at(folded: list[str]) -> tuple[int, int]:
    """Return the number that the first syllables say, and how many of them say it; 0, 0 for none."""
    first, second, third = (*folded, "", "", "")[:3]
    if first == "muoi":
        return (10 + _UNITS[second], 2) if second in _UNITS else (10, 1)
    if first in _UNITS and second == "muoi":
        return (_UNITS[first] * 10 + _UNITS[third], 3) if third in _UNITS else (_UNITS[first] * 10, 2)
    if first in _UNITS and second in _UNITS:
        return _UNITS[first] * 10 + _UNITS[second], 2
    return (_UNITS[first], 1) if first in _UNITS else (0, 0)
