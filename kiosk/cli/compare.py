"""`motcua knowledge compare`: which facts of our records differ from the portal's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.comparison import Comparison
    from knowledge.procedures import Procedure

_EXAMPLES = """
Examples:

  motcua knowledge compare --with portal.jsonl.gz                 every shipped record

  motcua knowledge compare --with portal.jsonl.gz 1.001193        one of them

  motcua knowledge compare --with portal.jsonl.gz --unexplained   what a note is owed for

A difference is explained by a line of the record's note that begins with what it is about:
Giấy tờ:, Thời hạn:, Lệ phí:, Nơi làm:, Căn cứ: or Khác:
"""


def compare(
    portal: Annotated[
        Path, typer.Option("--with", metavar="PORTAL_FILE", help="The portal's records, in any known format.")
    ],
    codes: Annotated[list[str] | None, typer.Argument(help="Only these codes.")] = None,
    records: Annotated[
        Path | None, typer.Option(help="Our records: a file or folder; left out: the shipped ones.")
    ] = None,
    unexplained: Annotated[bool, typer.Option("--unexplained", help="Only what no note explains.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Hold our records against the portal's, fact by fact; exit 1 where a difference is not explained."""
    from kiosk.cli.bars import bar
    from knowledge import embedding
    from knowledge.comparison import Likeness
    from knowledge.comparison import compare as compare_records

    with bar("Comparing") as told:
        ours, theirs = _ours(records, codes), _theirs(portal)
        likeness = Likeness(embedding.bundled())
        found: list[Comparison] = []
        for record in ours:
            found.append(compare_records(record, theirs.get(record.code), likeness))
            told(len(found), len(ours))
    print(_json(found) if as_json else _report(found, is_unexplained_only=unexplained))
    if any(one.unexplained for one in found):
        raise typer.Exit(1)


compare.__doc__ = f"{compare.__doc__}\n{_EXAMPLES}"


def _ours(records: Path | None, codes: Sequence[str] | None) -> list[Procedure]:
    """Return our records in the order of their codes. Raise SourceUnreadable or ProcedureNotFound."""
    from kiosk import record_lint
    from knowledge import importing
    from knowledge.errors import ProcedureNotFound

    found = {one.code: one for one in importing.procedures_of([records or record_lint.starter()])}
    for code in codes or ():
        if code not in found:
            raise ProcedureNotFound(code)
    return [found[code] for code in sorted(codes or found)]


def _theirs(portal: Path) -> dict[str, Procedure]:
    from knowledge import importing

    return {one.code: one for one in importing.procedures_of([portal])}


def _report(found: Sequence[Comparison], *, is_unexplained_only: bool) -> str:
    lines: list[str] = []
    for one in found:
        shown = one.unexplained if is_unexplained_only else one.discrepancies
        if not shown:
            continue
        lines.append(f"{one.code}  {one.name}")
        for aspect in dict.fromkeys(difference.aspect for difference in shown):
            lines += [f"    {aspect}: {each}" for each in shown if each.aspect is aspect]
            if told := one.explained.get(aspect):
                lines.append(f"        explained: {told}")
    explained, not_explained = _counts(found)
    lines.append(f"{len(found)} records, {explained} differences explained, {not_explained} not.")
    return "\n".join(lines)


def _json(found: Sequence[Comparison]) -> str:
    import dataclasses
    import json

    explained, not_explained = _counts(found)
    records = [
        {
            "code": one.code,
            "name": one.name,
            "differences": [
                {**dataclasses.asdict(each), "explanation": one.explained.get(each.aspect)}
                for each in one.discrepancies
            ],
        }
        for one in found
        if one.discrepancies
    ]
    counted = {"records": len(found), "explained": explained, "unexplained": not_explained}
    return json.dumps({**counted, "differing": records}, ensure_ascii=False, indent=1)


def _counts(found: Sequence[Comparison]) -> tuple[int, int]:
    unexplained = sum(len(one.unexplained) for one in found)
    return sum(len(one.discrepancies) for one in found) - unexplained, unexplained
