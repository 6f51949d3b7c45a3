"""Papers to take home: what goes in comes out, as text, in a page, a document and a workbook."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from loaders.handout import Handout, Part, docx_bytes, html_text, xlsx_bytes
from tests.support.hostile import NAMES

PARTS = (
    Part("Samen", ("Eerst dit.",), ("naam", "euro"), (("Bakker", 1234.5), ("Drukker", None), ("Garage", -3))),
    Part("Alleen zinnen", ("Dan dat.",)),
)
PAPER = Handout("Wat levert het op?", ("Regio: Oss.",), PARTS, "nl")


def paper_of(name: str) -> Handout:
    return Handout(name, (name,), (Part(name, (name,), (name, "n"), ((name, 1), ("=1+1", 2))),), "nl")


def test_the_page_holds_everything_and_asks_nothing_of_anybody() -> None:
    page = html_text(PAPER)
    for told in ("Wat levert het op?", "Regio: Oss.", "Samen", "Eerst dit.", "Bakker", "Dan dat."):
        assert told in page
    assert "default-src 'none'" in page
    assert not re.search(r"<script|https?://|src=|href=", page)
    assert '<td class="n">1.234</td>' in page
    assert "–" in page
    assert "@media print" in page


def test_the_document_has_its_heads_and_a_table_with_a_repeated_header() -> None:
    document = Document(BytesIO(docx_bytes(PAPER)))
    heads = [one.text for one in document.paragraphs if one.style and str(one.style.name).startswith("Heading")]
    assert heads == ["Wat levert het op?", "Samen", "Alleen zinnen"]
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["naam", "euro"]
    assert [cell.text for cell in table.rows[2].cells] == ["Drukker", "–"]
    assert "tblHeader" in table.rows[0]._tr.xml


def test_the_workbook_has_a_sheet_per_part_and_numbers_as_numbers() -> None:
    book = load_workbook(BytesIO(xlsx_bytes(PAPER)))
    assert book.sheetnames == ["Samen", "Alleen zinnen"]
    rows = [tuple(cell.value for cell in row) for row in book["Samen"].iter_rows()]
    assert ("Bakker", 1234.5) in rows
    assert ("Drukker", None) in rows


@pytest.mark.parametrize("name", NAMES.values())
def test_a_name_stays_text_everywhere(name: str) -> None:
    paper = paper_of(name)
    page = html_text(paper)
    assert unescape(page).count(name) >= 5
    assert "<img" not in page
    document = Document(BytesIO(docx_bytes(paper)))
    assert document.tables[0].rows[0].cells[0].text == name
    (sheet,) = load_workbook(BytesIO(xlsx_bytes(paper))).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert name in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_sheets_of_the_same_name_are_told_apart() -> None:
    paper = Handout("x", (), (Part("A/B"), Part("A:B"), Part("")), "nl")
    assert len(set(load_workbook(BytesIO(xlsx_bytes(paper))).sheetnames)) == 3
