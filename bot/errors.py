"""What can stop the bot package, as one tree.

BotError
└── QuestionTooLong   a message is longer than anyone will read
"""

from __future__ import annotations


class BotError(Exception):
    """Base of all that the bot package raises; its text is fit to be shown to a citizen."""


class QuestionTooLong(BotError):
    """A message is longer than anyone will read."""

    def __init__(self, length: int, *, limit: int) -> None:
        self.length, self.limit = length, limit
        super().__init__(f"Câu hỏi dài {length} ký tự; tối đa là {limit} ký tự.")
