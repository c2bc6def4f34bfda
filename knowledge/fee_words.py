"""How our words say that nothing is paid."""

from __future__ import annotations

import re

from knowledge.procedures import FeeRule, Procedure

_FREE = re.compile(r"không mất (?:lệ )?phí|miễn phí|^free\b", re.IGNORECASE)


def says_free(text: str) -> bool:
    """Tell whether a text says that nothing is paid."""
    return _FREE.search(text) is not None


def is_free(procedure: Procedure) -> bool:
    """Tell whether a record has a way to hand in, or a situation, in which nothing is paid."""
    return any(fee.rule is FeeRule.FREE for method in procedure.methods for fee in method.fees)
