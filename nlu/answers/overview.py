"""A procedure in short: what it is, the main papers, how long, how much, where."""

from __future__ import annotations

from nlu.answers import documents, durations, fees, places
from nlu.answers.parts import Part, Request
from nlu.answers.shortening import item, sentence, shorten, thing

_LONGEST_SUMMARY = 240


def compose(request: Request) -> Part:
    """Return the procedure in short; what the record lacks is said."""
    summary = _summary(request)
    papers = documents.brief(request)
    rest = [brief(request) or _unsaid(label, request) for label, brief in _RESTS]
    parts = [part for part in (summary, papers, *rest) if part]
    return Part(
        lines=tuple(line for part in parts for line in part.lines),
        spoken=tuple(line for part in (summary, papers) if part for line in part.spoken),
        fields=tuple(dict.fromkeys(field for part in parts for field in part.fields)),
        is_complete=summary is not None or papers is not None,
        is_cut=papers.is_cut if papers else False,
        is_ours=any(part.is_ours for part in parts),
    )


_RESTS = (("time", durations.brief), ("fee", fees.brief), ("place", places.brief))
_UNSAID = {
    "time": ("Thời gian: hồ sơ này chưa ghi.", "Time: the record does not say."),
    "fee": ("Lệ phí: hồ sơ này chưa ghi.", "Fee: the record does not say."),
    "place": ("Nơi nộp: hồ sơ này chưa ghi, bạn hỏi quầy.", "Where: the record does not say, ask the counter."),
}
_ASK = {
    "time": ("Thời gian tùy từng trường hợp, bạn bấm “Bao lâu có kết quả” để xem.", "The time depends on the case."),
    "fee": ("Lệ phí tùy từng trường hợp, bạn bấm “Lệ phí” để xem.", "The fee depends on the case."),
    "place": ("Nơi nộp: bạn bấm “Nộp ở đâu” để xem.", "Where: see “Where to go”."),
}
_WHOLE = {"time": durations.compose, "fee": fees.compose, "place": places.compose}


def _unsaid(label: str, request: Request) -> Part:
    """Return a line for what one line cannot hold, or for what the record lacks."""
    whole = _WHOLE[label](request)
    line = (_ASK if whole.is_complete else _UNSAID)[label][request.is_english]
    return Part((line,), (), whole.fields)


def _summary(request: Request) -> Part | None:
    procedure = request.procedure
    ours = procedure.wording(request.language).summary
    if ours:
        side = "english" if request.is_english else "plain"
        return Part((ours,), (sentence(ours),), (f"{side}.summary",), is_ours=True)
    if procedure.results:
        result, _ = shorten(item(procedure.results[0]), _LONGEST_SUMMARY)
        lead = "You receive, by its Vietnamese name: " if request.is_english else "Làm xong bạn nhận: "
        return Part((sentence(lead + result),), (sentence(lead + thing(result)),), ("results",))
    return None
