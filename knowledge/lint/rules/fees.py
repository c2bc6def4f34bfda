"""A sum of 0 is not free, and free is said only where the source says so."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge import fee_words
from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written
from knowledge.lint.wordings import short, wordings
from knowledge.procedures import FeeRule

_CURRENCIES = {"VND", "USD"}


@rule.of_record
def fee_unclear(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A sum has its rule and currency, and what is no sum has its words."""
    for first, method in enumerate(record.procedure.methods):
        for second, fee in enumerate(method.fees):
            place = ("methods", first, "fees", second)
            if (fee.rule is FeeRule.AMOUNT) != (fee.amount is not None):
                mend = "Give an amount where the rule is amount, and only there."
                yield Fault("The rule and the amount of a fee do not fit.", mend, place)
            if fee.amount and fee.currency not in _CURRENCIES:
                yield Fault("A sum has no currency.", "Write VND or USD.", place)
            if not fee.amount and not fee.note and fee.rule is not FeeRule.UNSTATED:
                yield Fault(f"A fee by the rule {fee.rule} has no note.", "Say in a note what is paid.", place)


@rule.of_record
def free_unproven(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """Free is said only where a fee of the record has the rule free."""
    if fee_words.is_free(record.procedure):
        return
    for said in wordings(record.procedure):
        if fee_words.says_free(said.text):
            message = f"says that it is free: “{short(said.text)}”."
            mend = "Give a fee the rule free, where the source says so; else say that the record does not tell."
            yield Fault(message, mend, said.place)
