"""`motcua knowledge bundle`: life events, and the papers of one merged from the published records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.storage import opened
from knowledge.procedures import Language

if TYPE_CHECKING:
    from nlu.life_events import Outline

_EXAMPLES = """
Examples:

  motcua knowledge bundle                      the life events

  motcua knowledge bundle child_born           what follows from one

  motcua knowledge bundle death --json         for a program
"""


def bundle(
    bundle_id: Annotated[str, typer.Argument(metavar="[ID]", help="A life event; left out: all of them.")] = "",
    lang: Annotated[Language, typer.Option(help="The language of names and sentences.")] = Language.VIETNAMESE,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, as the HTTP interface gives it.")] = False,
) -> None:
    """List the life events, or what follows from one: procedures in order, and their papers, each once."""
    from knowledge import bundles

    if bundle_id:
        _show(_outline(bundle_id, lang), lang, as_json=as_json)
        return
    known = [(one.id, one.display_name(lang)) for one in bundles.bundled().every]
    if as_json:
        import json

        print(json.dumps([{"id": name_id, "name": name} for name_id, name in known], ensure_ascii=False, indent=1))
        return
    for name_id, name in known:
        print(f"{name_id:<20}{name}")


bundle.__doc__ = f"{bundle.__doc__}\n{_EXAMPLES}"


def _outline(bundle_id: str, language: Language) -> Outline:
    from knowledge import authorities, bundles, edition_rows, library
    from nlu import life_events

    found = bundles.bundled().find(bundle_id)
    with opened() as storage:
        with storage.sessions() as session:
            row = edition_rows.published(session)
        records = life_events.records_of(library.open_records(row, storage.settings), found)
    return life_events.outline(found, records, authorities.bundled(), language)


def _show(told: Outline, language: Language, *, as_json: bool) -> None:
    from kiosk.api.schemas import BundleOut
    from nlu import life_events

    if as_json:
        print(BundleOut.of(told, language).model_dump_json(indent=1))
        return
    print(told.bundle.introduction(language))
    for step in told.steps:
        print(f"{told.mark(step)} {step.name} ({step.code or step.authority}): {step.why}")
    print()
    for paper in told.papers:
        print(f"- {life_events.described(paper, told.places(paper), language)}")
    print()
    for advice in told.bundle.advice:
        print(advice.told(language))
