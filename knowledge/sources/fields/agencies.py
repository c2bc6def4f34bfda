"""Agencies, their levels, and who published a procedure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.procedures import Agency, AgencyRole, Level
from knowledge.sources.fields.text import once, stated
from knowledge.vietnamese.text import fold

_LEVELS = {"xa": Level.COMMUNE, "tinh": Level.PROVINCE, "bo": Level.MINISTRY, "co quan khac": Level.OTHER}
# A comma parts two agencies only where the next words begin one: "Sở Văn hóa, Thể thao và Du lịch" is a single agency.
_BEGINS_AGENCY = (
    r"(?:Ủy|Uỷ|UBND|Sở|Bộ|Cục|Chi cục|Tổng cục|Vụ|Công an|Tổ chức|Cơ quan|Phòng|Trung tâm|Chủ tịch|Văn phòng|Ban|"
    r"Tòa án|Viện|Hội đồng|Trường|Đại sứ|Thuế|Bảo hiểm|Ngân hàng|Cảng vụ|Đồn|Thanh tra|Các)\b"
)
_BETWEEN_AGENCIES = re.compile(rf"\s*[;\n]\s*|,\s+(?={_BEGINS_AGENCY})")
_BETWEEN_NAMES = re.compile(r"\s*[;\n]\s*|,\s+(?=[A-ZĐÀ-Ỹ])(?![^(]*\))")

# The ending of a decision's number tells the ministry that published; D.. and G.. publish for the whole country.
_MINISTRIES = {
    "BCA": ("G01", "Bộ Công an"), "BCT": ("G02", "Bộ Công thương"), "BGDĐT": ("G03", "Bộ Giáo dục và Đào tạo"),
    "BKHCN": ("G06", "Bộ Khoa học và Công nghệ"), "BNG": ("G08", "Bộ Ngoại giao"), "BNV": ("G09", "Bộ Nội vụ"),
    "BNNMT": ("G10", "Bộ Nông nghiệp và Môi trường"), "BQP": ("G11", "Bộ Quốc phòng"), "BTC": ("G12", "Bộ Tài chính"),
    "BTP": ("G15", "Bộ Tư pháp"), "BVHTTDL": ("G16", "Bộ Văn hóa, Thể thao và Du lịch"), "BXD": ("G17", "Bộ Xây dựng"),
    "BYT": ("G18", "Bộ Y tế"), "NHNN": ("G19", "Ngân hàng Nhà nước Việt Nam"),
    "BDTTG": ("G21", "Bộ Dân tộc và Tôn giáo"),
}  # fmt: skip
_OF_DECISION = re.compile(r"/QĐ-([A-ZĐ]+)")


def read(groups: Iterable[tuple[AgencyRole, list[str]]]) -> tuple[Agency, ...]:
    """Return agencies with their parts, each once per part."""
    return tuple(
        Agency(name=name, role=role) for role, names in groups for name in once([stated(name) for name in names])
    )


def split(text: str) -> list[str]:
    """Return the agencies that one text lists."""
    return [name.strip(" .") for name in _BETWEEN_AGENCIES.split(text) if stated(name)]


def names(text: str) -> tuple[str, ...]:
    """Return the names that one text lists, such as the subjects of a procedure; brackets are left whole."""
    return once([stated(name) for name in _BETWEEN_NAMES.split(text)])


def levels(text: str) -> tuple[Level, ...]:
    """Return the levels of a text such as `Cấp Xã, Cơ quan khác`."""
    words = [fold(part).strip().removeprefix("cap ") for part in re.split(r"[,;\n]", text)]
    return tuple(dict.fromkeys(_LEVELS[word] for word in words if word in _LEVELS))


def is_provincial(publisher_code: str) -> bool:
    """Tell whether a publisher is a province, which publishes for itself alone: H01 to H61 and what stands below."""
    return publisher_code.upper().startswith("H")


def publisher_of_decision(number: str) -> tuple[str, str, bool]:
    """Return the code and name of the ministry that a decision is of, and whether it holds for the whole country."""
    found = _OF_DECISION.search(number)
    if found and found[1] in _MINISTRIES:
        return (*_MINISTRIES[found[1]], True)
    return "", "", not (found and found[1] == "UBND")


def publisher_named(name: str) -> tuple[str, str, bool]:
    """Return the code of a publisher by its name, the name, and whether it publishes for the whole country."""
    folded = fold(name)
    for code, known in _MINISTRIES.values():
        if fold(known) == folded:
            return code, known, True
    return "", name, not folded.startswith(("ubnd", "uy ban nhan dan", "so ", "trung tam phuc vu hanh chinh cong"))
