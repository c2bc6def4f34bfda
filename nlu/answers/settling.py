"""Words of ours that the official fields no longer bear out, as when a newer record took the place of ours."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge import fee_words
from knowledge.procedures import Facet, Procedure, Wording
from nlu import numbers
from nlu.answers.evidence import Evidence


def settled(procedure: Procedure, evidence: Evidence) -> Procedure:
    """Return a procedure without the words of ours that its official fields do not bear out.

    What is left out is then composed from the fields, as for a record that has no words of ours.
    """
    changes = {side: _settled(wording, procedure, evidence) for side, wording in _sides(procedure)}
    return procedure.model_copy(update=changes)


def unsettled(procedure: Procedure) -> tuple[str, ...]:
    """Return where a procedure has words of ours that are not said any more: `plain.time`, `english.name`."""
    evidence = Evidence(procedure)
    return tuple(
        f"{side}.{name}" for side, wording in _sides(procedure) for name in _unfounded(wording, procedure, evidence)
    )


def _sides(procedure: Procedure) -> tuple[tuple[str, Wording], tuple[str, Wording]]:
    return ("plain", procedure.plain), ("english", procedure.english)


def _settled(wording: Wording, procedure: Procedure, evidence: Evidence) -> Wording:
    gone = set(_unfounded(wording, procedure, evidence))
    return Wording(
        name="" if "name" in gone else wording.name,
        summary="" if "summary" in gone else wording.summary,
        facets={facet: text for facet, text in wording.facets.items() if facet.value not in gone},
        spoken={facet: text for facet, text in wording.spoken.items() if facet.value not in gone},
    )


def _unfounded(wording: Wording, procedure: Procedure, evidence: Evidence) -> Iterator[str]:
    """Yield `name`, `summary` and each facet that says what no official field does, for the eye or for the ear."""
    for name, text in (("name", wording.name), ("summary", wording.summary)):
        if evidence.unsupported(numbers.find(text)):
            yield name
    is_free = fee_words.is_free(procedure)
    own = {Facet.TIME: _in_times(procedure), Facet.FEE: _in_fees(procedure)}
    for facet in Facet:
        said = [words[facet] for words in (wording.facets, wording.spoken) if facet in words]
        held = [number for text in said for number in numbers.find(text)]
        is_unfree = facet is Facet.FEE and not is_free and any(fee_words.says_free(text) for text in said)
        # "3 ngày" is not borne out by three copies: times and fees must stand among times and fees.
        is_strange = facet in own and any(number.value not in own[facet] for number in held)
        if is_unfree or is_strange or evidence.unsupported(held):
            yield facet.value


def _in_times(procedure: Procedure) -> frozenset[str]:
    times = [method.time for method in procedure.methods if method.time]
    typed = {numbers.of_amount(time.value) for time in times if time.value is not None}
    return numbers.values(time.text for time in times) | typed


def _in_fees(procedure: Procedure) -> frozenset[str]:
    fees = [fee for method in procedure.methods for fee in method.fees]
    typed = {numbers.of_amount(fee.amount) for fee in fees if fee.amount is not None}
    return numbers.values(f"{fee.note} . {fee.per}" for fee in fees) | typed
