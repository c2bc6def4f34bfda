"""Messages of ours in the form that Telegram receives; pure, and compared by the golden tests."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from bot import buttons, channel_wordings, splitting
from bot.channels import Payload
from bot.messages import Outgoing
from knowledge.procedures import Language
from nlu.replies import Suggestion

LISTEN = "!nghe"
"""What the button carries that has the answer read aloud."""

_LISTEN_TITLES = {Language.VIETNAMESE: "🔊 Nghe", Language.ENGLISH: "🔊 Listen"}
_SOURCES = {Language.VIETNAMESE: "Căn cứ", Language.ENGLISH: "Legal basis"}
_LONGEST = 4096  # UTF-16 units, after the markup is parsed
_SIDE_BY_SIDE = 18  # characters of a title of which two stand beside each other on a narrow phone
_BULLET = re.compile(r"^[-*] ", re.MULTILINE)


def render(outgoing: Outgoing) -> tuple[Payload, ...]:
    """Return the messages for a text, in order; the buttons stand below the last."""
    if outgoing.is_voice and outgoing.spoken.strip():
        return (_voice(outgoing),)
    parts = _split(_BULLET.sub("• ", _whole(outgoing.text)))
    if not parts:
        return ()
    marked = [html.escape(part, quote=False) for part in parts]
    marked[0] = _with_heading(marked[0], outgoing)
    for note in _split(_source(outgoing)):
        if _length(f"{parts[-1]}\n\n{note}") <= _LONGEST:
            parts[-1] += f"\n\n{note}"
            marked[-1] += f"\n\n<i>{html.escape(note, quote=False)}</i>"
        else:
            parts.append(note)
            marked.append(f"<i>{html.escape(note, quote=False)}</i>")
    payloads = [_message(text) for text in marked]
    keyboard = _keyboard(outgoing)
    if keyboard:
        payloads[-1]["reply_markup"] = {"inline_keyboard": keyboard}
    return tuple(payloads)


def _source(outgoing: Outgoing) -> str:
    source = _whole(outgoing.source)
    return f"{_SOURCES[outgoing.language]}: {source}" if source else ""


def _message(text: str) -> Payload:
    return {
        "method": "sendMessage",
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


def _voice(outgoing: Outgoing) -> Payload:
    """Return a sound as what is to be said: it is spoken when it leaves, and written where there is no voice."""
    return {
        "method": "sendVoice",
        "speak": _whole(outgoing.spoken),
        "language": outgoing.language.value,
        "is_personal": outgoing.is_personal,
        "otherwise": channel_wordings.say("no_voice", outgoing.language),
    }


def _with_heading(marked: str, outgoing: Outgoing) -> str:
    """Return a text whose first line names the procedure with that line in bold."""
    first, *rest = marked.split("\n", 1)
    name = html.escape(outgoing.procedure.name, quote=False) if outgoing.procedure else ""
    if not name or not rest or not first.startswith(name):
        return marked
    return "\n".join((f"<b>{first}</b>", *rest))


def _keyboard(outgoing: Outgoing) -> list[list[Payload]]:
    rows = _rows([button for button in outgoing.buttons if button.title.strip()])
    keyboard: list[list[Payload]] = [
        [{"text": button.title, "callback_data": buttons.data(button.send)} for button in row] for row in rows
    ]
    # What has an answer worth hearing names a procedure; small talk is read faster than heard.
    if outgoing.procedure is not None and outgoing.spoken:
        keyboard.append([{"text": _LISTEN_TITLES[outgoing.language], "callback_data": LISTEN}])
    return keyboard


def _rows(suggestions: Sequence[Suggestion]) -> list[list[Suggestion]]:
    """Return the buttons in rows: two short ones share one, a long one has its own."""
    rows: list[list[Suggestion]] = []
    for suggestion in suggestions:
        is_short = len(suggestion.title) <= _SIDE_BY_SIDE
        if rows and is_short and len(rows[-1]) == 1 and len(rows[-1][0].title) <= _SIDE_BY_SIDE:
            rows[-1].append(suggestion)
        else:
            rows.append([suggestion])
    return rows


def _whole(text: str) -> str:
    """Return a text that can be encoded: half a character outside the basic plane cannot."""
    return text.encode("utf-8", "ignore").decode()


def _split(text: str) -> list[str]:
    return list(splitting.split(text, _LONGEST, size=_length))


def _length(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
