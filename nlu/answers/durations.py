"""How long it takes."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.procedures import Duration, Method, TimeUnit
from nlu import numbers
from nlu.answers import methods
from nlu.answers.parts import Part, Request, missing
from nlu.answers.shortening import capital, folded, prose, sentence, shorten

_LONGEST_TEXT = 300
_LONGEST_BRIEF = 220
_ON_SCREEN = ("Thời gian cụ thể có trên màn hình.", "The screen shows the time.")
_UNITS = {
    TimeUnit.HOUR: ("giờ", "hour"),
    TimeUnit.DAY: ("ngày", "day"),
    TimeUnit.WORKING_DAY: ("ngày làm việc", "working day"),
    TimeUnit.MONTH: ("tháng", "month"),
    TimeUnit.YEAR: ("năm", "year"),
}
_WORKING_DAYS = (" (không tính thứ Bảy, Chủ nhật, ngày lễ)", " (not counting Saturdays, Sundays and holidays)")
_ABOUT_TIME = re.compile(r"\d+ (?:\(\w+\) )?(?:ngay|gio|thang)\b(?! \d)")
_ANY = re.compile(r"\w")
_LATE_IN_THE_DAY = re.compile(r"sau 15\s*(?:gio|h)\b")


def compose(request: Request) -> Part:
    """Return the time: said once where all methods take the same, else by method."""
    timed = [(method, *_say(method, request)) for method in request.procedure.methods]
    if not any(texts for _, texts, _ in timed):
        return missing(_missing(request), "methods")
    told = [(method, methods.with_note(method, texts, request, _ABOUT_TIME)) for method, texts, _ in timed]
    groups = methods.grouped(told, request, _ANY)
    unsaid = "the record does not say." if request.is_english else "hồ sơ này chưa ghi thời gian."
    lines = methods.by_method(groups, request, empty=unsaid)
    shown = methods.few(lines, request)
    late = _late_in_the_day(request)
    after = [late] if late else []
    return Part(
        lines=(*shown, *after),
        spoken=(*methods.aloud(lines, _ON_SCREEN[request.is_english]), *after),
        fields=("methods", "steps") if late else ("methods",),
        is_cut=len(shown) < len(lines) or any(was_cut for _, _, was_cut in timed),
    )


def brief(request: Request) -> Part | None:
    """Return the time in one line: the counted part alone where the source says much more."""
    part = compose(request)
    text = " ".join(sentence(line) for line in part.lines)
    if part.is_complete and len(part.lines) <= 2 and len(text) <= _LONGEST_BRIEF:
        return Part((text,), (text,), part.fields)
    counted = {_counted(method.time, request) for method in request.procedure.methods if method.time}
    if len(counted) != 1 or not (text := counted.pop()):
        return None
    more = ("Một số trường hợp có thời gian khác.", "Some cases take another time.")[request.is_english]
    return Part((f"{text} {more}",), (f"{text} {more}",), ("methods",))


def length(duration: Duration, *, in_english: bool) -> str:
    """Return a counted duration: "3 ngày làm việc (không tính thứ Bảy, Chủ nhật, ngày lễ)"."""
    if duration.value is None or duration.unit not in _UNITS:
        return ""
    value = Decimal(str(duration.value)).normalize()
    figure = format(value, "f")
    vietnamese, english = _UNITS[duration.unit]
    aside = _WORKING_DAYS[in_english] if duration.unit is TimeUnit.WORKING_DAY else ""
    if in_english:
        return f"{figure} {english}{'s' if value != 1 else ''}{aside}"
    return f"{figure.replace('.', ',')} {vietnamese}{aside}"


def _say(method: Method, request: Request) -> tuple[tuple[str, ...], bool]:
    """Return the sentences on one method's time, and whether the source's words were cut."""
    duration = method.time
    if duration is None:
        return (), False
    limit = 10 * _LONGEST_TEXT if request.is_full else _LONGEST_TEXT
    words, was_cut = shorten(prose(duration.text).rstrip("."), limit) if duration.text else ("", False)
    said = _counted(duration, request)
    if not words or (said and _only_repeats(words, duration)):
        return ((said,) if said else ()), False
    quoted = sentence(f"The record says, in Vietnamese: {words}" if request.is_english else capital(words))
    return tuple(text for text in (said, quoted) if text), was_cut


def _counted(duration: Duration, request: Request) -> str:
    if duration.unit is TimeUnit.SAME_DAY:
        return "The result comes the same day." if request.is_english else "Bạn nhận kết quả trong ngày."
    counted = length(duration, in_english=request.is_english)
    if not counted:
        return ""
    # When the count begins is said only where the record says it.
    begins = "ke tu" in folded(duration.text)
    if request.is_english:
        return f"It takes {counted}{', once all papers are in' if begins else ''}."
    return f"Bạn nhận kết quả sau {counted}{', kể từ khi đủ giấy tờ' if begins else ''}."


def _only_repeats(words: str, duration: Duration) -> bool:
    """Tell whether the source's words say no more than the duration that was read from them."""
    said = {number.value for number in numbers.find(words)}
    if duration.unit is TimeUnit.SAME_DAY and _LATE_IN_THE_DAY.search(folded(words)):
        return said <= {"15"}
    if re.search(r"\btruong hop|\bneu |\brieng\b", folded(words)):
        return False
    return said <= ({numbers.of_amount(duration.value)} if duration.value else set())


def _late_in_the_day(request: Request) -> str:
    """Return what holds for a dossier of the late afternoon, where the steps or methods say so."""
    if not any(method.time and method.time.unit is TimeUnit.SAME_DAY for method in request.procedure.methods):
        return ""
    texts = [method.time.text for method in request.procedure.methods if method.time]
    texts += [step.text for step in request.procedure.steps]
    if not any(_LATE_IN_THE_DAY.search(folded(text)) for text in texts):
        return ""
    if request.is_english:
        return "If you file after 3 pm, it comes the next working day."
    return "Nếu nộp sau 3 giờ chiều thì ngày làm việc tiếp theo có kết quả."


def _missing(request: Request) -> str:
    if request.is_english:
        return "This record does not state how long it takes. The counter gives you a slip with the date."
    return "Hồ sơ này chưa ghi thời gian giải quyết. Bạn hỏi quầy ngày hẹn trả kết quả."
