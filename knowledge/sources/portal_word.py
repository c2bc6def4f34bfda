"""The portal's Word export `ChiTietTTHC_<code>.doc`, which is really a .docx."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Procedure
from knowledge.sources.fields import containers, records, sheets
from knowledge.sources.fields.sheets import Part, Sheet, Table
from knowledge.sources.fields.text import paragraphs

if TYPE_CHECKING:
    from docx.table import Table as WordTable

NAME = "portal Word export"

_SUFFIXES = (".doc", ".docx")
_TABLES = (Part.METHODS, Part.PAPERS, Part.LEGAL_BASIS)


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file is a Word document, or an old one under the name of one."""
    if head.startswith(containers.OLE):
        return path.suffix.lower() in _SUFFIXES
    return head.startswith(containers.ZIP) and "word/document.xml" in containers.members(path)


def read(path: Path) -> Iterator[Procedure | RecordRejected]:
    """Yield the procedure of a document. Raise SourceUnreadable."""
    sheet = _sheet(path)
    if not sheet.is_procedure():
        reason = "The document is not the portal's sheet of a procedure: it has no 'Mã thủ tục'."
        raise SourceUnreadable(str(path), reason, mend="Export the procedure from the portal again.")
    make = partial(sheets.procedure, sheet, str(path), source="Bản Word của Cổng Dịch vụ công quốc gia")
    yield from records.each_once([(str(path), make)])


def _sheet(path: Path) -> Sheet:
    from docx import Document  # only who reads a document pays for it
    from docx.table import Table as WordTable

    sheet, part, heading = Sheet(), None, ""
    try:
        with path.open("rb") as file:
            for block in Document(file).iter_inner_content():
                if isinstance(block, WordTable):
                    if part is not None and part in _TABLES:
                        sheet.tables.append(Table(part, heading, _rows(block)))
                    heading = ""
                    continue
                part, text = _labelled(block.text, part)
                if part is Part.PAPERS:
                    heading = text
                elif part:
                    sheet.add(part, text)
    except Exception as error:  # python-docx raises whatever its XML parser and zip reader meet
        reason = "The document cannot be opened: it is damaged, or of Word 97."
        raise SourceUnreadable(str(path), reason, mend="Open it in a word processor and save it as .docx.") from error
    return sheet


def _labelled(text: str, part: Part | None) -> tuple[Part | None, str]:
    """Return the part that a paragraph begins, with what follows its label; else the part before and the paragraph."""
    label, _, rest = text.partition(":")
    begun = sheets.part_of(label)
    return (begun, paragraphs(rest)) if begun else (part, paragraphs(text))


def _rows(table: WordTable) -> list[dict[str, str]]:
    cells = [[paragraphs(cell.text) for cell in row.cells] for row in table.rows]
    headers = sheets.headers(cells[0]) if cells else None
    return [dict(zip(headers, row, strict=False)) for row in cells[1:]] if headers else []
