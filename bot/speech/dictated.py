"""Numbers that were dictated digit by digit, written as digits, so that what is personal among them can be masked."""

from __future__ import annotations

import re
from itertools import pairwise

_SAID = "không một mốt hai ba bốn tư năm lăm nhăm sáu bảy bẩy tám chín"
_DIGITS = dict(zip(_SAID.split(), "011234455567789", strict=True))
_TEN, _TY, _HUNDRED = "mười", "mươi", ("trăm", "linh", "lẻ")
_WORD = f"(?:{'|'.join((*_DIGITS, _TEN, _TY, *_HUNDRED))})"
_FEWEST = 6
"""Words of a number in a row, from which it is one that names somebody; a fee or a date is said in fewer."""
_DICTATED = re.compile(rf"(?<!\w){_WORD}(?:\s+{_WORD}){{{_FEWEST - 1},}}(?!\w)", re.IGNORECASE)


def in_digits(text: str) -> str:
    """Return a text with the long numbers in it as digits: "không chín một hai ba bốn năm" as "0912345"."""
    return _DICTATED.sub(lambda match: _read(match.group().lower().split()), text)


def _read(words: list[str]) -> str:
    """Return the digits of the words; tens are read as the two digits they stand for."""
    read = []
    for word, following in pairwise([*words, ""]):
        if word == _TEN:
            read.append("1" if following in _DIGITS else "10")
        elif word == _TY:
            read.append("" if following in _DIGITS else "0")
        else:
            read.append(_DIGITS.get(word, ""))
    return "".join(read)
