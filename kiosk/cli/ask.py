"""`motcua ask`: one question, or a file of them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.procedures import Language

if TYPE_CHECKING:
    from kiosk.api.schemas import ReplyOut


def ask(
    question: Annotated[str | None, typer.Argument(help="The question, as a citizen would write it.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Answer a file: a JSON object in a line, one out; - is standard input."),
    ] = None,
    centre: Annotated[str | None, typer.Option(help="Id of the centre that is asked.")] = None,
    language: Annotated[Language | None, typer.Option("--lang", help="Language of the answer.")] = None,
) -> None:
    """Ask a question, as a citizen would."""
    if (question is None) == (file is None):
        raise typer.BadParameter('Give a question or --file, not both. Example: motcua ask "làm giấy khai sinh"')
    if file is not None:
        if str(file) != "-" and not file.is_file():
            raise typer.BadParameter(f"There is no file {file}.", param_hint="--file")
        with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as lines:
            asyncio.run(_answer_file(lines, centre=centre, language=language))
        return
    reply = asyncio.run(_answer(question or "", centre=centre, language=language))
    typer.echo(reply.model_dump_json() if as_json else _as_text(reply))


async def _answer(question: str, *, centre: str | None, language: Language | None) -> ReplyOut:
    # Imported here: what answers takes a second to load, and `motcua --help` needs none of it.
    from kiosk.console import Console, QuestionLine
    from kiosk.service import open_service
    from kiosk.settings import Settings

    async with open_service(Settings()) as service:
        return await Console(service).ask(QuestionLine(question=question, centre=centre, language=language))


async def _answer_file(lines: Iterable[bytes], *, centre: str | None, language: Language | None) -> None:
    """Print one object a line; a bad line stops nothing, and is told by the exit status at the end."""
    from kiosk.console import Console, LineErrorResponse
    from kiosk.service import open_service
    from kiosk.settings import Settings

    is_any_bad = False
    async with open_service(Settings()) as service:
        await service.require_edition()
        async for answer in Console(service).answer_lines(lines, centre=centre, language=language):
            is_any_bad = is_any_bad or isinstance(answer, LineErrorResponse)
            typer.echo(answer.model_dump_json())
    if is_any_bad:
        raise typer.Exit(1)


def _as_text(reply: ReplyOut) -> str:
    """Return the reply as a person reads it."""
    lines = [reply.reply, *(f"  › {suggestion.title}" for suggestion in reply.suggestions)]
    # A reply mostly rests on several fields of one record: the record is told once, its fields in a row.
    for _, cited in groupby(reply.citations, key=lambda citation: (citation.code, citation.decision)):
        first, *rest = cited
        fields = ", ".join(citation.field for citation in (first, *rest))
        lines += ["", f"[{first.code}: {fields}]", "; ".join(filter(None, (first.decision, *first.legal_basis)))]
        lines += [f"Kiểm tra ngày {first.checked_on:%d/%m/%Y}"] if first.checked_on else []
        lines += [first.url] if first.url else []
    return "\n".join((*lines, "", f"({reply.outcome}, {reply.score:.2f}, {reply.milliseconds:.0f} ms)"))
