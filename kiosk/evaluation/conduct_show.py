"""The figures of the dialogue: as JSON, and in a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from kiosk.evaluation.conduct import Conduct, Conducted
from knowledge.noise import Form
from nlu.replies import Outcome

_SHARES = ("coverage", "wrong_answer_rate", "reachable", "right_outcomes")


def figures(form: Form, found: Conduct) -> dict[str, object]:
    """Return what is told of one form."""
    shares = {name: getattr(found, name) for name in _SHARES}
    return {
        "form": form.value,
        "questions": len(found.conducted),
        "outcomes": {outcome.value: count for outcome, count in found.outcomes.most_common()},
        "answered": len(found.answered),
        "wrong": len(found.wrong),
        "asked_back_with_right": found.offered_right(Outcome.CLARIFICATION),
        "near_with_right": found.offered_right(Outcome.NEAR_PROCEDURES),
        **{name: None if share is None else round(share, 4) for name, share in shares.items()},
    }


def to_json(conducts: Mapping[Form, Conduct]) -> str:
    """Return the figures and the wrong outright answers as one JSON object."""
    return json.dumps(
        {
            "figures": [figures(form, found) for form, found in conducts.items()],
            "wrong": [_told(form, one) for form, found in conducts.items() for one in found.wrong],
        },
        ensure_ascii=False,
    )


def _told(form: Form, one: Conducted) -> dict[str, object]:
    return {
        "form": form.value,
        "question": one.question.text,
        "codes": one.question.codes,
        "answered": one.code,
        "score": one.score,
    }


def tables(conducts: Mapping[Form, Conduct], names: Mapping[str, str], *, worst: int) -> None:
    """Print the figures, a column for each form, and the wrong outright answers as written; `names` are by code."""
    console = Console()
    rows = [figures(form, found) for form, found in conducts.items()]
    table = Table("", *(form.value for form in conducts))
    for title, key in _ROWS.items():
        table.add_row(title, *(_shown(row[key]) for row in rows))
    table.add_section()
    for outcome in Outcome:
        if any(found.outcomes[outcome] for found in conducts.values()):
            table.add_row(f"outcome {outcome}", *(str(found.outcomes[outcome]) for found in conducts.values()))
    console.print(table)
    wrong = conducts[Form.AS_WRITTEN].wrong[:worst]
    if wrong:
        console.print("\nThe worst: answered outright, and wrong.")
    for one in wrong:
        console.print(f"  {one.score:.2f}  {one.question.text[:110]}", markup=False, highlight=False)
        wanted = ", ".join(one.question.codes) or "no answer"
        found_ = f"{one.code} {names.get(one.code or '', '')[:70]}"
        console.print(f"        right: {wanted}; answered: {found_}", markup=False, highlight=False)


_ROWS = {
    "questions": "questions",
    "answered outright": "answered",
    "  share of the answerable (coverage)": "coverage",
    "  wrong": "wrong",
    "  wrong of answered": "wrong_answer_rate",
    "asked back, the right one a choice": "asked_back_with_right",
    "near ones offered, the right one among them": "near_with_right",
    "right one answered or one tap away": "reachable",
    "right outcome, where one is named": "right_outcomes",
}


def _shown(figure: object) -> str:
    return "-" if figure is None else f"{figure:.3f}" if isinstance(figure, float) else str(figure)
