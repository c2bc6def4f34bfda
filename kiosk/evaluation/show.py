"""The figures of a question set in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from kiosk.evaluation.report import Measured
from knowledge.noise import Form


def tables(measured: Measured, *, worst: int) -> None:
    """Print the figures by form, and the worst misses as written."""
    console = Console()
    table = Table("form", "questions", "R@1", "R@3", "R@5", "MRR", "answered", "wrong of answered", "abstained")
    for row in measured.figures:
        shares = (row.recall_at_1, row.recall_at_3, row.recall_at_5, row.mean_reciprocal_rank, row.coverage,
                  row.wrong_answer_rate, row.abstention_rate)  # fmt: skip
        table.add_row(row.form, str(row.questions), *(f"{share:.3f}" for share in shares))
    console.print(table)
    console.print(f"Answers are given from a score of {measured.threshold:.2f}.")
    misses = measured.evaluations[Form.AS_WRITTEN].worst(worst)
    if misses:
        console.print("\nThe worst misses: wrong, and surest of it.")
    for judged in misses:
        first = judged.finding.candidates[0] if judged.finding.candidates else None
        found = f"{first.code} {first.name[:70]}" if first else "nothing"
        console.print(f"  {judged.finding.score:.2f}  {judged.question.text[:110]}", markup=False, highlight=False)
        wanted = ", ".join(judged.question.codes) or "no answer"
        console.print(f"        right: {wanted}; found: {found}", markup=False, highlight=False)
