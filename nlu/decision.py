"""What to do with what a search found: answer, ask one question back, offer the nearest, or say that nothing fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.calibration import Thresholds
from knowledge.procedures import CaseTag
from knowledge.search import Finding
from knowledge.vietnamese.text import fold, words

MOST_CHOICES = 4
MOST_NEAR = 3
_FOREIGN = frozenset({CaseTag.FOREIGN, CaseTag.ABROAD})
_SAME_SUBJECT = 0.5
_LIKELY = 0.5
"""The probability from which something is rather so than not."""
_SURE = 0.65
"""The score from which the first is answered even where another comes near."""
_HALF = 0.5
"""The share of the first's score from which another comes near a first that is not sure."""
_LITTLE = 5
"""Words of a question that says a name and a facet."""
_PLAIN_ENOUGH = 0.4
"""The score that is enough for a plain procedure among its own variants."""
_LEFT_OPEN = 0.4
"""The probability from which a question leaves open what is meant, though a name was said."""
_NOT_OURS = 0.4
"""The probability from which what is asked is taken for somebody else's business, or nobody's."""
_FAR_BEHIND = 0.1
"""The share of the first's score below which a candidate is no rival."""
_NO_RIVAL = 0.03
"""The share of the first's score below which another is not worth offering beside it."""
_WORTH_ASKING = 0.3
"""The score from which the first and its rivals are worth a question back; below it they are only the nearest."""
_TOO_CLOSE = 0.15
"""The share of the first's score from which another may as well be meant, though the first is named."""
_A_NAME = 3
"""Words of a name; fewer stand in many questions that mean something else."""
_A_SHORT_NAME = 2
"""Words of a name that is enough where the first is likely by itself."""
_A_LONG_NAME = 6
"""Words of a name that nobody says without meaning it: buttons say names."""


@dataclass(frozen=True)
class AnswerWith:
    """Answer with this procedure."""

    code: str


@dataclass(frozen=True)
class Clarify:
    """Ask which of these is meant."""

    codes: tuple[str, ...]
    is_about_foreigners: bool = False
    """The first is the plain procedure, the second its variant with a foreign element."""


@dataclass(frozen=True)
class OfferNear:
    """Offer these, unsure."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class NothingFits:
    """Nothing that was found is near enough to be offered."""

    is_others: bool = False
    """It seems to be another authority's business, and not nobody's."""


Decision = AnswerWith | Clarify | OfferNear | NothingFits
Tags = Callable[[str], frozenset[CaseTag]]
"""The situations that the name of a procedure holds, by its code."""


@dataclass(frozen=True)
class Said:
    """What of a procedure stands in the question word for word: the number of words, 0 when nothing does."""

    name: int = 0
    name_or_alias: int = 0


Saying = Callable[[str], Said]
"""What the question says of a procedure, by its code."""


@dataclass(frozen=True)
class Known:
    """What is known of the procedures that were found."""

    tags: Tags
    said: Saying
    words: int
    """The number of words of the question that are not about what is asked of it."""


def decide(finding: Finding, thresholds: Thresholds, *, cases: Sequence[CaseTag], known: Known) -> Decision:
    """Return what to do with a finding, given the situation that the question named."""
    if _is_shared(finding, thresholds):
        return _among(finding, cases, known.tags)
    if not finding.candidates:
        return NothingFits(is_others=_is_others(finding))
    if called := _called_in_full(finding, known):
        return AnswerWith(called)
    if _is_not_ours(finding, known.said):
        return NothingFits(is_others=_is_others(finding))
    is_settled = finding.score >= _WORTH_ASKING and finding.unclear < _LEFT_OPEN
    if is_settled and _is_named_alone(finding, known.said):
        return _answer_or_ask(finding, cases, known)
    return _by_figures(finding, thresholds, cases, known)


def _by_figures(finding: Finding, thresholds: Thresholds, cases: Sequence[CaseTag], known: Known) -> Decision:
    """Decide by how sure the first is and how clear the question, where no name settles it."""
    is_plain = finding.score >= _PLAIN_ENOUGH and _is_beside_its_variants(finding) and finding.unclear < _LEFT_OPEN
    is_unclear = finding.unclear >= thresholds.unclear and not is_plain
    if finding.score < thresholds.near:
        return _among_all(finding) if is_unclear and _is_ours(finding) else NothingFits()
    if is_plain or (finding.score >= thresholds.answer and _stands_out(finding) and not is_unclear):
        return _answer_or_ask(finding, cases, known)
    return _in_doubt(finding, cases, known.tags, is_unclear=is_unclear)


def _stands_out(finding: Finding) -> bool:
    """Tell whether the first is likely enough to be answered beside what comes next."""
    first, *rest = finding.candidates
    return finding.score >= _SURE or all(one.score < _HALF * first.score for one in rest)


def _in_doubt(finding: Finding, cases: Sequence[CaseTag], tags: Tags, *, is_unclear: bool) -> Decision:
    """Ask back where there is something to choose among, or else offer the nearest."""
    first, *rest = (candidate.code for candidate in finding.candidates)
    if rest and _is_pair(finding, tags) and not _FOREIGN & set(cases):
        return _about_foreigners((first, rest[0]), tags)
    if is_unclear or (_rivals(finding) and finding.score >= _WORTH_ASKING):
        return _among_all(finding)
    return OfferNear((first, *rest)[:MOST_NEAR])


def _is_named_alone(finding: Finding, said: Saying) -> bool:
    """Tell whether the first is called by a name of its own, and no other that was asked for comes near."""
    first, *rest = finding.candidates
    if said(first.code).name_or_alias < (_A_SHORT_NAME if finding.score >= _LIKELY else _A_NAME):
        return False
    return all(one.is_unasked_variant for one in rest if one.score >= _TOO_CLOSE * first.score)


def _is_beside_its_variants(finding: Finding) -> bool:
    """Tell whether little is said, and all that comes near the first are special variants that nobody asked for.

    Who means "đăng ký lại khai sinh" says "lại"; who says only "lệ phí khai sinh" means the plain procedure. Who tells
    a longer story may have left out what makes it special.
    """
    first, *rest = finding.candidates
    if len(words(fold(finding.question))) > _LITTLE or first.is_unasked_variant:
        return False
    return all(one.is_unasked_variant for one in rest if one.score >= _TOO_CLOSE * first.score)


def _called_in_full(finding: Finding, known: Known) -> str | None:
    """Return whose long name stands whole in the question, or whose name is all it says, the longest of several."""
    code, length = max(((one.code, known.said(one.code).name) for one in finding.candidates), key=lambda one: one[1])
    is_all = length >= max(_A_SHORT_NAME, known.words)
    return code if is_all or length >= _A_LONG_NAME else None


def _is_not_ours(finding: Finding, said: Saying) -> bool:
    """Tell whether the question is likely not the commune's business, and no procedure is called by its name."""
    is_called = said(finding.candidates[0].code).name_or_alias >= _A_NAME and finding.score >= _WORTH_ASKING
    return finding.whose is not None and finding.whose.not_ours >= _NOT_OURS and not is_called


