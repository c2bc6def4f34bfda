"""How open the words of a question leave which procedure is meant.

"Làm lại giấy khai sinh" leaves open what "đăng ký lại khai sinh vì sổ không còn" settles. It is learned from the
`shared_ways_to_ask` of records, against their `ways_to_ask`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.procedures import Procedure
from knowledge.word_weights import WordWeights, counted

_LEAST_OF_A_KIND = 20


def ways_of(procedures: Iterable[Procedure]) -> tuple[list[str], list[str]]:
    """Return the ways to ask that settle which procedure is meant, and those that leave it open, each once."""
    settled: dict[str, None] = {}
    left_open: dict[str, None] = {}
    for procedure in procedures:
        settled.update(dict.fromkeys(procedure.ways_to_ask))
        left_open.update(dict.fromkeys(procedure.shared_ways_to_ask))
    return list(settled), list(left_open)


def learn(settled: Sequence[str], left_open: Sequence[str]) -> WordWeights:
    """Return how open words are, from folded questions of both kinds: above 0 rather open, below 0 rather settled.

    Nothing is learned where there are too few of one kind.
    """
    # Learning alone needs it, and not serving.
    from sklearn.linear_model import LogisticRegression

    if min(len(settled), len(left_open)) < _LEAST_OF_A_KIND:
        return WordWeights()
    names, held = counted([*settled, *left_open])
    model = LogisticRegression(C=30.0, max_iter=3000, class_weight="balanced")
    model.fit(held, [False] * len(settled) + [True] * len(left_open))
    return WordWeights(dict(zip(names, model.coef_[0].tolist(), strict=True)), float(model.intercept_[0]))
