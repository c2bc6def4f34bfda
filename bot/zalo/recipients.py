"""To whom a message goes, in Zalo's words: a follower, or a visitor whom Zalo does not name."""

from __future__ import annotations

ANONYMOUS = "anonymous:"
"""Before the key of a chat with a visitor: the visitor's id and that of the conversation follow."""


def path(chat: str) -> str:
    """Return where a message to a chat is posted."""
    return "/v2.0/oa/message" if chat.startswith(ANONYMOUS) else "/v3.0/oa/message/cs"


def recipient(chat: str) -> dict[str, str]:
    """Return the recipient that a chat stands for."""
    if not chat.startswith(ANONYMOUS):
        return {"user_id": chat}
    visitor, _, conversation = chat.removeprefix(ANONYMOUS).partition(":")
    return {"anonymous_id": visitor, "conversation_id": conversation}
