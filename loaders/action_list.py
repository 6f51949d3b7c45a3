"""The list of actions as a workbook and as a document, to take along to a meeting.

Both say what they are, of which region and which day, and that the data are fictitious when they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from graph.follow.listed import Listed
from graph.texts import Texts, texts
from loaders.office import clean, repeated, saved, write_cell

COLUMNS = ("number", "gap", "found", "parties", "owner", "function", "agreement", "due", "status", "notes")
WIDTHS = {
    "number": 5, "gap": 22, "found": 44, "parties": 32, "owner": 26, "function": 18,
    "agreement": 40, "due": 12, "status": 14, "notes": 32,
}  # fmt: skip
"""In characters; the document divides its width in the same proportions."""
_A4 = (Mm(297), Mm(210))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the list."""

    region: str
    on: date
    fictitious: bool
    language: str

    def lines(self, count: int) -> tuple[str, ...]:
        """The lines below the title."""
        say = texts(self.language)
        said = [
            say("follow.list_of", region=self.region, day=_day(self.on, self.language)),
            say("follow.list_one" if count == 1 else "follow.list_many", count=count),
        ]
        return tuple([say("common.fictitious"), *said] if self.fictitious else said)


def xlsx_bytes(rows: Sequence[Listed], head: Head) -> bytes:
    """The list as a workbook of one sheet, with dates as dates."""
    say = texts(head.language)
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = say("follow.list_sheet")
    book.properties.title = say("follow.list_title")
    lines = (say("follow.list_title"), *head.lines(len(rows)))
    for at, line in enumerate(lines, start=1):
        write_cell(sheet, at, 1, line).font = Font(bold=at == 1, size=14 if at == 1 else 11)
    top = len(lines) + 2
    for column, name in enumerate(COLUMNS, start=1):
        cell = write_cell(sheet, top, column, say(f"follow.column_{name}"))
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6EE")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(_values(at, row, say), start=1):
            cell = write_cell(sheet, top + at, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(COLUMNS))}{top + len(rows)}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = f"{top}:{top}"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def docx_bytes(rows: Sequence[Listed], head: Head) -> bytes:
    """The list as a document: a heading and a table that repeats its header on every page."""
    say = texts(head.language)
    document = Document()
    document.core_properties.title = say("follow.list_title")
    document.core_properties.author = "Ketenkaart"
    document.core_properties.comments = ""
    document.core_properties.language = head.language
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    document.add_heading(say("follow.list_title"), level=1)
    for line in head.lines(len(rows)):
        document.add_paragraph(clean(line))
    if not rows:
        return saved(document)
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    repeated(table.rows[0])
    _fill(table.rows[0].cells, [say(f"follow.column_{name}") for name in COLUMNS], bold=True)
    _fill(table.add_row().cells, [""] * len(COLUMNS))
    # Copies of one row with other words: making every cell anew takes ten times as long.
    empty = table.rows[1]._tr
    for at, row in enumerate(rows, start=1):
        line = deepcopy(empty)
        for cell, value in zip(line.tc_lst, _values(at, row, say), strict=True):
            cell.p_lst[0].r_lst[0].text = clean(_day(value, head.language) if isinstance(value, date) else str(value))
        table._tbl.append(line)
    table._tbl.remove(empty)
    return saved(document)


def _values(at: int, row: Listed, say: Texts) -> tuple[str | int | date | None, ...]:
    """The cells of a row, in the order of ``COLUMNS``."""
    action = row.action
    if action is None:
        raise ValueError(f"{row.gap} has no action")
    status = say(f"follow.status_{action.status}")
    if row.overdue:
        status = f"{status}, {say('follow.overdue')}"
    found = row.found or say("follow.is_closed")
    parties = ", ".join(row.parties)
    due = action.due or ""
    return at, row.name, found, parties, row.owner, action.function, action.agreement, due, status, action.notes


def _fill(cells: Sequence[_Cell], values: Sequence[str], *, bold: bool = False) -> None:
    width = _A4[0] - Mm(30)
    for cell, name, value in zip(cells, COLUMNS, values, strict=True):
        cell.width = Length(round(width * WIDTHS[name] / sum(WIDTHS.values())))
        run = cell.paragraphs[0].add_run(clean(value))
        run.font.size, run.bold = Pt(8), bold


def _day(day: date, language: str) -> str:
    return f"{day:%d-%m-%Y}" if language == "nl" else day.isoformat()
