"""Headings over groups of papers: some name a situation, some only say what is done with the papers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.procedures import DocumentRole
from knowledge.sources.fields.text import capitalised, line, without_bullet

# The portal's PDF numbers every group; a publisher numbers its own.
_NUMBERING = re.compile(
    r"^(?:Trường hợp \d{1,2}\s*:\s*|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4})[.)]\s*)+", re.IGNORECASE
)
_TAIL = re.compile(r"[\s:.;,]+$|,?\s*(?:hồ sơ\s+)?(?:bao gồm|gồm(?: có)?)\s*[:.]?$", re.IGNORECASE)
_REMARK = re.compile(r"^(?:lưu ý|ghi chú|chú ý)\b|^số lượng hồ sơ\b", re.IGNORECASE)
_PRESENT = re.compile(
    r"\b(?:phải|cần|hồ sơ|giấy tờ|bản chính)\s+(?:cần |phải )?xuất trình\b|^xuất trình\b", re.IGNORECASE
)
_SITUATION = re.compile(r"\b(?:đối với|trường hợp|khi|nếu)\b", re.IGNORECASE)
_ONLY_PAPERS = re.compile(
    r"(?:(?:các |những )?(?:giấy tờ|thành phần hồ sơ|chứng từ|hồ sơ|tài liệu|thành phần)"
    r"(?:,? (?:giấy tờ|tài liệu))*(?: (?:cần|phải))?(?: (?:nộp|gửi|kèm theo|đề nghị))?(?: để .{0,80})?"
    r"|bao gồm|gồm|mặc định|thành phần, số lượng hồ sơ"
    r"|người yêu cầu .{0,40}nộp \d{1,2} ?(?:\([^)]*\))? bộ hồ sơ.*)?",
    re.IGNORECASE,
)
# A whole sentence in the place of a heading is a remark on the papers under it.
_SENTENCE = re.compile(r"^\(?(?:trường hợp|nếu|khi)\b.+\bthì\b.+\b(?:nộp|không|được|có thể)\b", re.IGNORECASE)
_COLON_SENTENCE = re.compile(r":\s*$|\bsau(?: đây)?:?$|\bgồm:?$", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """What a heading says of the papers under it."""

    case: str = ""
    """The situation they are for; empty where they are for everybody."""
    role: DocumentRole = DocumentRole.SUBMIT
    remark: str = ""
    """The heading itself, where it is a sentence rather than a heading."""


def read(value: object) -> Heading:
    """Return what a heading says; an empty one says: hand these in."""
    given = without_bullet(line(value))
    title = _NUMBERING.sub("", given).strip() if _NUMBERING.match(given) else given
    title = without_bullet(title)
    bare = _TAIL.sub("", _unwrapped(title))
    if _REMARK.match(bare):
        is_bare = re.fullmatch(r"\w+ \w+", bare) is not None
        return Heading(role=DocumentRole.NOTE, remark="" if is_bare else capitalised(title))
    if _SENTENCE.match(title) and not _COLON_SENTENCE.search(title):
        return Heading(remark=capitalised(_unwrapped(title)))
    role = DocumentRole.PRESENT if _PRESENT.search(bare) else DocumentRole.SUBMIT
    if role is DocumentRole.PRESENT:
        return Heading(case=capitalised(bare) if _has_situation(bare) else "", role=role)
    return Heading() if _ONLY_PAPERS.fullmatch(bare) else Heading(case=capitalised(bare))


def _unwrapped(title: str) -> str:
    return title[1:-1] if title.startswith("(") and title.find(")") == len(title) - 1 else title


def _has_situation(bare: str) -> bool:
    """Tell whether papers to be shown are those of one situation; at the counter is where all are shown."""
    return bool(_SITUATION.search(bare)) and not re.match(r"khi nộp hồ sơ trực tiếp", bare, re.IGNORECASE)
