"""``python -m graph simulate``: a plan in a file gives what the plan gives, and what is wrong is said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.__main__ import main
from graph.records import Batch
from graph.simulation.gain_ask import gain_answer
from graph.simulation.plan import prepared, run_plan
from graph.simulation.plan_file import plan_from, read_plan
from graph.simulation.run import outcome_answer
from graph.store.embedded import EmbeddedStore
from tests.support.networks import organisation

ROOT = Path(__file__).resolve().parent.parent.parent
NOWHERE = "sqlite:////nowhere/at/all.db"
BY_HAND = "employers: [{name: De Kade, places: {first: 2}}, {name: Zorg}]\ncandidates: 20\nsets: 2\nruns: 2\n"


def file(folder: Path, text: str) -> str:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "region.db"
    with EmbeddedStore(path) as store:
        entities = (organisation("w1", "werkgever", "Bakker", size=90), organisation("w2", "werkgever", "Drukker"))
        store.write(Batch(entities), who="test", why="test")
    return f"sqlite:///{path}"


def test_a_plan_by_hand_needs_no_store(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["simulate", file(tmp_path, BY_HAND), "--store", NOWHERE, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    told = json.loads(json.dumps(outcome_answer(run_plan(plan_from(BY_HAND.encode(), ""), None))))
    assert {name: found[name] for name in ("arms", "differences", "method")} == {
        name: told[name] for name in ("arms", "differences", "method")
    }
    assert found["plan"]["employers"] == [{"name": "De Kade", "places": {"first": 2}}, {"name": "Zorg"}]
    assert found["scope"]["revision"] is None


def test_the_questions_about_the_gain_are_those_of_the_screen(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """In the sub-chains of the plan: with everybody alone in one there is nothing to gain."""
    plan = BY_HAND + "groups: [[De Kade], [Zorg]]\n"
    asked = ["simulate", file(tmp_path, plan), "--store", NOWHERE, "--gain", "mechanisms", "coalitions"]
    assert main([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["gain"]
    case = prepared(plan_from(plan.encode(), ""), None).case
    assert found == json.loads(json.dumps(gain_answer(case, ("mechanisms", "coalitions"), effort="first")))
    assert found["mechanisms"]["mechanisms"] == []
    assert found["mechanisms"]["total"]["sustained_expected"]["mean"] == 0
    assert main([*asked, "--language", "nl"]) == 0
    told = capsys.readouterr().out
    assert all(one["nl"] in told for one in found["coalitions"]["story"])


def test_ids_in_a_file_and_on_the_command_line_are_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, address: str
) -> None:
    plan = file(tmp_path, "employers: [{id: w1}, {id: w2}]\nvalues: {loss_warm: 0.1}")
    small = ["--store", address, "--json", "--sets", "2", "--runs", "2", "--set", "candidates=20"]
    assert main(["simulate", plan, *small]) == 0
    in_file = json.loads(capsys.readouterr().out)
    assert main(["simulate", "--employers", "w1", "w2", *small, "--set", "loss_warm=0.1"]) == 0
    assert json.loads(capsys.readouterr().out) == in_file
    assert in_file["scope"]["candidates"] == 20


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("employers: [{name: a, colour: red}]", "colour"),
        ("employers: [{id: gone}]", "gone"),
        ("employers: [{name: a}]\nvalues: {weeks_first: -1}", "weeks_first"),
    ],
)
def test_a_plan_that_is_wrong_is_bad_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, address: str, text: str, said: str
) -> None:
    assert main(["simulate", file(tmp_path, text), "--store", address]) == 1
    assert said in capsys.readouterr().err


def test_a_plan_and_employers_together_are_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["simulate", file(tmp_path, BY_HAND), "--employers", "w1"])
    assert refused.value.code == 2


def test_the_plan_in_the_documentation_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    section = page[page.index("## `simulate`") :]
    (example,) = re.findall(r"```yaml\n(.*?)```", section, flags=re.DOTALL)
    plan = read_plan(Path(file(tmp_path, example)))
    assert len(plan.members) == 3
    assert main(["simulate", file(tmp_path, example), "--store", NOWHERE]) == 0
    assert "sustained_expected" in capsys.readouterr().out
