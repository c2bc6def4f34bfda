"""The risk-coverage curve as a picture."""

from __future__ import annotations

from pathlib import Path

from kiosk.evaluation.report import Measured
from knowledge.errors import KnowledgeError


def draw(measured: Measured, path: Path) -> None:
    """Draw which share of the answers is wrong when so many questions are answered. Raise KnowledgeError."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise KnowledgeError("The picture needs matplotlib. Install it with: pip install 'motcua[quality]'") from error
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    for form, found in measured.evaluations.items():
        curve = found.curve()
        axes.plot([point.coverage for point in curve], [point.risk for point in curve], label=form.value)
        answered = sum(point.threshold >= measured.threshold for point in curve)
        if answered:
            at = curve[answered - 1]
            axes.plot(at.coverage, at.risk, "o", color=axes.lines[-1].get_color())
    axes.set(
        xlabel="coverage: share of the questions that are answered",
        ylabel="risk: share of the answers that are wrong",
        xlim=(0, 1),
        ylim=(0, None),
        title=f"Risk and coverage; the dots are the threshold of {measured.threshold:.2f}",
    )
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    try:
        figure.savefig(path, dpi=120)
    except (OSError, ValueError) as error:
        raise KnowledgeError(f"{path}: the picture cannot be written ({error}).") from error
