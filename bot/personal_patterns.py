"""What personal data looks like: patterns over texts without marks, and what each of them finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """What a masked value was; the value is what stands in its place."""

    DOSSIER_CODE = "[mã hồ sơ]"
    EMAIL = "[thư điện tử]"
    PHONE = "[số điện thoại]"
    IDENTITY_NUMBER = "[số định danh]"
    PLATE = "[biển số xe]"
    HOUSE_NUMBER = "[số nhà]"
    OTHER_NUMBER = "[dãy số]"  # long enough to name a person, of a kind that we do not know


Kind = tuple[re.Pattern[str], Callable[[str], PersonalKind | None]]
"""A pattern, and what tells the kind of what it finds: its group `value`, or all of it; None where it is nobody's."""


@dataclass(frozen=True)
class Family:
    """Patterns that cannot do without the same thing."""

    kinds: tuple[Kind, ...]
    is_possible: Callable[[str], bool]
    """Tell quickly of a text without marks whether any of them may find something; most texts lack it."""


_DIGIT_WORDS = {
    word: digit
    for digit, names in {
        "0": "khong", "1": "mot", "2": "hai", "3": "ba", "4": "bon tu", "5": "nam lam",
        "6": "sau", "7": "bay", "8": "tam", "9": "chin",
    }.items()
    for word in names.split()
}  # fmt: skip


def _always(kind: PersonalKind) -> Callable[[str], PersonalKind]:
    return lambda _: kind


def _number_kind(value: str) -> PersonalKind | None:
    """Tell numbers apart by their length and first digit; None for one that is too short to name anyone."""
    digits = re.sub(r"\D", "", value)
    if len(digits) < 9:
        return None
    if len(digits) in {10, 11} and digits.startswith(("0", "84")):
        return PersonalKind.PHONE
    # +84 and 0084 stand for the first 0 of a telephone number.
    if digits.startswith("0084") or value.startswith("+"):
        return PersonalKind.PHONE
    # An identity number has 12 digits, the older identity card 9.
    return PersonalKind.IDENTITY_NUMBER if len(digits) in {9, 12} else PersonalKind.OTHER_NUMBER


def _spoken_kind(value: str) -> PersonalKind | None:
    words = re.findall(r"[a-z]+", value.lower())
    return _number_kind("".join(_DIGIT_WORDS[word] for word in words))


# A sum of money is not a person, however long; a procedure code ("1.004873.000.00.00.H11") neither. No sum begins
# with 0, so "0912345678 k được" tells of no thousands.
_NOT_MONEY = r"(?!\d)(?!\s?(?:d|dong|vnd|k|nghin|ngan|trieu|ty|ti|usd)\b)"
_NOT_INSIDE = r"(?<![\w+])(?<!\d[.,/])"
_ENDS = r"(?!\d)"
# 05.10.2026, also before an hour; 09.12.2018.34 is none.
_NOT_DATE = r"(?!\d{2}([ .\-])\d{2}\1(?:19|20)\d{2}(?![.\-]?\d))"
_GAP = r"[ .\-()]{0,2}"
_HOUSE = r"(?P<value>\d+[a-zA-Z]{0,2}\d*(?:[/\-]\d+[a-zA-Z]?)*)"
_STREET = r"(?:duong|pho|ngo|ngach|hem|kiet|thon|ap|khu pho|to dan pho|to \d)"
_LIVES = r"(?<!\w)(?:o|tai|dia chi(?: la)?|d/c|dchi|tru|ngu)\s*:?\s+(?:so\s+)?"
# What is counted behind a number, so that it is no house: "ở 2 nơi", "tại 3 quầy".
_COUNTED = (
    r"(?:noi|cho|thang|nam|ngay|tuan|gio|phut|buoi|lan|ky|tuoi|nguoi|vo|chong|con|chau|dua|be|cap|ho|nha|can|phong|cai|tang|"
    r"to|khu|ap|thon|xa|phuong|quan|huyen|tinh|thanh|nuoc|vung|mien|co|trung|van|quay|cua|bo|ban|giay|loai|truong|diem|dau|"
    r"ben|mat|phia|muc|dieu|khoan|mau|cot|dong|nghin|ngan|tram|trieu|ty|met|cay|m|km|va|hay|hoac|den|roi|thi|la|khac)\b"
)
_WORD = "|".join(_DIGIT_WORDS)

