"""The command line: stable JSON on stdout, problems on stderr, exit codes that scripts can trust."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from graph.progress import Progress
from graph.store.embedded import EmbeddedStore
from loaders.__main__ import main

Run = tuple[int, str, str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a good file of organisations and one with a bad row."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "goed.csv").write_text("org_id;naam;soort\no1;Oss;gemeente\no2;X;pro\n", encoding="utf-8")
    (tmp_path / "half.csv").write_text("org_id;naam;soort\no3;Y;pro\no4;Z;raar\n", encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Run:
    try:
        code = main(words)
    except SystemExit as stop:
        code = int(stop.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.usefixtures("folder")
class TestCommands:
    def test_check_says_what_would_happen_and_writes_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = run(capsys, "check", "goed.csv", "--store", "sqlite:///kaart.db")
        assert (code, err) == (0, "")
        assert out.startswith("Gelezen 2: 2 nieuw")
        assert not Path("kaart.db").exists()

    def test_import_answers_json_with_the_agreed_fields(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = run(capsys, "import", "goed.csv", "--store", "sqlite:///kaart.db", "--json")
        answer = json.loads(out)
        assert (code, err) == (0, "")
        wanted = {"version": 1, "read": 2, "new": 2, "changed": 0, "unchanged": 0, "rejected": 0, "problems": []}
        assert {name: answer[name] for name in wanted} == wanted
        assert answer["files"][0]["file"] == "goed.csv"

    def test_good_rows_come_in_and_a_bad_one_makes_the_exit_code_1(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = run(capsys, "import", "half.csv", "--store", "sqlite:///kaart.db", "--language", "en")
        assert (code, "1 new" in out, "1 rejected" in out) == (1, True, True)
        assert err.startswith("half.csv, row 3, column soort, value 'raar': We do not know this kind")
        with EmbeddedStore("kaart.db") as store:
            assert store.counts().entities == 1

    def test_all_or_nothing_leaves_the_store_alone(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("import", "goed.csv", "half.csv", "--store", "sqlite:///kaart.db", "--all-or-nothing")
        code, _, err = run(capsys, *words)
        assert (code, "er is niets ingelezen" in err) == (1, True)
        with EmbeddedStore("kaart.db") as store:
            assert store.revision() == 0

    def test_the_history_knows_who_imported(self, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "import", "goed.csv", "--store", "sqlite:///kaart.db", "--who", "Gegevensteam")
        with EmbeddedStore("kaart.db") as store:
            (change,) = store.history()
        assert (change.who, change.why) == ("Gegevensteam", "import: goed.csv")

    @pytest.mark.parametrize(
        ("form", "names"),
        [
            ("csv", {"organisaties.csv", "relaties.csv", "stromen.csv"}),
            ("graphml", {"netwerk.graphml"}),
            ("gexf", {"netwerk.gexf"}),
            ("backup", {"organisaties.csv", "relaties.csv", "doorverwijzingen.csv"}),
        ],
    )
    def test_export_writes_files_and_names_them(
        self, capsys: pytest.CaptureFixture[str], form: str, names: set[str]
    ) -> None:
        store = ("--store", "sqlite:///kaart.db")
        run(capsys, "import", "goed.csv", *store)
        code, out, _ = run(capsys, "export", *store, "--format", form, "--out", "uit", "--json")
        answer = json.loads(out)
        assert (code, answer["version"]) == (0, 1)
        assert {Path(path).name for path in answer["files"]} == names
        assert all(Path(path).is_file() for path in answer["files"])

    def test_templates_and_dictionary_are_written(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "templates", "--out", "leeg", "--language", "en")
        assert (code, len(out.splitlines())) == (0, 6)
        assert run(capsys, "dictionary", "--out", "woordenboek.md")[0] == 0
        assert Path("woordenboek.md").read_text(encoding="utf-8").startswith("# Data dictionary")

    def test_generate_makes_files_that_check_accepts(self, capsys: pytest.CaptureFixture[str]) -> None:
        sizes = ("--organisations", "60", "--relations", "150", "--referrals", "200")
        assert run(capsys, "generate", "regio", *sizes)[0] == 0
        code, out, _ = run(capsys, "check", *map(str, sorted(Path("regio").glob("*.csv"))), "--json")
        assert (code, json.loads(out)["rejected"]) == (0, 0)

    @pytest.mark.parametrize(
        "words",
        [
            (),
            ("vertaal",),
            ("check",),
            ("check", "weg.csv"),
            ("check", "goed.csv", "--store", "mysql://x"),
            ("check", "goed.csv", "--template", "anders"),
            ("export", "--format", "pdf"),
        ],
        ids=" ".join,
    )
    def test_a_wrong_call_has_exit_code_2(self, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
        code, out, err = run(capsys, *words)
        assert (code, out, bool(err)) == (2, "", True)

    def test_a_store_that_cannot_be_used_has_exit_code_3(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("kaart.db").write_bytes(b"this is no database at all, but it is quite long" * 100)
        code, out, err = run(capsys, "check", "goed.csv", "--store", "sqlite:///kaart.db")
        assert (code, out, bool(err)) == (3, "", True)

    def test_there_is_nothing_to_export_where_there_is_no_store(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = run(capsys, "export", "--store", "sqlite:///weg.db")
        assert (code, "nog geen kaart" in err, Path("weg.db").exists()) == (3, True, False)

    def test_a_folder_that_cannot_be_written_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = run(capsys, "templates", "--out", "goed.csv/uit")
        assert (code, "kan niet worden geschreven" in err) == (1, True)

    def test_the_module_runs_as_a_program(self) -> None:
        root = Path(__file__).resolve().parents[2]
        command = [sys.executable, "-m", "loaders", "check", str(Path("half.csv").resolve()), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
        assert (done.returncode, json.loads(done.stdout)["rejected"]) == (1, 1)


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_wiped_after() -> None:
    stream = Terminal()
    with Progress("rijen", stream) as progress:
        progress("groot.csv", 1_250_000)
    shown = stream.getvalue().split("\r")
    assert shown[1] == "groot.csv: 1.250.000 rijen"
    assert shown[-1] == ""


def test_progress_is_silent_elsewhere() -> None:
    stream = StringIO()
    with Progress("rijen", stream) as progress:
        progress("groot.csv", 1_250_000)
    assert stream.getvalue() == ""
