"""The portal's Excel list: the code, name, publisher, agency and field of each procedure, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import AgencyRole, Procedure, Source
from knowledge.sources.fields import agencies, codes, containers, names, records
from knowledge.sources.fields.text import line, once, stated
from knowledge.vietnamese.text import fold

NAME = "portal Excel list"

_COLUMNS = {
    "ma so": "code", "ma thu tuc": "code", "ten": "name", "ten thu tuc": "name",
    "co quan ban hanh": "publisher", "co quan thuc hien": "agencies", "linh vuc": "field",
}  # fmt: skip
# The national heading stands above the headers, in one merged cell.
_FIRST_ROWS = 20
_LIMIT = 200_000


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file is a workbook, or an old one under the name of one."""
    if head.startswith(containers.OLE):
        return path.suffix.lower() == ".xls"
    return head.startswith(containers.ZIP) and "xl/workbook.xml" in containers.members(path)


def read(path: Path) -> Iterator[Procedure | RecordRejected]:
    """Yield the procedures of a list. Raise SourceUnreadable."""
    return records.each_once(_listed(path))


def _listed(path: Path) -> Iterator[tuple[str, Callable[[], Procedure]]]:
    rows = _rows(path)
    columns = _columns(path, rows)
    for number, cells in rows:
        named = {name: cells[at] if at < len(cells) else None for at, name in columns.items()}
        if any(line(value) for value in named.values()):
            place = f"{path}: row {number}"
            yield place, partial(_procedure, named, place)


def _columns(path: Path, rows: Iterator[tuple[int, Sequence[object]]]) -> dict[int, str]:
    for number, cells in rows:
        found = {at: _COLUMNS[fold(line(cell))] for at, cell in enumerate(cells) if fold(line(cell)) in _COLUMNS}
        if {"code", "name"} <= set(found.values()):
            return found
        if number >= _FIRST_ROWS:
            break
    reason = "The workbook has no header row with 'Mã số' and 'Tên'."
    raise SourceUnreadable(str(path), reason, mend="Export the list from the portal again.")


def _rows(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    from openpyxl import load_workbook  # only who reads a workbook pays for it

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        yield from enumerate(book.worksheets[0].iter_rows(values_only=True, max_row=_LIMIT), start=1)
        book.close()
    except Exception as error:  # openpyxl raises whatever its XML parser and zip reader meet
        reason = "The workbook cannot be opened: it is damaged, or of Excel 97."
        raise SourceUnreadable(
            str(path), reason, mend="Open it in a spreadsheet program and save it as .xlsx."
        ) from error


def _procedure(cells: dict[str, object], place: str) -> Procedure:
    code = codes.read(cells.get("code"), place=place)
    publisher_code, publisher, is_nationwide = agencies.publisher_named(stated(cells.get("publisher")))
    given = cells.get("agencies")
    return Procedure(
        code=code,
        name=names.read(cells.get("name"), place=place, code=code),
        fields=once([stated(cells.get("field"))]),
        publisher_code=publisher_code,
        publisher=publisher,
        is_nationwide=is_nationwide,
        agencies=agencies.read([(AgencyRole.EXECUTING, agencies.split(given if isinstance(given, str) else ""))]),
        source=Source(name="Danh sách thủ tục của Cổng Dịch vụ công quốc gia"),
    )