_DOSSIERS = (
    # H26.12-250701-0001, 000.00.12.H26-250701-0001, G09.20-20260609-0092637; dashes may be typed loosely.
    r"(?i)(?<![\w.])(?:\d{3}\.\d{2}\.\d{2}\.)?[a-z]\d{2}(?:\.\d{1,3}){0,3}"
    r"(?:\s?[-–.]\s?|\s)(?:\d{8}|\d{6})(?:\s?[-–.]\s?|\s)\d{4,7}(?!\w)",
    # Social insurance: 03706/2026/07906.
    r"(?<![\w/])\d{5}/\d{4}/\d{5}(?![\w/])",
)
_EMAILS = (r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",)
_PLATES = (
    # 29A-123.45, 59-X1 123.45, 29AA 12345, 29-B1 2345, 29A12345.
    r"(?i)(?<![\w.,/])\d{2}[ \-]?[a-z]{1,2}\d?(?:[ \-.]{1,3}(?:\d{3}[. ]?\d{2}|\d{4})|\d{5})(?![\w/])",
)
_LETTERED = (
    # Passport B1234567, health insurance card DN4012345678901.
    r"(?i)(?<!\w)(?:[a-z]\d{7,8}|[a-z]{2}\d{13})(?!\w)",
)
_ABROAD = (
    # +84 912 345 678, +84 (0)912 345 678, 84 912345678; before what would take its second half for an identity card.
    rf"(?:(?<!\d)\+\s?|(?<![\w+])00)84{_GAP}(?:0\)?{_GAP})?[1-9](?:{_GAP}\d){{8,9}}(?!\d)",
    rf"{_NOT_INSIDE}84[ \-][1-9](?:{_GAP}\d){{8,9}}(?!\d)",
)
_NUMBERS = (
    # Whatever stands around it: sdt0912345678, 1995.0912345678, CCCD001195012345.
    rf"(?<!\d)0(?:\d{{11}}|\d{{9,10}}){_ENDS}",
    rf"(?i)(?<![a-z])(?:cmnd|cmt|cccd|cc|sdt|dt|tel|phone|zalo|so)(?P<value>\d{{9,}}){_ENDS}",
    rf"(?<!\d)\+\s?\d{{9,}}{_ENDS}",
    rf"(?i){_NOT_INSIDE}0\d{{8,}}{_ENDS}",
    rf"(?i){_NOT_INSIDE}\d{{9,}}{_NOT_MONEY}",
    # Twelve digits in groups before nine: 001 195 012 345 is not a shorter number with something after it.
    rf"(?i){_NOT_INSIDE}\d{{3}}([ \-])\d{{3}}\1(?:\d{{3}}\1\d{{3}}|\d{{6}}){_NOT_MONEY}",
    rf"(?i){_NOT_INSIDE}\d{{4}}([ \-])\d{{4}}\1\d{{4}}{_NOT_MONEY}",
    # Dots only after a first 0, since 123.456.789 is how sums are written.
    rf"(?i){_NOT_INSIDE}0\d{{2}}\.\d{{3}}\.(?:\d{{3}}\.\d{{3}}|\d{{6}}){_ENDS}",
    # (024) 3825 3825, 0912.345.678, 091 234 5678, 09 12 34 56 78.
    rf"(?i){_NOT_INSIDE}\(?0[1-9]\d{{0,2}}\)?(?:[ .\-]{{1,2}}\d{{3,4}}){{2}}{_ENDS}",
    rf"(?i){_NOT_INSIDE}0[1-9](?:[ .\-]\d{{2}}){{4}}{_ENDS}",
    rf"(?i){_NOT_INSIDE}\d{{3}}([ \-])\d{{3}}\1\d{{3}}{_NOT_MONEY}",
    # Twelve digits, then ten or eleven, that begin with 0 and are grouped in any other way: perhaps a date and a sum,
    # "02.10 500.000 đồng".
    rf"(?i){_NOT_INSIDE}{_NOT_DATE}0(?:[ .\-]?\d){{11}}{_NOT_MONEY}",
    rf"(?i){_NOT_INSIDE}{_NOT_DATE}\(?0(?:{_GAP}\d){{9,10}}?{_NOT_MONEY}",
)
_TYPED_OTHERWISE = (
    # 0912,345,678, 0912/345/678, 091_234_5678, and the letter o for the first 0.
    rf"(?<!\d)0[35789]\d{{2}}([,/_])\d{{3}}\1\d{{3}}{_ENDS}",
    rf"(?<!\d)0[35789]\d([,/_])\d{{3}}\1\d{{4}}{_ENDS}",
    r"(?i)(?<!\w)o[35789](?:[ .\-]?\d){8}(?!\d)",
)
_SPOKEN = (rf"(?i)(?<!\w)(?:(?:{_WORD})\b[ ,.\-]{{0,2}}){{8,}}(?:{_WORD})(?!\w)",)
_HOUSES = (
    # Số nhà 12, ngõ 34, hẻm 45/6/7.
    rf"(?i)(?<!\w)(?:so nha|nha so|sn|can ho(?: so)?|ngo|ngach|hem|kiet)\s*(?:so\s*)?{_HOUSE}",
    # Số 12 ngõ 34, 12 đường Lê Lợi; but "quầy số 3" and "đường số 5" are nobody's home.
    rf"(?i)(?<!\w)so\s+{_HOUSE}(?=[ ,]+{_STREET})",
    rf"(?<![\w/.]){_HOUSE}(?=\s+(?i:duong|pho)\s+[A-Z0-9])",
    # Ở 12 Lê Lợi, o 12/3 nguyen trai; but not "ở 2 nơi".
    rf"(?i:{_LIVES}){_HOUSE}(?=[ ,]+[A-Z][a-z])",
    rf"(?i){_LIVES}(?P<value>\d+[a-z]?(?:/\d+[a-z]?)+)(?=\s+[a-z]{{2}})",
    # O 12 le loi: two words that are counted by nobody.
    rf"(?i){_LIVES}{_HOUSE}(?=\s+(?!{_COUNTED})[a-z]{{2,}}\s+[a-z]{{2,}})",
    # 123/4 Lê Lai, phường X; 12 Lê Lợi phường 3.
    rf"(?<![\w/.]){_HOUSE}(?=(?:\s+[A-Z][a-z]*){{1,4}}\s*,?\s+(?i:phuong|xa|thi tran|khu pho|p\.)(?!\w))",
)

_DIGIT = re.compile(r"\d")
# The shortest number, that of a plate, has six digits, and none stands further from the next than in "29 AB - 1234".
_CLOSE_DIGITS = re.compile(r"\d(?:\D{0,8}\d){5}")
_FEWEST_SPOKEN = 9
"""How many digits the shortest number has that is told from what is merely counted when it is spoken."""


def _has_a_digit(bare: str) -> bool:
    return _DIGIT.search(bare) is not None


def _has_a_number(bare: str) -> bool:
    return _has_a_digit(bare) and _CLOSE_DIGITS.search(bare) is not None


def _has_digit_words(bare: str) -> bool:
    lower = bare.lower()
    return sum(lower.count(word) for word in _DIGIT_WORDS) >= _FEWEST_SPOKEN


def _kinds(patterns: Iterable[str], kind_of: Callable[[str], PersonalKind | None]) -> tuple[Kind, ...]:
    return tuple((re.compile(pattern), kind_of) for pattern in patterns)


FAMILIES = (
    Family(_kinds(_DOSSIERS, _always(PersonalKind.DOSSIER_CODE)), _has_a_number),
    Family(_kinds(_EMAILS, _always(PersonalKind.EMAIL)), lambda bare: "@" in bare),
    Family(
        (
            *_kinds(_PLATES, _always(PersonalKind.PLATE)),
            *_kinds(_LETTERED, _always(PersonalKind.IDENTITY_NUMBER)),
            *_kinds(_ABROAD, _always(PersonalKind.PHONE)),
            *_kinds(_NUMBERS, _number_kind),
            *_kinds(_TYPED_OTHERWISE, _always(PersonalKind.PHONE)),
        ),
        _has_a_number,
    ),
    Family(_kinds(_SPOKEN, _spoken_kind), _has_digit_words),
    Family(_kinds(_HOUSES, _always(PersonalKind.HOUSE_NUMBER)), _has_a_digit),
)
"""The surest come first: where two find the same characters, the earlier one tells what they are."""
