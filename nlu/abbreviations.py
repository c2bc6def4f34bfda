"""Abbreviations of offices and papers, opened: a reader of 68 does not know them."""

from __future__ import annotations

import re

_OPENED = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân",
    "CMT": "chứng minh nhân dân",
    "TTHC": "thủ tục",
    "DVC": "dịch vụ công",
    "DVCQG": "dịch vụ công quốc gia",
    "BHYT": "bảo hiểm y tế",
    "BHXH": "bảo hiểm xã hội",
    "BTXH": "bảo trợ xã hội",
    "QSDĐ": "quyền sử dụng đất",
    "GCN": "giấy chứng nhận",
    "GPLX": "giấy phép lái xe",
    "ĐKKD": "đăng ký kinh doanh",
    "HKD": "hộ kinh doanh",
    "HTX": "hợp tác xã",
    "TNHH": "trách nhiệm hữu hạn",
    "NLĐ": "người lao động",
    "NKT": "người khuyết tật",
    "CSDL": "cơ sở dữ liệu",
    "CSDLQGVDC": "cơ sở dữ liệu quốc gia về dân cư",
    "PVHCC": "phục vụ hành chính công",
    "HCC": "hành chính công",
    "CQĐD": "cơ quan đại diện",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "SĐT": "số điện thoại",
}
# Known to everyone who reads, but not to a voice.
_OPENED_ALOUD = {
    "TP": "thành phố",
    "STT": "số thứ tự",
    "VNĐ": "đồng",
    "VND": "đồng",
    "USD": "đô la Mỹ",
    "PDF": "pê đê ép",
    "QR": "quy a",
    "SMS": "tin nhắn",
}
_ALL = {**_OPENED, **_OPENED_ALOUD}


def _pattern(known: dict[str, str]) -> re.Pattern[str]:
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(rf"(?<![\w/\-])({'|'.join(longest_first)})(?![\w\-])")


_ON_SCREEN, _ALOUD = _pattern(_OPENED), _pattern(_ALL)


def opened(text: str, *, aloud: bool = False) -> str:
    """Return the text with its abbreviations opened; in codes ("QĐ-UBND") they stay."""
    return (_ALOUD if aloud else _ON_SCREEN).sub(lambda match: _ALL[match.group(1)], text)
