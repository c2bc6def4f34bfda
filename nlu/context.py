"""What the conversation so far makes of a question: it goes on with the procedure at hand, or leaves it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from knowledge.search import Finding, Whose
from nlu.decision import AnswerWith, Clarify, Decision, NothingFits, OfferNear
from nlu.telling import Heard
from nlu.understanding.languages import Tongue

_SURELY_NOT_OURS = 0.85
"""The probability from which what is asked in a conversation is not the commune's business."""
_IN_A_CONVERSATION = 0.45
"""What is left of a smaller one there: too little to turn a question away by itself."""
_HARDLY = 0.1
"""The probability below which what is asked is nobody else's business."""
_MOSTLY = 0.5
"""The share of what a message says from which it is about an authority's business, whatever else it names."""
_SURE_IN_ENGLISH = 0.8
"""The score from which an English question is clear."""
_NEAR_THE_FIRST = 0.3
"""The share of the first's score from which the procedure at hand is meant, where one would ask back."""
_A_FEW = 2
"""Words of a subject that nothing fits: "ai phải khai", "cha hay mẹ nộp" are of the procedure at hand."""
_DENYING = frozenset({"khong", "ko", "k", "no"})


def heard_in_context(finding: Finding, heard: Heard) -> Finding:
    """Return a finding with what the conversation and the language make less sure."""
    if heard.state.procedure is not None and finding.whose and finding.whose.not_ours < _SURELY_NOT_OURS:
        # What goes on with a conversation often says too little to tell whose business it is.
        whose = Whose(finding.whose.others * _IN_A_CONVERSATION, finding.whose.nobodys * _IN_A_CONVERSATION)
        finding = replace(finding, whose=whose)
    if heard.said.tongue is Tongue.ENGLISH and finding.score >= _SURE_IN_ENGLISH:
        # How clear an English question is was learned from few.
        finding = replace(finding, unclear=0.0)
    return finding


def settled_by_current(decision: Decision, finding: Finding, heard: Heard, related: Collection[str]) -> Decision:
    """Return the decision, settled by the procedure at hand or one of its `related` codes where that is meant."""
    current = heard.state.procedure
    if current is None or isinstance(decision, AnswerWith) or _denies(heard):
        return decision
    if isinstance(decision, Clarify) and _comes_near(current, decision.codes, finding):
        return AnswerWith(current)
    near = tuple(one.code for one in finding.candidates if one.score >= _NEAR_THE_FIRST * finding.score)
    codes = near if isinstance(decision, NothingFits) else decision.codes
    likely = codes if heard.said.is_follow_up else codes[:1]
    # After a birth, "cha là người Mỹ" means the birth with a foreign parent; of what comes near, the related one.
    meant = [code for code in likely if code in related]
    return AnswerWith(meant[0]) if len(meant) == 1 else decision


def is_of_the_current(decision: Decision, heard: Heard) -> bool:
    """Tell whether a facet was asked of the procedure at hand by one who names no other for sure."""
    current = heard.state.procedure
    if current is None or heard.said.facet is None or heard.state.choices or _denies(heard):
        return False
    match decision:
        # "ai phải khai" is nearest to the one at hand; "mẹ em xin hộ được không" names a person, no procedure.
        case OfferNear(codes) | Clarify(codes):
            return heard.said.is_case_only or codes[0] == current
        case NothingFits():
            is_of_it = heard.said.is_case_only or len(heard.said.subject.split()) <= _A_FEW
            return is_of_it and heard.said.authority is None
        case _:
            return False


def is_surely_ours(finding: Finding, heard: Heard) -> bool:
    """Tell whether the commune's business was asked for, and another's only named: a copy "để vay ngân hàng"."""
    is_named_by_the_way = heard.said.authority_share < _MOSTLY
    return is_named_by_the_way and finding.whose is not None and finding.whose.not_ours < _HARDLY


def _denies(heard: Heard) -> bool:
    """Tell whether what was said last is left: "không, ba mẹ đều là người Việt"."""
    return bool(heard.said.words) and heard.said.words[0].bare in _DENYING


def _comes_near(code: str, offered: Sequence[str], finding: Finding) -> bool:
    """Tell whether what is at hand may be meant: "thế người khuyết tật thì sao" leaves it far behind."""
    scores = {one.code: one.score for one in finding.candidates}
    return code in offered and scores.get(code, finding.score) >= _NEAR_THE_FIRST * finding.score
