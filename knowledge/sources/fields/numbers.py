"""Numbers as Vietnamese sources write them: a point parts the thousands, a comma the decimals."""

from __future__ import annotations

import math
import re

from knowledge.sources.fields.text import line

_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d{1,15}(?:[.,]\d{1,6})?")


def read(value: object) -> float | None:
    """Return a number that is not negative, or None where the value is not one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if 0 <= value < 1e15 and math.isfinite(value) else None
    return parse(line(value))


def parse(text: str) -> float | None:
    """Return the number that a text is, such as `50.000`, `1,5` or `03`; None where it is something else."""
    if _POINTS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _COMMAS.fullmatch(text):
        return float(text.replace(",", ""))
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def count(value: object) -> int | None:
    """Return a whole number from 0 to 999, or None."""
    number = read(value)
    return int(number) if number is not None and number == int(number) and number < 1000 else None


def written(number: float) -> str:
    """Return a number in Vietnamese writing: `50.000`, `1,5`."""
    if number == int(number):
        return f"{int(number):,}".replace(",", ".")
    return f"{number:,.2f}".rstrip("0").replace(",", " ").replace(".", ",").replace(" ", ".")
