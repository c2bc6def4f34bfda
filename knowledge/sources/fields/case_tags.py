"""The situations that the name of a case tells."""

from __future__ import annotations

import re

from knowledge.procedures import CaseTag
from knowledge.vietnamese.text import fold

# Matched on the folded name. A pattern stands here only where the words leave no doubt.
_PATTERNS: tuple[tuple[CaseTag, str], ...] = (
    (CaseTag.LOST, r"\b(?:bi|do|lam) mat\b(?! nang luc)|that lac|\bmat (?:giay|the|so|ban chinh)\b"),
    (CaseTag.DAMAGED, r"\bhu hong|\bbi hong|\brach\b|nhau nat"),
    (CaseTag.LATE, r"\b(?:qua|tre) han\b|cham nop"),
    (CaseTag.FOREIGN, r"yeu to nuoc ngoai|nguoi(?: lao dong)? nuoc ngoai|ca nhan nuoc ngoai"),
    (CaseTag.ABROAD, r"dinh cu o nuoc ngoai|co quan dai dien (?:viet nam|ngoai giao)|dang o nuoc ngoai"),
    (CaseTag.AGAIN, r"\b(?:dang ky|cap) lai\b"),
    (CaseTag.MOBILE, r"luu dong|tai nha\b"),
    (CaseTag.CORRECTION, r"cai chinh|dinh chinh|sai sot"),
    (CaseTag.CHILD, r"\btre em\b|\bcho con\b|tre moi sinh"),
    (CaseTag.SPOUSE, r"\bvo,? (?:hoac )?chong\b|\bvo/chong\b"),
    (CaseTag.PARENT, r"\bcho (?:cha|bo)\b"),
    (CaseTag.ADOPTED, r"con nuoi"),
    (CaseTag.UNMARRIED, r"(?:chua|khong) dang ky ket hon"),
    (CaseTag.ABANDONED, r"bi bo roi"),
    (CaseTag.SURROGACY, r"mang thai ho\b"),
    (CaseTag.AUTHORISED, r"uy quyen (?:thuc hien|nop|cho nguoi)|theo uy quyen|nguoi duoc uy quyen"),
    (CaseTag.ELDERLY, r"nguoi cao tuoi"),
    (CaseTag.DISABLED, r"khuyet tat"),
    (CaseTag.POOR, r"ho (?:ngheo|can ngheo)"),
    (CaseTag.MERIT, r"nguoi co cong|liet si|thuong binh|benh binh"),
    (CaseTag.MINOR, r"chua thanh nien|duoi 1[468] tuoi|chua du 1[468] tuoi"),
    (CaseTag.RENTED, r"\bthue, muon|\bo nho\b|\bo thue\b|cho thue, cho muon"),
    (CaseTag.OWNED, r"(?<!khong )thuoc quyen so huu cua minh"),
    (CaseTag.BUSINESS, r"ho kinh doanh|doanh nghiep"),
    (CaseTag.BORDER, r"khu vuc bien gioi"),
    (CaseTag.ETHNIC, r"dan toc thieu so"),
)
_COMPILED = tuple((tag, re.compile(pattern)) for tag, pattern in _PATTERNS)


def read(name: str) -> tuple[CaseTag, ...]:
    """Return the situations that the name of a case tells; none where it tells none."""
    folded = fold(name)
    return tuple(tag for tag, pattern in _COMPILED if pattern.search(folded))
