"""A caseload is counted per profile of the simulation; who somebody is does not come in, and nothing is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.schema import load_schema
from graph.simulation.profiles import load_profiles
from graph.texts import texts
from loaders.caseload import Caseload, read_caseload
from loaders.tables import FileRefused, source_of

TODAY = date(2026, 11, 1)


def read(tmp_path: Path, text: str) -> Caseload:
    path = tmp_path / "kaartenbak.csv"
    path.write_text(text, encoding="utf-8")
    return read_caseload(source_of(path), TODAY)


def rows(group: str, count: int, first: int = 1) -> str:
    return "".join(f"K-{number:04d};{group}\n" for number in range(first, first + count))


def refused(tmp_path: Path, text: str, language: str = "nl") -> str:
    with pytest.raises(FileRefused) as found:
        read(tmp_path, text)
    return texts(language).problem(found.value.problem)


def test_people_are_counted_per_profile(tmp_path: Path) -> None:
    found = read(tmp_path, "Pseudoniem;Doelgroep\n" + rows("pro", 7) + rows("vsv", 12, 100))
    assert dict(found.people) == {"pro": 7, "vsv": 12}
    assert (found.counted, found.small, found.problems) == (19, False, ())


def test_a_target_group_may_be_written_by_its_name(tmp_path: Path) -> None:
    schema = load_schema()
    for profile in load_profiles():
        name = schema.codes["target_groups"].codes[str(profile.target_group)].label.nl
        assert dict(read(tmp_path, "code;groep\n" + rows(name, 5)).people) == {profile.code: 5}


def test_who_stands_in_it_twice_counts_once(tmp_path: Path) -> None:
    assert read(tmp_path, "code;groep\n" + rows("pro", 6) + rows("pro", 3)).counted == 6


def test_a_group_of_fewer_than_five_is_not_told(tmp_path: Path) -> None:
    found = read(tmp_path, "code;groep\n" + rows("pro", 5) + rows("vso", 4, 50))
    assert (dict(found.people), found.small) == ({"pro": 5}, True)
    assert "5" in refused(tmp_path, "code;groep\n" + rows("vso", 4))


def test_rows_that_cannot_be_counted_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, "code;groep\n" + rows("pro", 5) + ";pro\nK-90;maan\nK-91;\n")
    told = [texts("nl").problem(problem) for problem in found.problems]
    assert len(told) == 3
    for sentence, row in zip(told, ("7", "8", "9"), strict=True):
        assert f"rij {row}" in sentence
    assert "maan" in told[1]


def test_when_no_row_can_be_counted_the_first_says_why(tmp_path: Path) -> None:
    assert "maan" in refused(tmp_path, "code;groep\n" + rows("maan", 9))


def test_many_such_rows_are_summed_up(tmp_path: Path) -> None:
    found = read(tmp_path, "code;groep\n" + rows("pro", 5) + rows("maan", 30, 100))
    assert "10" in texts("nl").problem(found.problems[-1])
    assert len(found.problems) == 21


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code;groep;naam\nK-1;pro;x\n", "naam"),
        ("code;groep;geboortedatum\nK-1;pro;x\n", "geboortedatum"),
        ("code;groep;notitie\nK-1;pro;Jan de Vries\n", "naam van een persoon"),
        ("code;groep;notitie\nK-1;pro;12-03-2003\n", "geboortedatum"),
        ("code;groep\n111222333;pro\n", "burgerservicenummer"),
        ("code;groep;notitie\nK-1;pro;jan@example.org\n", "e-mailadres"),
    ],
)
def test_who_somebody_is_stays_out(tmp_path: Path, text: str, said: str) -> None:
    told = refused(tmp_path, text)
    assert said in told
    assert not any(secret in told for secret in ("Jan", "111222333", "2003", "jan@"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("header", ["naamloos;groep", "code;iets"])
def test_a_file_without_the_columns_says_what_is_expected(tmp_path: Path, header: str, language: str) -> None:
    told = refused(tmp_path, f"{header}\nK-1;pro\n", language)
    assert all(name in told for name in header.split(";"))
    assert "kandidaatcode" in told or "doelgroep" in told
