"""What Zalo receives for a message: texts of at most 2,000 characters, five buttons each, or a sealed template."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence

from bot import splitting
from bot.channels import Payload
from bot.messages import Outgoing, Template
from knowledge.procedures import Language
from nlu.replies import Suggestion

_LONGEST_TEXT = 2000
_LONGEST_TITLE = 100
_LONGEST_QUERY = 1000
_MOST_BUTTONS = 5
BASED_ON = {Language.VIETNAMESE: "Căn cứ: {source}", Language.ENGLISH: "Based on: {source}"}
NO_SOUND = {
    Language.VIETNAMESE: "Ở đây Một Cửa chưa gửi được giọng đọc, nên viết lại thật ngắn:",
    Language.ENGLISH: "Sound cannot be sent here, so this is what would have been read aloud:",
}
_MORE = {Language.VIETNAMESE: "Bạn cũng có thể chọn:", Language.ENGLISH: "You can also choose:"}


def render(outgoing: Outgoing, seal: Callable[[str], str]) -> tuple[Payload, ...]:
    """Return the bodies of the calls, each without its recipient.

    A notice with a template is sealed: it tells of the citizen's own case, and lies on a disk until it is sent.
    """
    messages = _messages(outgoing)
    if outgoing.template is None:
        return messages
    notice: Payload = {"template": _template(outgoing.template)}
    # Within the free window the plain words go out, when they are one message and it is known to whom.
    if len(messages) == 1 and not outgoing.template.phone:
        notice |= messages[0]
    return ({"notice": seal(json.dumps(notice, ensure_ascii=False, sort_keys=True))},)


def _messages(outgoing: Outgoing) -> tuple[Payload, ...]:
    text = outgoing.text
    if outgoing.is_voice:
        # What was to be heard is written, in the words in which it would have been spoken.
        text = f"{NO_SOUND[outgoing.language]}\n\n{outgoing.spoken or outgoing.text}"
    elif outgoing.source:
        text = f"{text}\n\n{BASED_ON[outgoing.language].format(source=outgoing.source)}"
    parts = splitting.split(_composed(text), _LONGEST_TEXT)
    rows = [outgoing.buttons[i : i + _MOST_BUTTONS] for i in range(0, len(outgoing.buttons), _MOST_BUTTONS)]
    first = rows[0] if rows else ()
    pages = [(part, first if place == len(parts) - 1 else ()) for place, part in enumerate(parts)]
    pages += [(_MORE[outgoing.language], row) for row in rows[1:]]
    return tuple({"message": _message(text, buttons)} for text, buttons in pages)


def _message(text: str, buttons: Sequence[Suggestion]) -> Payload:
    if not buttons:
        return {"text": text}
    shown = [
        {
            "title": _cut(button.title, _LONGEST_TITLE),
            # What a press sends comes back as an ordinary text, and stands in the chat as the citizen's own.
            "type": "oa.query.show",
            "payload": _composed(button.send)[:_LONGEST_QUERY],
        }
        for button in buttons
    ]
    return {"text": text, "attachment": {"type": "template", "payload": {"buttons": shown}}}


def _template(template: Template) -> Payload:
    sealed: Payload = {"name": template.name, "values": dict(template.values), "phone": template.phone}
    return sealed | ({"reference": template.reference} if template.reference else {})


def _composed(text: str) -> str:
    # A decomposed Vietnamese text is a quarter longer.
    return unicodedata.normalize("NFC", text)


def _cut(title: str, limit: int) -> str:
    title = _composed(title)
    return title if len(title) <= limit else f"{title[: limit - 1].rstrip()}…"
