"""Any event log is read by the names of its columns; what cannot be read is said in a sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.texts import texts
from loaders.__main__ import main
from loaders.event_log import MOST_PROBLEMS, Columns, parse_moment, read_event_log
from loaders.tables import FileRefused, Source

COLUMNS = Columns("wie", "wat", "wanneer")
NL = texts("nl")


def read(*rows: str, header: str = "wie;wat;wanneer", columns: Columns = COLUMNS):
    return read_event_log(Source("log.csv", data="\n".join((header, *rows, "")).encode()), columns)


def test_columns_may_stand_anywhere_and_have_any_name():
    found = read(
        "x;2025-01-02;k1;b",
        "x;2025-01-01;k1;a",
        header="niets;Datum;Cliënt;Stap",
        columns=Columns("cliënt", "Stap", "Datum"),
    )
    assert [found.log.names[at] for at in found.log.activity] == ["a", "b"]
    assert (found.read, found.rejected, found.problems) == (2, 0, ())


@pytest.mark.parametrize("case", ["NA", "null", "None", "nan", "0", "-"])
def test_a_case_that_looks_like_nothing_is_a_case(case):
    found = read(f"{case};a;2025-01-01", "k2;a;2025-01-01")
    assert case in found.log.cases
    assert len(found.log) == 2


@pytest.mark.parametrize(
    ("row", "key", "column"),
    [
        (";a;2025-01-01", "problems.log_cell_empty", "wie"),
        ("k;;2025-01-01", "problems.log_cell_empty", "wat"),
        ("k;a;", "problems.log_cell_empty", "wanneer"),
        ("k;a;gisteren", "problems.log_time", "wanneer"),
        ("k;a;31-02-2025", "problems.log_time", "wanneer"),
        ("k;a;20250101", "problems.log_time", "wanneer"),
        (f"k;{'a' * 500};2025-01-01", "problems.log_cell_long", "wat"),
    ],
)
def test_a_row_that_cannot_be_read_is_left_out_and_reported_with_its_place(row, key, column):
    found = read("goed;a;2025-01-01", row)
    assert (len(found.log), found.rejected) == (1, 1)
    problem = found.problems[0]
    assert (problem.key, problem.place.row, problem.place.column) == (key, 3, column)
    assert "rij 3" in NL.problem(problem)


def test_a_column_that_is_not_there_is_named_beside_those_that_are():
    with pytest.raises(FileRefused) as refused:
        read("k;a;2025-01-01", columns=Columns("wie", "stap", "wanneer"))
    sentence = NL.problem(refused.value.problem)
    assert "'stap'" in sentence
    assert "wie, wat, wanneer" in sentence


def test_a_column_that_is_there_twice_is_not_guessed():
    with pytest.raises(FileRefused) as refused:
        read("k;a;2025-01-01;x", header="wie;wat;wanneer;wat")
    assert refused.value.problem.key == "problems.log_column_twice"


def test_the_same_moment_twice_is_noticed_and_keeps_the_order_of_the_file():
    found = read("k;b;2025-01-01", "k;a;2025-01-01")
    assert [found.log.names[at] for at in found.log.activity] == ["b", "a"]
    assert [(p.key, p.severity) for p in found.problems] == [("problems.log_ties", "notice")]


def test_moments_with_and_without_a_zone_are_noticed():
    found = read("k;a;2025-01-01T00:00:00+01:00", "k;b;2025-01-02")
    assert [p.key for p in found.problems] == ["problems.log_zones"]
    assert found.log.time[1] - found.log.time[0] == pytest.approx(1 + 1 / 24)


def test_a_file_full_of_problems_does_not_drown_the_reader():
    found = read(*["k;a;never"] * (MOST_PROBLEMS + 20))
    assert found.rejected == MOST_PROBLEMS + 20
    assert len(found.problems) == MOST_PROBLEMS + 1
    assert found.problems[-1].values["count"] == 20


@given(st.datetimes())
def test_a_moment_reads_the_same_in_iso_and_in_dutch(when):
    when = when.replace(microsecond=0)
    exact = (when.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() / 86400
    for text in (when.isoformat(), f"{when:%d-%m-}{when.year:04d}{when: %H:%M:%S}"):
        found = parse_moment(text)
        assert found is not None
        assert found[0] == pytest.approx(exact)


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_reader(text):
    found = parse_moment(text)
    assert found is None or isinstance(found[0], float)


def test_the_command_answers_with_the_process_and_the_account(capsys, tmp_path):
    path = tmp_path / "log.csv"
    rows = [f"k{n};{what};2025-0{month}-01" for n in range(6) for month, what in ((1, "intake"), (2, "werk"))]
    path.write_text("\n".join(["c;org;t", *rows, "k9;intake;ooit"]), encoding="utf-8")
    words = ["process", str(path), "--case", "c", "--organisation", "org", "--time", "t"]
    assert main([*words, "--json"]) == 1
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert (found["read"], found["rejected"], found["summary"]["people"]) == (13, 1, 6)
    assert found["variants"]["roads"] == [{"steps": ["intake", "werk"], "people": 6, "median_days": 31.0}]
    arcs = [[arc[name] for name in ("source", "target", "moves")] for arc in found["process"]["arcs"]]
    assert ["intake", "werk", 6] in arcs
    assert "rij 14" in shown.err
    assert main(words) == 1
    assert "6\tintake > werk" in capsys.readouterr().out


def test_the_command_tells_nothing_of_a_few_people(capsys, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("c;a;t\nk1;x;2025-01-01\nk2;x;2025-01-01\n", encoding="utf-8")
    assert main(["process", str(path), "--case", "c", "--activity", "a", "--time", "t", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["summary"] == {"people": None, "events": None}
    assert (found["process"]["arcs"], found["variants"]["roads"]) == ([], [])


def test_a_file_without_the_column_is_bad_input(capsys, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("c;a;t\n", encoding="utf-8")
    assert main(["process", str(path), "--case", "wie", "--activity", "a", "--time", "t"]) == 1
    assert "wie" in capsys.readouterr().err
