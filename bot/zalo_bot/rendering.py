"""What the platform receives for a message: plain text, the choices numbered, for it has no buttons."""

from __future__ import annotations

import unicodedata

from bot import splitting
from bot.channels import Payload
from bot.messages import Outgoing
from bot.zalo.rendering import BASED_ON, NO_SOUND
from knowledge.procedures import Language

_LONGEST_TEXT = 2000
_CHOOSE = {
    Language.VIETNAMESE: "Bạn nhắn số để chọn, hoặc cứ gõ câu hỏi:",
    Language.ENGLISH: "Send a number to choose, or just ask:",
}


def render(outgoing: Outgoing) -> tuple[Payload, ...]:
    """Return the bodies of the calls, each without its chat. No markup: what stands in the text is shown as it is."""
    paragraphs = [outgoing.text]
    if outgoing.is_voice:
        paragraphs = [NO_SOUND[outgoing.language], outgoing.spoken or outgoing.text]
    elif outgoing.source:
        paragraphs.append(BASED_ON[outgoing.language].format(source=outgoing.source))
    if outgoing.buttons:
        choices = [f"{number}. {button.title}" for number, button in enumerate(outgoing.buttons, start=1)]
        paragraphs.append("\n".join([_CHOOSE[outgoing.language], *choices]))
    text = unicodedata.normalize("NFC", "\n\n".join(paragraphs))
    return tuple({"text": part} for part in splitting.split(text, _LONGEST_TEXT))
