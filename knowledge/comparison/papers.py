"""The papers of two records: our plain names matched with the rows of the portal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.comparison.aspects import Aspect, Discrepancy
from knowledge.comparison.likeness import Likeness
from knowledge.embedding import Vectors
from knowledge.procedures import Case, Document, DocumentRole, Procedure

# From this on two names are taken for one paper; for one that stands in another case, or that we split or join,
# a little more is asked.
_SAME_PAPER = 0.42
_SAME_ELSEWHERE = 0.5
_LONGEST = 110
# A row in the place of papers that nobody has laid down yet.
_SAYS_NOTHING = re.compile(r"(?:chưa|không)(?: có)? quy định\b", re.IGNORECASE)


def differing(ours: Procedure, theirs: Procedure, likeness: Likeness) -> Iterator[Discrepancy]:
    """Yield how the papers differ: cases, papers that one side lacks, originals and copies."""
    first, second = _cases(ours), _cases(theirs)
    if len(first) != len(second):
        yield Discrepancy(Aspect.PAPERS, "number of cases", str(len(first)), str(len(second)))
    mine = [paper for case in first for paper in _papers(case)]
    other = [paper for case in second for paper in _papers(case)]
    whole = likeness.table([_text(paper) for paper in mine], [_text(paper) for paper in other])
    pairs = _paired(whole, _rows(first), _rows(second))
    yield from _lacking(mine, whole, {row for row, _ in pairs}, is_ours=True)
    yield from _lacking(other, whole.T, {column for _, column in pairs}, is_ours=False)
    yield from _counts(mine, other, pairs)
    if len(first) == len(second):
        yield from _numbers(first, second, pairs)


def _cases(procedure: Procedure) -> list[Case]:
    return [case for case in procedure.cases if _papers(case)]


def _papers(case: Case) -> list[Document]:
    return [
        paper for paper in case.documents if paper.role is not DocumentRole.NOTE and not _SAYS_NOTHING.match(paper.name)
    ]


def _rows(cases: Sequence[Case]) -> list[range]:
    """Return the rows of the table that the papers of each case have."""
    starts = [0]
    for case in cases:
        starts.append(starts[-1] + len(_papers(case)))
    return [range(start, end) for start, end in pairwise(starts)]


def _paired(whole: Vectors, ours: Sequence[range], theirs: Sequence[range]) -> list[tuple[int, int]]:
    """Return which papers are one, each case being held against the case of theirs that is most like it."""
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for first, second in _case_pairs(whole, ours, theirs):
        ranked = sorted(((whole[r, c], r, c) for r in ours[first] for c in theirs[second]), reverse=True)
        rows: set[int] = set()
        for likeness, row, column in ranked:
            if likeness >= _SAME_PAPER and row not in rows and column not in taken:
                rows.add(row)
                taken.add(column)
                pairs.append((row, column))
    return pairs


def _case_pairs(whole: Vectors, ours: Sequence[range], theirs: Sequence[range]) -> list[tuple[int, int]]:
    """Return each case of ours with one of theirs; where we have more of them, several share one."""

    def alike(first: range, second: range) -> float:
        part = whole[first.start : first.stop, second.start : second.stop]
        return float(part.max(axis=1).mean() + part.max(axis=0).mean())

    ranked = sorted(((alike(a, b), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs)), reverse=True)
    found: dict[int, int] = {}
    for _, first, second in ranked:
        if first not in found and second not in found.values():
            found[first] = second
    for _, first, second in ranked:
        found.setdefault(first, second)
    return list(found.items())


def _lacking(papers: Sequence[Document], table: Vectors, matched: set[int], *, is_ours: bool) -> Iterator[Discrepancy]:
    """Yield the papers of one side that stand nowhere on the other, each name once."""
    told: set[str] = set()
    for row, paper in enumerate(papers):
        stands_elsewhere = table.shape[1] > 0 and table[row].max() >= _SAME_ELSEWHERE
        if row in matched or stands_elsewhere or paper.name in told:
            continue
        told.add(paper.name)
        name = _short(paper.name)
        yield Discrepancy(Aspect.PAPERS, "paper", name if is_ours else "", "" if is_ours else name)


def _counts(
    mine: Sequence[Document], other: Sequence[Document], pairs: Sequence[tuple[int, int]]
) -> Iterator[Discrepancy]:
    told: set[tuple[str, str, str]] = set()
    for row, column in pairs:
        ours, theirs = mine[row], other[column]
        # The portal leaves the number open by writing 0 and 0.
        if not (theirs.originals or theirs.copies):
            continue
        said = (_short(ours.name, 60), _number(ours), _number(theirs))
        if said[1] != said[2] and said not in told:
            told.add(said)
            yield Discrepancy(Aspect.PAPERS, f"originals and copies of “{said[0]}”", said[1], said[2])


def _numbers(first: Sequence[Case], second: Sequence[Case], pairs: Sequence[tuple[int, int]]) -> Iterator[Discrepancy]:
    """Yield the cases that have another number of papers, where there are as many cases on both sides."""
    rows, columns = _rows(first), _rows(second)
    for place, case in enumerate(first):
        met = {number for r, c in pairs if r in rows[place] for number, held in enumerate(columns) if c in held}
        if len(met) == 1 and len(rows[place]) != len(columns[number := met.pop()]):
            subject = f"number of papers{f' in “{_short(case.name, 50)}”' if case.name else ''}"
            yield Discrepancy(Aspect.PAPERS, subject, str(len(rows[place])), str(len(columns[number])))


def _text(paper: Document) -> str:
    return f"{paper.name} {paper.form.number}".strip() if paper.form else paper.name


def _number(paper: Document) -> str:
    return f"{paper.originals or 0} + {paper.copies or 0}"


def _short(text: str, limit: int = _LONGEST) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
