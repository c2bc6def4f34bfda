"""Questions from the command line, through the same assistant as everywhere."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Iterable

from pydantic import ConfigDict, Field, ValidationError

from bot.channel import ChannelName, IncomingMessage
from bot.errors import QuestionTooLong
from kiosk.api.schemas import ErrorOut, ReplyOut, Shape
from kiosk.service import Service
from knowledge.errors import CentreNotFound
from knowledge.procedures import Language


class QuestionLine(Shape):
    """A line of a file of questions; keys that others use in their files are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    question: str
    conversation: str = Field(default="", max_length=40)
    """Lines that name the same conversation follow each other in it; without a name each line stands alone."""
    centre: str | None = None
    language: Language | None = Field(default=None, strict=False)


class LineError(ErrorOut):
    """Why a line could not be answered."""

    line: int


class LineErrorResponse(Shape):
    """An error in the place of an answer."""

    error: LineError


class Console:
    """Asks the assistant on behalf of whoever sits at the command line."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._run = secrets.token_hex(8)

    async def ask(self, line: QuestionLine) -> ReplyOut:
        """Return the answer. Raise QuestionTooLong, CentreNotFound or EditionError."""
        await self._service.require_edition()
        started = time.perf_counter()
        reply = await self._service.assistant.respond(
            IncomingMessage(
                channel=ChannelName.CONSOLE,
                citizen_key=f"{self._run}-{line.conversation or secrets.token_hex(8)}",
                update_id=secrets.token_hex(8),
                text=line.question,
                centre=line.centre,
                language=line.language,
            )
        )
        return ReplyOut.of(reply, milliseconds=(time.perf_counter() - started) * 1000)

    async def answer_lines(
        self, lines: Iterable[bytes], *, centre: str | None, language: Language | None
    ) -> AsyncIterator[ReplyOut | LineErrorResponse]:
        """Return one object a line, in order; a bad line gives an error with its number, and the rest goes on."""
        for number, raw in enumerate(lines, start=1):
            if not raw.strip():
                continue
            try:
                line = parse(raw)
                yield await self.ask(
                    line.model_copy(update={"centre": line.centre or centre, "language": line.language or language})
                )
            except (ValueError, QuestionTooLong, CentreNotFound) as error:
                yield LineErrorResponse(error=_line_error(error, number))


def parse(raw: bytes) -> QuestionLine:
    """Return the question of a line. Raise ValueError."""
    return QuestionLine.model_validate_json(raw.removeprefix(b"\xef\xbb\xbf"))


def _line_error(error: Exception, line: int) -> LineError:
    if isinstance(error, QuestionTooLong):
        return LineError(code="question_too_long", message=str(error), what_to_do="Viết câu hỏi ngắn lại.", line=line)
    if isinstance(error, CentreNotFound):
        return LineError(
            code="centre_not_found", message=str(error), what_to_do="Bỏ trống hoặc sửa mã trung tâm.", line=line
        )
    return LineError(
        code="invalid_line",
        message=f"Dòng {line} không phải một câu hỏi: {_reason(error)}.",
        what_to_do='Mỗi dòng là một đối tượng JSON, ví dụ {"question": "Làm giấy khai sinh cần gì?"}.',
        line=line,
    )


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return f"{place}: {first['msg']}" if place else first["msg"]
    return str(error)
