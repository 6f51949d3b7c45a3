"""Cells of workbooks and rows of documents, written so that text stays text.

Cells are texts as Excel itself marks them (with the quote prefix), so that nothing in them runs as a formula, not
even when somebody edits the cell.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Row
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML does not have (Extensible Markup Language 1.0, section 2.2)."""
_LONGEST = 32_767  # characters in a cell of Excel


def write_cell(sheet: Worksheet, row: int, column: int, value: str | float | date | None) -> Cell:
    """Fill a cell; a text is kept as a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("no cell of its own: it was merged")
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "DD-MM-YYYY"
        return cell
    text = clean(value)
    cell.value = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def repeated(row: _Row) -> None:
    """Repeat a row at the top of every page, which also tells a screen reader that it is the header."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def saved(document: Document) -> bytes:  # type: ignore[valid-type]
    """The document as a file."""
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def clean(text: str) -> str:
    """The text without what XML does not have."""
    return _UNSEEN.sub("", text)
