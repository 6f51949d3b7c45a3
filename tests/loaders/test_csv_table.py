"""CSV: any delimiter and encoding that people have, and a sentence for what cannot be read."""

from __future__ import annotations

import pytest

from loaders.csv_table import MAX_LINE
from loaders.files import MAX_COLUMNS, read_tables
from loaders.tables import Source
from tests.support.files import Upload, refusal, rows_of, text_file

HEADER = "org_id;naam;soort"


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_every_usual_delimiter_is_found(mark: str) -> None:
    assert rows_of(text_file("a.csv", f"org_id{mark}naam", f"o1{mark}Oss")) == [(2, ["o1", "Oss"])]


def test_the_delimiter_that_excel_names_on_a_line_of_its_own_is_used() -> None:
    assert rows_of(text_file("a.csv", "sep=|", "a,b|c", "1,2|3")) == [(3, ["1,2", "3"])]


def test_a_comma_inside_the_header_does_not_mislead() -> None:
    assert rows_of(text_file("a.csv", '"a, of b";"c";d', "1;2;3")) == [(2, ["1", "2", "3"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encodings_that_excel_writes_are_read(encoding: str) -> None:
    upload = text_file("a.csv", HEADER, "o1;Súdwest-Fryslân €;gemeente", encoding=encoding)
    assert rows_of(upload) == [(2, ["o1", "Súdwest-Fryslân €", "gemeente"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    assert rows_of(text_file("a.csv", HEADER, "o1;Oss;gemeente", end=end)) == [(2, ["o1", "Oss", "gemeente"])]


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    upload = text_file("a.csv", HEADER, 'o1;"twee\nregels";pro', "", " ; ; ", "o2;Oss;pro")
    assert rows_of(upload) == [(2, ["o1", "twee\nregels", "pro"]), (5, ["o2", "Oss", "pro"])]


def test_quotes_keep_delimiters_and_quotes_inside() -> None:
    assert rows_of(text_file("a.csv", "a;b", '"x;y";"zegt ""ja"""')) == [(2, ["x;y", 'zegt "ja"'])]


def test_a_quote_inside_an_unquoted_cell_is_a_quote() -> None:
    assert rows_of(text_file("a.csv", "a;b", 'Bakkerij "De Ster";x')) == [(2, ['Bakkerij "De Ster"', "x"])]


def test_the_words_that_others_take_for_missing_are_text() -> None:
    upload = text_file("a.csv", "a;b;c;d", "NA;null;None;nan")
    assert rows_of(upload) == [(2, ["NA", "null", "None", "nan"])]


def test_a_short_row_has_empty_cells_at_its_end() -> None:
    assert rows_of(text_file("a.csv", "a;b;c", "1", "1;2;3")) == [(2, ["1", "", ""]), (3, ["1", "2", "3"])]


def test_empty_cells_beyond_the_header_do_not_matter() -> None:
    assert rows_of(text_file("a.csv", "a;b;;", "1;2;;;;")) == [(2, ["1", "2"])]


def test_a_filled_cell_beyond_the_header_refuses_the_row() -> None:
    assert rows_of(text_file("a.csv", "a;b", "1;2;3", "4;5")) == [(2, "problems.row_too_long"), (3, ["4", "5"])]


def test_a_last_row_that_was_cut_off_is_refused() -> None:
    assert rows_of(Upload("a.csv", b"a;b;c\n1;2;3\n4;5")) == [(2, ["1", "2", "3"]), (3, "problems.row_cut_off")]


def test_a_last_row_without_line_end_is_complete_when_all_cells_are_there() -> None:
    assert rows_of(Upload("a.csv", b"a;b\n1;2")) == [(2, ["1", "2"])]


def test_a_nul_character_refuses_its_row() -> None:
    assert rows_of(Upload("a.csv", b"a;b\n1;2\x00\n3;4\n")) == [(2, "problems.nul_byte"), (3, ["3", "4"])]


def test_a_misplaced_quote_refuses_its_row_and_no_other() -> None:
    assert rows_of(text_file("a.csv", "a;b", '"1"x;2', "3;4")) == [(2, "problems.quote_misplaced"), (3, ["3", "4"])]


def test_a_cell_of_many_characters_refuses_its_row() -> None:
    upload = text_file("a.csv", "a;b", "x" * 200_000 + ";2", "3;4")
    assert rows_of(upload) == [(2, "problems.cell_too_long"), (3, ["3", "4"])]


@pytest.mark.parametrize(
    ("content", "key", "row"),
    [
        (b"", "file_empty", None),
        (b"\n\n ; \n", "file_empty", None),
        (b'a;b\n1;"2\n3;4\n', "quote_open", 2),
        (b'a;b\n1;"2\n3;"4\n5;6\n', "quote_open", 2),
        (b"a;b\n1;\xe9\n2;\xc3\xa9\n", "encoding_mixed", 3),
        (b"\xef\xbb\xbfa;b\n1;\xe9\n", "encoding_mixed", 2),
        (b"a;b\n1;\x81\xe9\n", "encoding_unknown", 2),
        ("a;b\n1;2\n".encode("utf-16-le"), "encoding_utf16", None),
        (b"\xff\xfea\x00;\x00b\x00\n", "encoding_unknown", None),
        (bytes(range(256)) * 8, "not_text_file", None),
        (b"%PDF-1.7 ...", "file_other", None),
        (b"a;b\n" + b"x" * (MAX_LINE + 1), "line_too_long", 2),
        (b";".join(b"k%d" % n for n in range(MAX_COLUMNS + 1)) + b"\n1\n", "too_many_columns", None),
        (b"a;" + b"k" * 101 + b"\n1;2\n", "header_too_long", 1),
        (b'"a"b;c\n1;2\n', "header_unreadable", 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_own_sentence(content: bytes, key: str, row: int | None) -> None:
    problem = refusal(Upload("a.csv", content))
    assert (problem.key, problem.place.file, problem.place.row) == (f"problems.{key}", "a.csv", row)


def test_a_table_can_be_streamed_again() -> None:
    upload = text_file("a.csv", "a;b", "1;2")
    table = read_tables(Source(upload.name, None, upload.content))[0]
    assert list(table.stream()) == list(table.stream())
