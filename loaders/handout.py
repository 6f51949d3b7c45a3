"""A paper to take home: a title, what it is about, and parts with sentences and a table. As HTML, DOCX or XLSX.

The HTML is one file that prints well and asks nothing of any machine: its content-security policy allows only its
own style (by its hash). In all three a name is text, whatever it looks like.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

from docx import Document
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from graph.texts import number
from loaders.office import clean, repeated, saved, write_cell

Value = str | int | float | None
_LONGEST_TITLE = 255  # of a property of a document


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with sentences and a table; each may be empty. Numbers stay numbers in a workbook."""

    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Handout:
    """What is written. ``lines`` stand under the title: where it comes from, which day, that it is made up."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    language: str


_STYLE = """
body { font: 11pt/1.45 system-ui, sans-serif; color: #12212E; background: #fff; max-width: 50rem; margin: 2rem auto;
  padding: 0 1.2rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin: 0 0 .4rem; } h2 { font-size: 1.2rem; margin: 1.6rem 0 .4rem; }
.about { color: #44525E; margin: .1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #C4CED6; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } h2 { break-after: avoid; }
  tr, li { break-inside: avoid; } thead { display: table-header-group; } .scroll { overflow: visible; } }
@page { margin: 16mm; }
"""


def html_text(paper: Handout) -> str:
    """The paper as a page of its own, to read, print or send."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    about = "".join(f'<p class="about">{_html(line)}</p>' for line in paper.lines)
    body = "".join(_part_html(part, paper.language) for part in paper.parts)
    return (
        f'<!DOCTYPE html><html lang="{escape(paper.language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_html(paper.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{_html(paper.title)}</h1>{about}{body}</main></body></html>\n"
    )


def docx_bytes(paper: Handout) -> bytes:
    """The paper as a document on A4."""
    document = Document()
    document.core_properties.title = clean(paper.title)[:_LONGEST_TITLE]
    document.core_properties.author = "Ketenkaart"
    document.core_properties.comments = ""
    document.core_properties.language = paper.language
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    document.add_heading(clean(paper.title), level=1)
    for line in paper.lines:
        document.add_paragraph(clean(line))
    for part in paper.parts:
        document.add_heading(clean(part.title), level=2)
        for sentence in part.sentences:
            document.add_paragraph(clean(sentence), style="List Bullet")
        if not part.rows:
            continue
        table = document.add_table(rows=1 + len(part.rows), cols=len(part.columns), style="Table Grid")
        repeated(table.rows[0])
        lines: list[Sequence[Value]] = [part.columns, *part.rows]
        for row, values in zip(table.rows, lines, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                run = cell.paragraphs[0].add_run(clean(_spoken(value, paper.language)))
                run.font.size, run.bold = Pt(9), values is part.columns
    return saved(document)


def xlsx_bytes(paper: Handout) -> bytes:
    """The paper as a workbook with a sheet per part; the first also says what it is."""
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    book.properties.title = clean(paper.title)[:_LONGEST_TITLE]
    for at, part in enumerate(paper.parts):
        sheet = book.create_sheet(_sheet_name(part.title, [one.title for one in book.worksheets]))
        head = [paper.title, *paper.lines, "", part.title] if at == 0 else [part.title]
        for row, line in enumerate([*head, *part.sentences], start=1):
            cell = write_cell(sheet, row, 1, line)
            cell.font = Font(bold=line in (paper.title, part.title), size=14 if line == paper.title else 11)
        top = len(head) + len(part.sentences) + 2
        for column, name in enumerate(part.columns, start=1):
            cell = write_cell(sheet, top, column, name)
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6EE")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            longest = max([len(str(row[column - 1] or "")) for row in part.rows[:200]] + [len(name) // 2])
            sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, 10), 60)
        for down, values in enumerate(part.rows, start=1):
            for column, value in enumerate(values, start=1):
                cell = write_cell(sheet, top + down, column, value)
                cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
        if part.columns:
            sheet.freeze_panes = f"A{top + 1}"
            sheet.print_title_rows = f"{top}:{top}"
        sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _part_html(part: Part, language: str) -> str:
    said = "".join(f"<li>{_html(sentence)}</li>" for sentence in part.sentences)
    listed = f"<ul>{said}</ul>" if said else ""
    table = ""
    if part.rows:
        heads = "".join(f'<th scope="col">{_html(name)}</th>' for name in part.columns)
        rows = "".join("<tr>" + "".join(_cell(value, language) for value in row) + "</tr>" for row in part.rows)
        table = f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f"<section><h2>{_html(part.title)}</h2>{listed}{table}</section>"


def _cell(value: Value, language: str) -> str:
    kind = "" if isinstance(value, str) or value is None else ' class="n"'
    return f"<td{kind}>{_html(_spoken(value, language))}</td>"


def _spoken(value: Value, language: str) -> str:
    """A value as the reader writes it; a dash for what is unknown."""
    if value is None or value != value:
        return "–"
    if isinstance(value, str):
        return value
    return number(value, language, 0 if float(value).is_integer() or abs(value) >= 1000 else 2, trim=True)


def _html(text: str) -> str:
    return escape(clean(text))


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that Excel takes: at most 31 characters, none of its signs, each once."""
    name = "".join(" " if sign in "[]:*?/\\'" else sign for sign in clean(title))[:28].strip() or "Blad"
    return name if name.casefold() not in {one.casefold() for one in taken} else f"{name[:26]} {len(taken) + 1}"
