"""`motcua handoffs`: citizens who asked for a person, with all that staff need to answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.outbox import local, run

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.channel_models import Handoff

app = typer.Typer(help="Citizens who asked for a person.", no_args_is_help=False)


@app.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    *,
    centre: Annotated[str | None, typer.Option(help="Only of this centre.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are closed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the requests for a person, the oldest first; the times are those of Vietnam."""
    if context.invoked_subcommand is not None:
        return

    async def listed(session: AsyncSession) -> None:
        from bot import handoffs

        for handoff in await handoffs.every(session, centre_id=centre, is_closed_too=everything):
            print(json.dumps(_values(handoff), ensure_ascii=False) if as_json else _as_text(handoff))

    run(listed)


@app.command()
def close(handoff_id: int) -> None:
    """Close a request that has been dealt with."""
    from bot import handoffs

    async def closed(session: AsyncSession) -> bool:
        return await handoffs.close(session, handoff_id)

    if not run(closed):
        print(f"motcua: there is no open request {handoff_id}")
        raise typer.Exit(1)
    print(f"Closed request {handoff_id}.")


def _values(handoff: Handoff) -> dict[str, object]:
    return {
        "id": handoff.id,
        "centre": handoff.centre_id,
        "channel": handoff.channel.value,
        "chat": handoff.chat_key,
        "language": handoff.language.value,
        "question": handoff.question,
        "procedure": {"code": handoff.procedure_code, "name": handoff.procedure_name},
        "facet": handoff.facet.value if handoff.facet else None,
        "candidates": json.loads(handoff.candidates),
        "turns": json.loads(handoff.last_turns),
        "asked": handoff.times_asked,
        "state": handoff.state.value,
        "created_at": handoff.created_at.isoformat(),
        "updated_at": handoff.updated_at.isoformat(),
    }


def _as_text(handoff: Handoff) -> str:
    asked = f", asked {handoff.times_asked} times" if handoff.times_asked > 1 else ""
    facet = f", {handoff.facet.value}" if handoff.facet else ""
    lines = [
        f"#{handoff.id}  {local(handoff.created_at):%Y-%m-%d %H:%M}  {handoff.channel.value} {handoff.chat_key}  "
        f"{handoff.centre_id}  {handoff.language.value}  {handoff.state.value}{asked}",
        f"  question:   {handoff.question}",
    ]
    if handoff.procedure_code:
        lines.append(f"  about:      {handoff.procedure_code} {handoff.procedure_name}{facet}")
    lines += [
        f"  candidate:  {one['score']:.2f}  {one['code']} {one['name']}" for one in json.loads(handoff.candidates)
    ]
    for turn in json.loads(handoff.last_turns):
        first, *rest = str(turn["text"]).splitlines() or [""]
        lines += [f"  {turn['sender']:10}  {first}", *(f"              {line}" for line in rest)]
    return "\n".join((*lines, ""))
