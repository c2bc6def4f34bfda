"""`motcua knowledge lint`: what is wrong in the records that we write."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kiosk.record_lint import Looked

_EXAMPLES = """
Examples:

  motcua knowledge lint                        the shipped records

  motcua knowledge lint records/1.001193.yml   one record

  motcua knowledge lint records --oldest 180   checked lately

  motcua knowledge lint --rules                what is looked for
"""


def lint(
    paths: Annotated[list[Path] | None, typer.Argument(help="YAML records and folders of them.")] = None,
    oldest: Annotated[int, typer.Option(metavar="DAYS", help="How long ago a record may have been checked.")] = 366,
    portal: Annotated[
        Path | None,
        typer.Option("--with", metavar="PORTAL_FILE", help="Codes of this file exist too.", exists=True),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules, and look at nothing.")] = False,
) -> None:
    """Look for what is wrong in records: `file:line rule message what to do`, one a line; exit 1 where there is any."""
    from kiosk import record_lint
    from knowledge import centres, importing

    if rules:
        for rule in record_lint.rules():
            print(f"{rule.name:<22} {rule.demand}")
        return
    codes = [one.code for one in importing.procedures_of([portal])] if portal else []
    looked = record_lint.look(paths or [], today=centres.today(), oldest_days=oldest, known_codes=codes)
    _show(looked, as_json=as_json)
    if looked.findings:
        raise typer.Exit(1)


lint.__doc__ = f"{lint.__doc__}\n{_EXAMPLES}"


def _show(looked: Looked, *, as_json: bool) -> None:
    if as_json:
        print(_json(looked))
        return
    for finding in looked.findings:
        print(finding)
    print(f"{looked.records} records, {len(looked.findings)} findings.", file=sys.stderr)


def _json(looked: Looked) -> str:
    import dataclasses
    import json

    found = [dataclasses.asdict(finding) | {"path": str(finding.path)} for finding in looked.findings]
    return json.dumps({"records": looked.records, "findings": found}, ensure_ascii=False, indent=1)
