"""What the `motcua knowledge` commands show."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.table import Table

from knowledge.centres import Centre
from knowledge.checks import CheckReport, Figures, Severity
from knowledge.differences import Difference, DifferenceKind
from knowledge.errors import RecordRejected
from knowledge.importing import Report
from knowledge.models import EditionRow
from knowledge.overrides import Override, OverrideReport, Place
from knowledge.procedures import Procedure

_MOST_SHOWN = 50
_SIGNS = {DifferenceKind.ADDED: "+", DifferenceKind.REMOVED: "-", DifferenceKind.CHANGED: "~"}


def show_import(report: Report) -> None:
    """Show what an import did and every record it rejected."""
    print(
        f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.out_of_scope} out of scope, {len(report.rejected)} rejected."
    )
    _show_rejected(report.rejected)


def show_procedures(lines: Sequence[tuple[str, str, str]]) -> None:
    """Show a line per procedure: its code, its name and where it was read from."""
    for code, name, origin in lines:
        print(f"{code}\t{name}\t{origin}".rstrip())
    print(f"{len(lines)} procedures.", file=sys.stderr)


def show_record(procedure: Procedure) -> None:
    """Show a record as YAML, without what it leaves open."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 110
    yaml.dump(procedure.model_dump(mode="json", exclude_defaults=True), sys.stdout)


def show_differences(differences: Iterable[Difference], unsaid: Callable[[str], Sequence[str]]) -> None:
    """Show each record that differs with the fields that do, the official ones first.

    `unsaid` tells of a code which words of ours are not said any more, its official fields being of a later record.
    """
    counts = dict.fromkeys(DifferenceKind, 0)
    for difference in differences:
        counts[difference.kind] += 1
        print(f"{_SIGNS[difference.kind]} {difference.code}  {difference.name}")
        for field in sorted(difference.fields, key=lambda field: not field.is_official):
            whose = "official" if field.is_official else "words"
            print(f"    {whose:<9} {field.path}: {field.before or '(nothing)'} → {field.after or '(nothing)'}")
        if difference.worded_on:
            print(f"    The official fields are newer than our words, which were checked on {difference.worded_on}.")
            if gone := unsaid(difference.code):
                print(f"    Composed from the fields until our words are mended: {', '.join(gone)}.")
    print(", ".join(f"{count} {kind.value}" for kind, count in counts.items()) + ".")


def show_check(number: int, report: CheckReport) -> None:
    """Show the faults of an edition, errors first, and its figures beside the published one's."""
    faults = sorted(report.faults, key=lambda fault: fault.severity is not Severity.ERROR)
    for fault in faults[:_MOST_SHOWN]:
        print(f"{fault.severity.value}: {fault.code + ': ' if fault.code else ''}{fault.message}")
    if len(faults) > _MOST_SHOWN:
        print(f"… and {len(faults) - _MOST_SHOWN} more.")
    _show_figures(number, report)
    verdict = "passed" if report.has_passed else f"failed with {len(report.errors)} errors"
    print(f"Edition {number} {verdict}.")


def show_editions(rows: Sequence[EditionRow]) -> None:
    """Show a line per edition, the newest first."""
    for row in rows:
        parts = [
            f"{row.number}",
            row.state.value,
            f"{row.procedures} procedures",
            f"built {row.created_at:%Y-%m-%d %H:%M}",
        ]
        if row.published_at:
            parts.append(f"published {row.published_at:%Y-%m-%d %H:%M}")
        if row.skip_reason:
            parts.append(f"check skipped: {row.skip_reason}")
        if not row.folder:
            parts.append("files removed")
        print("\t".join(parts))
    print(f"{len(rows)} editions; times in UTC.", file=sys.stderr)


def show_overrides_import(report: OverrideReport) -> None:
    """Show what importing overrides did and every one it rejected."""
    print(
        f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged, "
        f"{len(report.rejected)} rejected."
    )
    _show_rejected(report.rejected)
    for code in report.unknown:
        print(f"warning: no procedure of the draft has the code {code}; the override waits for it.")


def show_overrides(overrides: Sequence[tuple[int, Place, Override]]) -> None:
    """Show a line per local override."""
    for number, place, override in overrides:
        until = f" to {override.valid_to}" if override.valid_to else ""
        way = f" ({override.method.value})" if override.method else ""
        print(
            f"{number}\t{place.scope.value} {place.id}\t{override.code}\t{override.what.value}{way}\t"
            f"from {override.valid_from}{until}\t{override.source}"
        )
    print(f"{len(overrides)} overrides.", file=sys.stderr)


def show_centres(centres: Sequence[Centre]) -> None:
    """Show a line per centre."""
    for centre in centres:
        print(f"{centre.id}\t{centre.province_code}\t{centre.name}")


def _show_rejected(rejected: Sequence[RecordRejected]) -> None:
    for fault in rejected[:_MOST_SHOWN]:
        print(f"rejected: {fault}")
    if len(rejected) > _MOST_SHOWN:
        print(f"… and {len(rejected) - _MOST_SHOWN} more.")


def _show_figures(number: int, report: CheckReport) -> None:
    if report.figures is None:
        return
    table = Table("Figures", f"edition {number}")
    cells = [[f"{value:.3f}"] for value in _figures(report.figures)]
    if report.published_figures is not None:
        table.add_column(f"published ({report.published_number})")
        for row, value in zip(cells, _figures(report.published_figures), strict=True):
            row.append(f"{value:.3f}")
    for name, row in zip(("recall at 1", "wrong-answer rate", "coverage"), cells, strict=True):
        table.add_row(name, *row)
    Console().print(table)
    print(f"{report.figures.questions} questions.")


def _figures(figures: Figures) -> tuple[float, float, float]:
    return figures.recall_at_1, figures.wrong_answer_rate, figures.coverage
