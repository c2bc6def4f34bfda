"""`motcua calendar`: the days and sessions of a centre, and why it is closed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.storage import opened
from knowledge.procedures import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.calendars import Day

_EXAMPLES = """
Examples:

  motcua calendar                                the next two weeks

  motcua calendar --from 2027-02-01 --days 14    around Tết

  motcua calendar --centre phuong-an-hoa --json  for a program
"""


def calendar(
    centre: Annotated[str, typer.Option(metavar="ID", help="A centre; left out: this deployment's own.")] = "",
    first: Annotated[
        datetime | None, typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="Left out: today.")
    ] = None,
    days: Annotated[int, typer.Option(help="How many days.", min=1, max=731)] = 14,
    lang: Annotated[Language, typer.Option(help="The language of days and reasons.")] = Language.VIETNAMESE,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """List the days of a centre: when dossiers are received, and why it is closed."""
    from datetime import date, timedelta

    from knowledge import calendars, centres

    with opened() as storage, storage.sessions() as session:
        found = centres.find(session, centre or storage.settings.centre_id)
    known = calendars.CentreCalendar(found, calendars.bundled())
    begins = first.date() if first else centres.today()
    if begins > date.max - timedelta(days=days):
        raise typer.BadParameter("The calendar does not reach so far.", param_hint="--from")
    listed = [known.day(begins + timedelta(days=ahead), lang) for ahead in range(days)]
    if as_json:
        print(_json(found.id, listed))
        return
    print(found.display_name(lang))
    for day in listed:
        print(_line(day, lang))
    for year in sorted({day.day.year for day in listed if not calendars.bundled().is_announced(day.day.year)}):
        print(_not_announced(year, lang))


calendar.__doc__ = f"{calendar.__doc__}\n{_EXAMPLES}"


def _line(day: Day, language: Language) -> str:
    from nlu import opening

    closed = "closed" if language is Language.ENGLISH else "nghỉ"
    sessions = opening.sessions(day.sessions, language) or closed
    return f"{opening.day_name(day.day, language):<28}{sessions:<46}{day.reason}".rstrip()


def _not_announced(year: int, language: Language) -> str:
    from nlu import opening

    return opening.not_announced(year, language)


def _json(centre_id: str, days: Sequence[Day]) -> str:
    import json

    listed = [
        {
            "day": day.day.isoformat(),
            "sessions": [{"opens": f"{part.opens:%H:%M}", "closes": f"{part.closes:%H:%M}"} for part in day.sessions],
            "reason": day.reason,
            "is_sure": day.is_sure,
        }
        for day in days
    ]
    return json.dumps({"centre": centre_id, "days": listed}, ensure_ascii=False, indent=1)