def _is_others(finding: Finding) -> bool:
    return finding.whose is not None and finding.whose.others > finding.whose.nobodys


def _is_ours(finding: Finding) -> bool:
    return finding.whose is not None and finding.whose.not_ours < _NOT_OURS


def _among_all(finding: Finding) -> Decision:
    """Ask back among the first and those that come near; among the nearest two where none does."""
    first, *rest = (candidate.code for candidate in finding.candidates)
    rivals = _rivals(finding) or tuple(rest[:1])
    return Clarify((first, *rivals)[:MOST_CHOICES]) if rivals else AnswerWith(first)


def _answer_or_ask(finding: Finding, cases: Sequence[CaseTag], known: Known) -> Decision:
    """Answer with the first, which is sure enough, unless the question says the name of another."""
    first = finding.candidates[0].code
    named = None if known.tags(first) & set(cases) else _named_instead(finding, known.said)
    return Clarify((named, first)) if named else AnswerWith(first)


def _rivals(finding: Finding) -> tuple[str, ...]:
    """Return who else may be meant: not far behind the first, and no special variant that nobody asked for."""
    first, *rest = finding.candidates
    return tuple(one.code for one in rest if one.score >= _NO_RIVAL * first.score and not one.is_unasked_variant)


def _by_rank(finding: Finding) -> tuple[str, ...]:
    ranked = [candidate.code for candidate in finding.candidates if candidate.code in finding.shared]
    return tuple(dict.fromkeys([*ranked, *finding.shared]))


def _is_shared(finding: Finding, thresholds: Thresholds) -> bool:
    """Tell whether the question is a name of several, and not in passing: "cắt khẩu cho con gái đi lấy chồng"."""
    if len(finding.shared) < 2:
        return False
    leads = not finding.candidates or finding.candidates[0].code in finding.shared
    return leads or finding.score < thresholds.near


def _named_instead(finding: Finding, said: Saying) -> str | None:
    """Return a candidate whose whole name stands in the question, when nothing that the first is called does."""
    first, *rest = (candidate.code for candidate in finding.candidates)
    if said(first).name_or_alias:
        return None
    named = [code for code in rest if said(code).name >= _A_NAME]
    return max(named, key=lambda code: said(code).name) if named else None


def _among(finding: Finding, cases: Sequence[CaseTag], tags: Tags) -> Decision:
    codes = _by_rank(finding)
    scores = {candidate.code: candidate.score for candidate in finding.candidates}
    # A situation that only one of them is for has already been told: nobody need ask.
    # Unless it is far behind: "mất giấy khai sinh, xin lại" mostly means a copy, not another registration.
    named = [code for code in codes if tags(code) & set(cases)]
    if len(named) == 1 and scores.get(named[0], 0.0) >= _FAR_BEHIND * finding.score:
        return AnswerWith(named[0])
    if len(codes) == 2 and sum(bool(tags(code) & _FOREIGN) for code in codes) == 1:
        return _about_foreigners((codes[0], codes[1]), tags)
    return Clarify(codes[:MOST_CHOICES])


def _about_foreigners(codes: tuple[str, str], tags: Tags) -> Clarify:
    plain_first = sorted(codes, key=lambda code: bool(tags(code) & _FOREIGN))
    return Clarify(tuple(plain_first), is_about_foreigners=True)


def _is_pair(finding: Finding, tags: Tags) -> bool:
    """Tell whether the first two are a plain procedure and its variant with a foreign element."""
    first, second = finding.candidates[:2]
    if bool(tags(first.code) & _FOREIGN) == bool(tags(second.code) & _FOREIGN):
        return False
    a, b = (set(words(fold(candidate.name))) for candidate in (first, second))
    return len(a & b) >= _SAME_SUBJECT * len(a | b)
