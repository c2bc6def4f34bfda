"""Numbers between digits and Vietnamese words: said as people say them, and read back from what was said."""

from __future__ import annotations

import re
from decimal import Decimal

from num2words import num2words

_DIGITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
_NAMES = ((1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn"), (1, ""))

_ONE = "(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
# After mười and mươi five is lăm: "mười năm" is ten years.
_TENS = (
    "(?:mười(?: (?:một|hai|ba|bốn|lăm|sáu|bảy|bẩy|tám|chín))?"
    f"|{_ONE} mươi(?: (?:mốt|một|hai|ba|bốn|tư|lăm|sáu|bảy|bẩy|tám|chín))?)"
)
_ANY = "(?:không|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
_LONG_GROUP = f"(?:{_ANY} trăm(?: (?:lẻ|linh) {_ONE}| {_TENS})?|{_TENS})"
_GROUP = f"(?:{_LONG_GROUP}|{_ONE})"
_SCALE = "(?:tỷ|tỉ|triệu|nghìn|ngàn)"
# A lone digit after a scale is said only before another: "hai nghìn năm" is two thousand years.
_NUMBER = re.compile(
    rf"(?<!\w)({_GROUP}(?: {_SCALE} (?:{_LONG_GROUP}|{_ONE}(?= {_SCALE})))*(?: {_SCALE})?)(?!\w)", re.IGNORECASE
)
_GROUP_THEN_SCALE = re.compile(rf"({_GROUP})(?: ({_SCALE}))?(?: |$)")

# A single word is a number only where something is counted or named by it: "ba" is also a father, "năm" a year.
_COUNTED = (
    "ngày|tháng|năm|tuần|giờ|phút|bản|bộ|tờ|đồng|trang|lần|người|tuổi|loại|phần trăm|mét|đô la|ảnh|tấm|cái|quyển|cuốn"
    "|bước|trường hợp|giấy tờ|đợt|quý|thẻ|hộ|con"
)
_COUNTED_BY_ONE = "ngày|tháng|năm|tuần|giờ|phút|bản|bộ|đồng|trang|tuổi|phần trăm|mét|đô la"
_BEFORE_COUNTED = re.compile(rf" +(?:{_COUNTED})(?!\w)", re.IGNORECASE)
_BEFORE_COUNTED_BY_ONE = re.compile(rf" +(?:{_COUNTED_BY_ONE})(?!\w)", re.IGNORECASE)
_AFTER_NAME = re.compile(r"(?<!\w)(?:số|bước|điều|khoản|mục|mùng|(?<!ngày )tháng) +$", re.IGNORECASE)
_NOT_FIVE = re.compile(r"(?<!\w)(?:mỗi|hằng|hàng|từng|nửa|cuối|đầu|trong|cả|\d+|một|hai|ba|bốn|mười) +$", re.IGNORECASE)
_DECIMAL = re.compile(rf"(?<!\w)(\d+|{_ONE}|không) phẩy (\d+|{_ONE})(?!\w)")
_AGAIN_IN_WORDS = re.compile(rf"(\d) *\(({_GROUP}(?: {_SCALE})?)\)", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"\W+")
_APRIL = re.compile(r"(?<!\w)(tháng) tư(?!\w)", re.IGNORECASE)


def to_words(number: int | Decimal) -> str:
    """Return a number as it is said: 24 "hai mươi tư", 2026 "hai nghìn không trăm hai mươi sáu"."""
    whole = int(number)
    said = _whole(whole)
    if number == whole:
        return said
    return f"{said} phẩy {' '.join(_whole(int(digit)) for digit in str(Decimal(number).normalize()).split('.')[1])}"


def to_digits(text: str) -> str:
    """Return a text with the numbers that stand in words written in digits."""
    # Most texts hold no such word, and looking for the words is much quicker than for the numbers.
    if _DIGITS.keys().isdisjoint(_BETWEEN_WORDS.split(text.lower())):
        return text
    read = _NUMBER.sub(_digits, _APRIL.sub(r"\1 bốn", text))
    return _DECIMAL.sub(_decimal, read)


def said_once(text: str) -> str:
    """Return a text in which a number is not said again in words: "02 (hai) bản" as "02 bản"."""
    return _AGAIN_IN_WORDS.sub(r"\1", text)


def _whole(number: int) -> str:
    if number == 0:
        return "không"
    parts: list[str] = []
    for size, name in _NAMES:
        group, number = divmod(number, size)
        if group:
            parts.append(f"{_group(group, is_first=not parts)} {name}".rstrip())
    return " ".join(parts)


def _group(number: int, *, is_first: bool) -> str:
    if number >= 1000:
        return _whole(number)
    # num2words leaves "không trăm" out within a number, and says "hai mươi bốn".
    said = str(num2words(number, lang="vi")).replace("mươi bốn", "mươi tư")
    if is_first or number >= 100:
        return said
    return f"không trăm {'lẻ ' if number < 10 else ''}{said}"


def _digits(match: re.Match[str]) -> str:
    words = match.group(1)
    if " " not in words and words.lower() != "mười" and not _is_counted(match):
        return match.group()
    return str(_read(words.lower()))


def _decimal(match: re.Match[str]) -> str:
    whole, decimals = (_read(part) if not part.isdecimal() else part for part in match.groups())
    return f"{whole},{decimals}"


def _is_counted(match: re.Match[str]) -> bool:
    """Tell whether a single word is a number here."""
    word, before, after = match.group(1).lower(), match.string[: match.start()], match.string[match.end() :]
    if _AFTER_NAME.search(before):
        return True
    if word == "năm" and _NOT_FIVE.search(before):
        return False
    return (_BEFORE_COUNTED_BY_ONE if word == "một" else _BEFORE_COUNTED).match(after) is not None


def _read(words: str) -> int:
    total = 0
    for part in _GROUP_THEN_SCALE.finditer(words):
        total += _read_group(part.group(1)) * _SCALES.get(part.group(2) or "", 1)
    return total


def _read_group(words: str) -> int:
    total = 0
    for word in words.split():
        if word == "trăm":
            total *= 100
        elif word == "mươi":
            total += total % 10 * 9
        elif word in _DIGITS:
            total += _DIGITS[word]
    return total
