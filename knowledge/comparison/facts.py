"""The facts of two records but for their papers: times, fees, agencies, laws, and what names the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from knowledge.comparison.aspects import Aspect, Discrepancy
from knowledge.procedures import Fee, FeeRule, Method, Procedure, SubmissionMethod, TimeUnit
from knowledge.vietnamese.text import clean, fold

_LEVEL = re.compile(r"\b(?:cap|viet nam)\b|[^\w ]")
_COMMUNE = re.compile(r"\bxa phuong(?: thi tran| dac khu)?\b")
_LAW_WORDS = re.compile(r"^(?:nghị định|thông tư|quyết định|luật|nghị quyết)?\s*(?:số)?\s*", re.IGNORECASE)


def times(ours: Procedure, theirs: Procedure) -> Iterator[Discrepancy]:
    """Yield the ways to hand in whose times differ."""
    yield from _by_method(ours, theirs, Aspect.TIMES, "time", _time)


def fees(ours: Procedure, theirs: Procedure) -> Iterator[Discrepancy]:
    """Yield the ways to hand in whose fees differ, in rule or sum."""
    yield from _by_method(ours, theirs, Aspect.FEES, "fee", _fees)


def places(ours: Procedure, theirs: Procedure) -> Iterator[Discrepancy]:
    """Yield the ways to hand in that one side lacks, and the agencies that differ."""
    mine, other = ({method.method for method in one.methods} for one in (ours, theirs))
    for method in SubmissionMethod:
        if (method in mine) != (method in other):
            told = (method.value if method in side else "" for side in (mine, other))
            yield Discrepancy(Aspect.PLACES, "way to hand in", *told)
    yield from _sets(Aspect.PLACES, "agency", _agencies(ours), _agencies(theirs))


def laws(ours: Procedure, theirs: Procedure) -> Iterator[Discrepancy]:
    """Yield the laws that one side lacks."""
    mine, other = _laws(ours), _laws(theirs)
    # "118/2025/NĐ-C": the portal's rows are cut off now and then.
    cut = {key: whole for key in other for whole in mine if whole != key and whole.startswith(key) and "/" in key}
    yield from _sets(Aspect.LAWS, "law", mine, {cut.get(key, key): number for key, number in other.items()})


def identity(ours: Procedure, theirs: Procedure) -> Iterator[Discrepancy]:
    """Yield a name or decision that differs, and that the portal's record is newer."""
    pairs = (
        ("name", clean(ours.name), clean(theirs.name)),
        ("decision", ours.decision.number, theirs.decision.number),
    )
    for subject, mine, other in pairs:
        if fold(mine).rstrip(" .:;") != fold(other).rstrip(" .:;"):
            yield Discrepancy(Aspect.OTHER, subject, mine, other)
    mine_on, other_on = ours.source.updated_on, theirs.source.updated_on
    if other_on and (mine_on is None or other_on > mine_on):
        yield Discrepancy(Aspect.OTHER, "updated on", str(mine_on or ""), str(other_on))


def _by_method(
    ours: Procedure, theirs: Procedure, aspect: Aspect, subject: str, told_of: Callable[[Method], frozenset[str]]
) -> Iterator[Discrepancy]:
    ways: dict[tuple[str, str], list[str]] = {}
    for kind in SubmissionMethod:
        mine, other = ([m for m in one.methods if m.method is kind] for one in (ours, theirs))
        first, second = (frozenset[str]().union(*map(told_of, side)) for side in (mine, other))
        if mine and other and first != second:
            ways.setdefault((", ".join(sorted(first)), ", ".join(sorted(second))), []).append(kind.value)
    for (told, theirs_told), kinds in ways.items():
        yield Discrepancy(aspect, f"{subject} ({', '.join(kinds)})", told, theirs_told)


def _time(method: Method) -> frozenset[str]:
    time = method.time
    if time is None:
        return frozenset()
    if time.unit is TimeUnit.DESCRIBED:
        # Words differ; what they count must not.
        return frozenset(str(int(found)) for found in re.findall(r"\d+", time.text)) or frozenset(
            {TimeUnit.DESCRIBED.value}
        )
    return frozenset({f"{time.value:g} {time.unit}" if time.value else time.unit.value})


def _fees(method: Method) -> frozenset[str]:
    told = {_fee(fee) for fee in method.fees}
    return frozenset(told - {FeeRule.UNSTATED.value}) or frozenset({FeeRule.UNSTATED.value})


def _fee(fee: Fee) -> str:
    if fee.rule is FeeRule.AMOUNT and fee.amount is not None:
        return f"{fee.amount:,.0f} {fee.currency or 'VND'}".replace(",", ".")
    return fee.rule.value


def _agencies(procedure: Procedure) -> dict[str, str]:
    return {_agency(agency.name): agency.name for agency in procedure.agencies}


def _agency(name: str) -> str:
    bare = " ".join(_LEVEL.sub(" ", fold(name).replace("ubnd", "uy ban nhan dan")).split())
    return _COMMUNE.sub("xa", bare)


def _laws(procedure: Procedure) -> dict[str, str]:
    numbers = (_LAW_WORDS.sub("", law.number) for law in procedure.legal_basis if law.number)
    return {re.sub(r"[\s.]+", "", fold(number)): number for number in numbers}


def _sets(aspect: Aspect, subject: str, mine: dict[str, str], other: dict[str, str]) -> Iterator[Discrepancy]:
    for key in sorted(mine.keys() - other.keys()):
        yield Discrepancy(aspect, subject, mine[key], "")
    for key in sorted(other.keys() - mine.keys()):
        yield Discrepancy(aspect, subject, "", other[key])
