"""The commands of the bot: what a citizen may type after a slash, and the list that Telegram shows of them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand

from bot import commands as typed
from bot.messages import IncomingKind
from knowledge.procedures import Language

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Command:
    """What a command says in the place of words."""

    kind: IncomingKind
    text: str = ""
    language: Language | None = None


_GREET = Command(IncomingKind.GREET)
_SPEAK = Command(IncomingKind.SPEAK)
_ERASE = Command(IncomingKind.ERASE)
_COMMANDS = {
    "start": _GREET,
    "menu": _GREET,
    "help": _GREET,
    "nghe": _SPEAK,
    "listen": _SPEAK,
    "gapcanbo": Command(IncomingKind.TEXT, "Gặp cán bộ"),
    "staff": Command(IncomingKind.TEXT, "I want to speak to staff"),
    "quaylai": Command(IncomingKind.TEXT, "quay lại"),
    "batdaulai": Command(IncomingKind.TEXT, "bắt đầu lại"),
    "english": Command(IncomingKind.TEXT, "English", Language.ENGLISH),
    "tiengviet": Command(IncomingKind.TEXT, "Tiếng Việt", Language.VIETNAMESE),
    "xoadulieu": _ERASE,
    "delete": _ERASE,
}
_LISTED = {
    Language.VIETNAMESE: {
        "menu": "Các việc hay làm",
        "nghe": "Nghe câu trả lời vừa rồi",
        "gapcanbo": "Gặp cán bộ",
        "batdaulai": "Bắt đầu lại từ đầu",
        "english": "Answers in English",
        "xoadulieu": "Xoá dữ liệu của tôi",
    },
    Language.ENGLISH: {
        "menu": "Common matters",
        "listen": "Hear the last answer",
        "staff": "Speak to staff",
        "tiengviet": "Trả lời bằng tiếng Việt",
        "delete": "Delete my data",
    },
}


def parse(text: str) -> Command:
    """Return what a text asks for: a command, also where it is typed as words, or the text itself."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if not first.startswith("/"):
        return Command(typed.read(text), text)
    name = first[1:].partition("@")[0].lower()
    # A command that we do not know is read as words.
    return _COMMANDS.get(name) or Command(IncomingKind.TEXT, text.lstrip("/").replace("_", " "))


async def announce(bot: Bot) -> None:
    """Have Telegram show the list of commands; without it the bot works all the same."""
    try:
        for language, listed in _LISTED.items():
            commands = [BotCommand(command=name, description=says) for name, says in listed.items()]
            # Whoever uses Telegram in any other language is shown the Vietnamese list.
            code = None if language is Language.VIETNAMESE else language.value
            await bot.set_my_commands(commands, language_code=code)
    except AiogramError as error:
        logger.warning("Commands not announced", extra={"error": type(error).__name__})
