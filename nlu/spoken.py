"""Written text made fit to be heard once: numbers and dates in words, abbreviations opened, no codes."""

from __future__ import annotations

import re
from calendar import month_name
from decimal import Decimal
from functools import lru_cache

from knowledge.vietnamese.text import clean
from nlu import abbreviations
from nlu.number_words import said_once, to_words

_LETTER = r"[^\W\d_]"
_IDENTITY_APP = re.compile(
    r"(ứng dụng(?: định danh(?: điện tử)?(?: quốc gia)?)? |tài khoản )?\(?vneid\)?", re.IGNORECASE
)
_PORTAL = re.compile(r"(?:https?://)?(?:www\.)?dichvucong\.gov\.vn(?:/[^\s,;)]*(?<![.:]))?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b[\w-]+(?:\.[a-z][\w-]+)*\.(?:vn|com|org|net)\b\S*", re.IGNORECASE
)
_EMPTY_SITE = re.compile(
    r"\s*(?:tại |qua |trên )?(?:trang (?:mạng|web)|website|địa chỉ)\s*(?=[,.;:)]|$)", re.IGNORECASE
)

# A form's number and the document it is attached to; a legal document keeps its kind and loses its number.
_CODE = r"[^\W_]*\d[^\W_]*(?:[/.\-][^\W_]+)*"
_FORM_NUMBER = re.compile(
    r",?\s*(?:theo |ký hiệu |là )*\b[Mm]ẫu(?: đơn| tờ khai)?(?: số| ký hiệu)*:? *"
    rf"(?:[A-ZĐ]+\d[\w/.\-]*|{_CODE}(?![\w ]*(?:ngày|tháng|đồng)))"
    r"(?: tại| thuộc)?(?: Phụ lục(?: [IVX\d]+)?)?(?: ban hành)?(?: kèm theo)?"
    r"(?: (?:Nghị định|Thông tư|Quyết định)[^,.;()]*)?"
)
_LEGAL_CODE = re.compile(
    r"(?:\s*số)?\s+\d+(?:\.\d+)?/\d{4}/[^\W\d_]+[\w\-]*|\s*(?:số)?\s+\d+/[A-ZĐ]+-[\w\-]+|\s+\d+/\d{4}/QH\d+"
)
_CODED_WORD = re.compile(rf"(?<![\w])(?:{_LETTER}+[\-./]?\d[\w]*|\d+{_LETTER}+\d*|{_LETTER}+\d+)(?:[\-./]\w+)*(?!\w)")
_BRACKETS = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]")
_LONGEST_ASIDE = 12

# What is left with a digit and a slash or a letter in it is a code: it is shown, not said.
_ANY_CODE = re.compile(r"(?<!\S)(?=\S*\d)(?=\S*(?:/|[^\W\d_]))[^\s,;:]*[^\s,;:.]")

