"""What can stop the bot package, as one tree.

BotError
├── QuestionTooLong         a message is longer than anyone will read
├── ChannelMisconfigured    the settings of a channel contradict each other or lack one
├── WebhookRefused          a delivery is not from the network, or cannot be read
├── LeaseLost               another worker took over what this one was working on
├── SecretUnreadable        a secret was encrypted with another key
├── SecretKeyInvalid        the deployment's key is none
├── NoticeImpossible        a notice cannot be sent as it was asked for
└── SendError               a message did not leave
    ├── RateLimited         the network asks to wait
    ├── Blocked             the citizen has blocked or left us
    ├── Refused             the network will never take this message
    ├── Unreachable         the network could not be reached: the message surely did not arrive
    └── Uncertain           the message was sent and no answer came: it may have arrived
"""

from __future__ import annotations


class BotError(Exception):
    """Base of all that the bot package raises; its text is fit to be shown to a citizen."""


class QuestionTooLong(BotError):
    """A message is longer than anyone will read."""

    def __init__(self, length: int, *, limit: int) -> None:
        self.length, self.limit = length, limit
        super().__init__(f"Câu hỏi dài {length} ký tự; tối đa là {limit} ký tự.")


class ChannelMisconfigured(BotError):
    """The settings of a channel contradict each other or lack one."""


class WebhookRefused(BotError):
    """A delivery is not from the network (401, 403), cannot be read (400) or is too large (413).

    The reason is one of our own sentences, without a word of the delivery: it goes into the log.
    """

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason
        super().__init__(reason)


class LeaseLost(BotError):
    """Another worker took over what this one was working on."""


class SecretUnreadable(BotError):
    """A secret was encrypted with another key."""


class SecretKeyInvalid(BotError):
    """The deployment's key is none."""


class NoticeImpossible(BotError):
    """A notice cannot be sent as it was asked for."""


class SendError(BotError):
    """A message did not leave; `reason` is the network's code or word and never what a citizen wrote."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class RateLimited(SendError):
    """The network asks to wait."""

    def __init__(self, retry_after: float, *, is_whole_account: bool = False) -> None:
        self.retry_after, self.is_whole_account = retry_after, is_whole_account
        super().__init__(f"rate limited for {retry_after:g} s")


class Blocked(SendError):
    """The citizen has blocked or left us."""


class Refused(SendError):
    """The network will never take this message."""


class Unreachable(SendError):
    """The network could not be reached, or turned the message away for now: it surely did not arrive."""


class Uncertain(SendError):
    """The message was sent and no answer came: it may have arrived."""
