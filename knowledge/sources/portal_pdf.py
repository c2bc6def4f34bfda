"""The portal's PDF export: a head in two columns, sections under capital headings, tables that run over pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Procedure
from knowledge.sources.fields import records, sheets
from knowledge.sources.fields.sheets import Part, Sheet, Table
from knowledge.sources.fields.text import line
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from pdfplumber.page import Page

NAME = "portal PDF"

# A block of a page is a line of text or a row of cells.
Block = str | list[str]

_CASE = re.compile(r"Trường hợp \d{1,2}\s*:")
_BEGINS = re.compile(r"\s*(?:[-–+*•]|Bước \d|\(?[ivxa-zđ\d]{1,3}[.)]\s)")
_ENDS = re.compile(r"[.;:]\s*$")
# A number such as 53/2025/TT-BCA is wrapped behind its strokes.
_WRAPPED = re.compile(r"(?<=[A-ZĐ\d]-)\n(?=[A-ZĐ])|(?<=/)\n(?=[\dA-ZĐ])")
_VOWEL = re.compile(r"[aeiouy]")
_MOST_PAGES = 300


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file is a PDF."""
    return head.startswith(b"%PDF-")


def read(path: Path) -> Iterator[Procedure | RecordRejected]:
    """Yield the procedure of a PDF. Raise SourceUnreadable."""
    sheet = _sheet(_blocks(path))
    if not sheet.is_procedure():
        reason = "The PDF is not the portal's sheet of a procedure: it has no 'Mã thủ tục'; a scan has no text at all."
        raise SourceUnreadable(str(path), reason, mend="Export the procedure from the portal again.")
    make = partial(sheets.procedure, sheet, str(path), source="Bản PDF của Cổng Dịch vụ công quốc gia")
    yield from records.each_once([(str(path), make)])


def _blocks(path: Path) -> list[Block]:
    import pdfplumber  # only who reads a PDF pays for it

    try:
        with pdfplumber.open(path) as pdf:
            return [block for page in pdf.pages[:_MOST_PAGES] for block in _blocks_of(page)]
    except Exception as error:  # pdfminer raises whatever it meets in a damaged file
        reason = "The PDF cannot be opened: it is damaged or locked."
        raise SourceUnreadable(str(path), reason, mend="Download it again.") from error


def _blocks_of(page: Page) -> list[Block]:
    """Return the lines and rows of a page from top to bottom."""
    tables = page.find_tables()
    found: list[tuple[float, Block]] = []
    for table in tables:
        rows = zip(table.rows, table.extract(), strict=True)
        found += [(row.bbox[1], [cell or "" for cell in cells]) for row, cells in rows]
    outside = page
    for table in tables:
        outside = outside.outside_bbox(table.bbox)
    found += [(text["top"], text["text"]) for text in outside.extract_text_lines(return_chars=False)]
    return [block for _, block in sorted(found, key=lambda pair: pair[0])]


def _sheet(blocks: list[Block]) -> Sheet:
    sheet, part = Sheet(), None
    headers: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            heading = sheets.part_of(block) if block.isupper() else None
            if heading:
                part, headers = heading, []
            elif part:
                _add_line(sheet, part, block)
        elif len(block) == 2 and (label := sheets.part_of(block[0])) and part is None:
            sheet.add(label, line(block[1]))
        elif part:
            headers = _add_row(sheet, part, block, headers)
    return sheet


def _add_line(sheet: Sheet, part: Part, text: str) -> None:
    """Add a line of text, to the paragraph before where it is only its next line on the page."""
    before = sheet.texts.get(part, "")
    is_new = not before or _BEGINS.match(text) or (_ENDS.search(before) and text[:1].isupper())
    if is_new:
        sheet.add(part, text)
    else:
        sheet.texts[part] = f"{before.rstrip()} {text.strip()}"


def _add_row(sheet: Sheet, part: Part, cells: list[str], headers: list[str]) -> list[str]:
    """Add a row of a table and return the headers that hold for the next one."""
    texts = [line(_WRAPPED.sub("", cell)) for cell in cells]
    tables = [table for table in sheet.tables if table.part is part]
    if not any(texts):
        return headers
    if _CASE.match(texts[0]) and not any(texts[1:]):
        sheet.tables.append(Table(part, texts[0]))
        return []
    if found := sheets.headers(texts):
        if headers or not tables:
            sheet.tables.append(Table(part, ""))
        return found
    if not headers or not tables:
        return headers
    rows = tables[-1].rows
    named = dict(zip(headers, texts, strict=False))
    if rows and _is_rest(part, texts):
        rows[-1].update({name: _joined(rows[-1].get(name, ""), text) for name, text in named.items()})
    else:
        rows.append(named)
    return headers


def _is_rest(part: Part, texts: list[str]) -> bool:
    """Tell whether a row is the rest of the one that the end of a page cut in two."""
    return not texts[0] if part is Part.METHODS else not texts[-1]


def _joined(before: str, after: str) -> str:
    """Return two halves of a cell; the cut may go through a word or a number."""
    if not (before and after):
        return before + after
    last, first = before.rsplit(maxsplit=1)[-1], after.split(maxsplit=1)[0]
    is_cut = after[0] in ".,;:)/" or before[-1] in "/(" or _is_fragment(first) or _is_fragment(last)
    return before + after if is_cut else f"{before} {after}"


def _is_fragment(word: str) -> bool:
    return word.isalpha() and word.islower() and not _VOWEL.search(fold(word))
