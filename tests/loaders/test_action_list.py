"""The list of actions as a workbook and a document: read again by other readers, and nothing in it runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from graph.follow.listed import Listed
from graph.follow.record import Action
from graph.texts import texts
from loaders.action_list import COLUMNS, Head, docx_bytes, xlsx_bytes

HEAD = Head("Noordoost-Brabant", date(2026, 3, 1), True, "nl")
REAL = Head("Noordoost-Brabant", date(2026, 3, 1), False, "en")
NL = texts("nl")


def row(agreement: str = "praten", *, overdue: bool = False, **more: object) -> Listed:
    action = Action(agreement, "x", "teamleider", date(2026, 2, 1), "doing", "eerst bellen")
    parts = {"name": "Koude overdracht", "found": "A draagt koud over", "parties": ("A", "B"), "owner": "A", **more}
    return Listed(
        gap="koude_overdracht|x|y",
        code="koude_overdracht",
        standing="open",
        action=action,
        overdue=overdue,
        dismissal=None,
        **parts,  # type: ignore[arg-type]
    )


def sheet(rows: Sequence[Listed], head: Head = HEAD):
    return load_workbook(BytesIO(xlsx_bytes(rows, head))).active


def lines(rows: Sequence[Listed], head: Head = HEAD) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(docx_bytes(rows, head))).paragraphs]


def test_both_say_what_they_are_of_which_region_and_day_and_that_it_is_made_up() -> None:
    said = [
        NL("follow.list_title"),
        NL("common.fictitious"),
        "Noordoost-Brabant, 01-03-2026",
        NL("follow.list_many", count=2),
    ]
    assert [cell.value for cell in sheet([row(), row()])["A"][:4]] == said
    assert lines([row(), row()]) == said


def test_real_data_are_not_called_fictitious() -> None:
    english = texts("en")
    said = [english("follow.list_title"), "Noordoost-Brabant, 2026-03-01", english("follow.list_one")]
    assert [cell.value for cell in sheet([row()], REAL)["A"][:3]] == said
    assert lines([row()], REAL) == said


def test_a_row_holds_the_gap_who_does_what_and_by_when() -> None:
    read = [cell.value for cell in sheet([row(overdue=True)])[7]]
    assert [*read[:7], read[7].date(), *read[8:]] == [
        1, "Koude overdracht", "A draagt koud over", "A, B", "A", "teamleider", "praten", date(2026, 2, 1),
        "Bezig, te laat", "eerst bellen",
    ]  # fmt: skip
    table = Document(BytesIO(docx_bytes([row(overdue=True)], HEAD))).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [NL(f"follow.column_{name}") for name in COLUMNS]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1", "Koude overdracht", "A draagt koud over", "A, B", "A", "teamleider", "praten", "01-02-2026",
        "Bezig, te laat", "eerst bellen",
    ]  # fmt: skip


def test_a_gap_that_is_gone_says_so_in_its_row() -> None:
    assert sheet([row(found="")])["C7"].value == NL("follow.is_closed")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "'=1"])
def test_no_text_is_a_formula(text: str) -> None:
    cell = sheet([row(text, owner=text, parties=(text,))])["G7"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    with ZipFile(BytesIO(xlsx_bytes([row(text)], HEAD))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@settings(max_examples=20)
@given(st.text(max_size=200))
def test_any_text_makes_files_that_can_be_read(text: str) -> None:
    assert sheet([row(text, found=text or "x")])["A7"].value == 1
    assert len(Document(BytesIO(docx_bytes([row(text)], HEAD))).tables[0].rows) == 2


def test_a_list_without_actions_is_a_list_too() -> None:
    assert sheet([])["A4"].value == NL("follow.list_many", count=0)
    assert Document(BytesIO(docx_bytes([], HEAD))).tables == []


def test_the_document_repeats_its_header_and_says_its_language() -> None:
    document = Document(BytesIO(docx_bytes([row()], HEAD)))
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert (document.core_properties.title, document.core_properties.language) == (NL("follow.list_title"), "nl")