_DAY = r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})"
_DATE = re.compile(rf"(?:ngày\s+)?(?<![\d/.]){_DAY}(?![\d/])", re.IGNORECASE)
_LOOSE_SLASH = re.compile(r"(?<=\d)\s*/\s*(?=\d)")
_DAY_OF_MONTH = re.compile(r"(?:ngày\s+)(\d{1,2})/(\d{1,2})(?![\d/])", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(r"(?:tháng\s+)(\d{1,2})/(\d{4})(?![\d/])", re.IGNORECASE)
_APRIL = re.compile(r"\btháng 0?4\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b(\d{1,2})\s?(?:h|:|giờ)\s?(\d{2})\b(?!\s*(?:ngày|đồng))")
_BARE_HOUR = re.compile(r"\b(\d{1,2})h\b")
_PHONE = re.compile(
    r"(?<![\d.,/])(?:\+?84|0|1[89]00)[\d .]{6,12}\d(?![\d/])|(?<=[Gg]ọi )1\d{2,3}\b|(?<=đài )1\d{2,3}\b"
)
_PER = re.compile(
    r"(?<=\w)\s?/\s?(?=(?:trang|bản|hồ sơ|lần|người|tháng|năm|ngày|giấy|trường hợp|hợp đồng|việc|bộ|thẻ|hộ|m2|m²)\b)"
)
_RANGE = re.compile(r"(\d|\dh)\s?[–\-]\s?(?=\d+(?![\d/]|:\d{4}))")
_SIZE = re.compile(r"(?<=\d)\s?x\s?(?=\d)")
_PROCEDURE_CODE = re.compile(r"(?:\s*mã(?: số)?(?: thủ tục)?)?\s*\b\d\.\d{6}\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+[.,]\d{1,2}(?!\d)|\d+")
_LEFT_BEHIND = (
    (re.compile(r"(?<=\d)\s?(?:đ|vnđ)\b", re.IGNORECASE), " đồng"),
    (re.compile(r"(?<=\d)\s?m[2²]"), " mét vuông"),
)
_PUNCTUATION = re.compile(r"[.,;:?!](?:\s*[.,;:?!])+")
_LIST_MARK = re.compile(r"^\s*(?:[-–•*+]|\d+[.)]|[a-zđ]\))\s+")


def speakable(text: str) -> str:
    """Return a text as a voice can read it: no digits, brackets, slashes or codes."""
    sentences = [_sentence(line) for line in text.splitlines()]
    return " ".join(sentence for sentence in sentences if sentence)


def speakable_english(text: str) -> str:
    """Return an English text as a voice can read it: no brackets, slashes or codes; the voice reads digits itself."""
    return " ".join(said for said in (_english_sentence(line) for line in text.splitlines()) if said)


@lru_cache(maxsize=512)
def _english_sentence(line: str) -> str:
    said = _ADDRESS.sub("", clean(_LIST_MARK.sub("", line)))
    while _BRACKETS.search(said):
        said = _BRACKETS.sub(lambda match: _aside(match.group(1)), said)
    said = _DATE.sub(_english_date, said)
    said = _ANY_CODE.sub("", re.sub(r"(?<=VND|USD)/", " per ", said))
    said = re.sub(r"\s*[/|\\]\s*", " or ", said)
    return _closed(re.sub(r"[\"“”‘’*•_#<>=~^`{}\[\]()…]+", " ", said))


def _english_date(match: re.Match[str]) -> str:
    day, month, year = (int(part) for part in match.groups())
    return f"{day} {month_name[month]} {year}" if 1 <= month <= 12 else ""


def _closed(said: str) -> str:
    """Return the sentence with its spaces and punctuation in order."""
    said = re.sub(r"\s+([,.;:?!])", r"\1", clean(said))
    said = _PUNCTUATION.sub(lambda match: _strongest(match.group()), said).strip(" ,;")
    said = said[:1].upper() + said[1:]
    return said if not said or said[-1] in ".?!:" else f"{said}."


@lru_cache(maxsize=512)
def _sentence(line: str) -> str:
    said = _without_what_is_for_the_eye(said_once(clean(_LIST_MARK.sub("", line))))
    said = _numbers(_dates(_open(said)))
    said = re.sub(r"\bvà\s*/\s*hoặc\b", "hoặc", said)
    said = re.sub(r"\s*[/|\\]\s*", " hoặc ", said)
    said = re.sub(r"[\"“”‘’'*•_#<>=~^`{}\[\]()…–—+\-]+", " ", said).replace("&", " và ")
    return _closed(said)


def _strongest(marks: str) -> str:
    """Return the one mark that stays where what stood between several was dropped."""
    return next((mark for mark in "?!.:;," if mark in marks), "")


def _without_what_is_for_the_eye(text: str) -> str:
    """Drop codes, form numbers and addresses; a short aside in brackets becomes part of the sentence."""
    text = _PORTAL.sub("Cổng Dịch vụ công quốc gia", _IDENTITY_APP.sub(_identity_app, text))
    text = _EMPTY_SITE.sub("", _ADDRESS.sub("", text))
    text = _FORM_NUMBER.sub("", text)
    text = re.sub(r"(?<=[Cc]ổng Dịch vụ công quốc gia) [,(]? ?Cổng Dịch vụ công quốc gia\)?", "", text)
    while _BRACKETS.search(text):
        text = _BRACKETS.sub(lambda match: _aside(match.group(1)), text)
    text = _PROCEDURE_CODE.sub("", _LEGAL_CODE.sub("", text))
    text = _RANGE.sub(r"\1 đến ", _SIZE.sub(" nhân ", text))
    for pattern, words in _LEFT_BEHIND:
        text = pattern.sub(words, text)
    return _CODED_WORD.sub(_unless_time, text)


def _identity_app(match: re.Match[str]) -> str:
    if (match.group(1) or "").lower().startswith("tài khoản"):
        return "tài khoản định danh điện tử"
    return "ứng dụng định danh quốc gia"


def _aside(inside: str) -> str:
    kept = _LEGAL_CODE.sub("", inside).strip(" ,.;")
    return f", {kept}," if kept and len(kept.split()) <= _LONGEST_ASIDE else ""


def _unless_time(match: re.Match[str]) -> str:
    return match.group() if re.fullmatch(r"\d{1,2}h(\d{2})?", match.group()) else ""


def _open(text: str) -> str:
    return abbreviations.opened(text, aloud=True)


def _dates(text: str) -> str:
    text = _DATE.sub(_full_date, _LOOSE_SLASH.sub("/", text))
    text = _DAY_OF_MONTH.sub(lambda m: f"ngày {_day(m.group(1))} tháng {_month(m.group(2))}", text)
    text = _MONTH_OF_YEAR.sub(lambda m: f"tháng {_month(m.group(1))} năm {to_words(int(m.group(2)))}", text)
    text = _APRIL.sub("tháng tư", text)
    text = _CLOCK.sub(_clock, text)
    return _BARE_HOUR.sub(lambda m: f"{to_words(int(m.group(1)))} giờ", text)


def _full_date(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    return f"ngày {_day(day)} tháng {_month(month)} năm {to_words(int(year))}"


def _day(number: str) -> str:
    return to_words(int(number))


def _month(number: str) -> str:
    return "tư" if int(number) == 4 else to_words(int(number))


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match.group(1)), int(match.group(2))
    return f"{to_words(hour)} giờ" + (f" {to_words(minute)} phút" if minute else "")


def _numbers(text: str) -> str:
    text = _PHONE.sub(lambda m: " ".join(to_words(int(d)) for d in m.group() if d.isdecimal()), text)
    text = _PER.sub(" mỗi ", text)
    text = _ANY_CODE.sub("", text.replace("%", " phần trăm"))
    return _NUMBER.sub(lambda match: f" {_number(match.group())} ", text)


def _number(written: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", written):
        return to_words(int(re.sub(r"[.,]", "", written)))
    return to_words(Decimal(written.replace(",", ".")))
