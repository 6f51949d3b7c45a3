"""The command line: answers on stdout, problems on stderr, and an exit code that says which."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from graph.__main__ import main
from graph.answers import VERSION, plain
from graph.network import Scope
from graph.privacy import MIN_PEOPLE
from graph.records import Batch, Entity, relation
from graph.store.embedded import EmbeddedStore
from graph.store.open import open_store
from tests.graph.gaps.parts import OSS, core
from tests.graph.gaps.regions import TOGETHER
from tests.support.networks import organisation

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A store with a region in it that has one gap of every kind."""
    region = core()
    for make in TOGETHER:
        region += make().with_gap
    place = [Entity("AM27", "arbeidsmarktregio", "Noordoost-Brabant"), organisation("alone", gm_code=OSS)]
    within = [relation("onderdeel_van", OSS, "AM27")]
    path = tmp_path_factory.mktemp("main") / "region.sqlite"
    with EmbeddedStore(path) as store:
        batch = Batch((*region.entities, *place), (*region.relations, *within), tuple(region.referrals))
        store.write(batch, who="test", why="fill")
    return f"sqlite:///{path.as_posix()}"


def answer(capsys, *words):
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))


def test_measures_answer_per_organisation_and_as_a_whole(capsys, address):
    found = answer(capsys, "measures", "--store", address)
    assert set(found) == {"version", "scope", "summary", "organisations"}
    assert found["version"] == VERSION
    assert set(found["organisations"][0]) == {
        "id", "name", "kind", "degree", "betweenness", "betweenness_normalised", "closeness", "constraint",
        "effective_size", "core", "articulation_point",
    }  # fmt: skip
    assert {"n", "ties", "density", "components", "reciprocity"} <= set(found["summary"])
    alone = next(o for o in found["organisations"] if o["id"] == "alone")
    assert (alone["degree"], alone["constraint"], alone["effective_size"]) == (0, None, None)


def test_overview_counts_who_is_there_and_the_last_year(capsys, address):
    found = answer(capsys, "overview", "--store", address)
    assert set(found) == {"version", "scope", "summary", "kinds", "municipalities", "year", "months"}
    organisations = found["summary"]["organisations"]
    assert sum(found["kinds"].values()) == sum(found["municipalities"].values()) == organisations
    assert set(found["year"]) == {"referrals", "people", "wait", "warm", "refused", "vanished"}
    assert all(month["people"] in (None, 0) or month["people"] >= MIN_PEOPLE for month in found["months"])


def test_role_says_whom_an_organisation_connects_and_what_breaks(capsys, address):
    a, _b = ends(address)
    found = answer(capsys, "role", "--organisation", a, "--store", address)
    assert found["scope"]["organisation"] == a
    assert found["summary"]["partners"] >= 1
    assert found["summary"]["pairs_lost"] == len(found["pairs_lost"])
    assert found["summary"]["cut_off"] == len(found["cut_off"])
    assert set(found["brokerage"]) == {"coordinator", "itinerant", "gatekeeper", "representative", "liaison"}


def test_the_role_of_nobody_is_no_answer(capsys, address):
    assert main(["role", "--organisation", "nobody", "--store", address]) == 1
    assert "nobody" in capsys.readouterr().err


def test_the_rule_for_ties_can_be_chosen(capsys, address):
    confirmed = answer(capsys, "measures", "--store", address)
    reported = answer(capsys, "measures", "--ties", "reported", "--store", address)
    assert reported["summary"]["ties"] == confirmed["summary"]["ties"] + 1
    assert (confirmed["scope"]["ties"], reported["scope"]["ties"]) == ("confirmed", "reported")


def ends(address):
    """Two organisations with a way between them, and one without."""
    from graph.analysis.ties import collaboration_ties

    with EmbeddedStore(Path(address.removeprefix("sqlite:///"))) as store:
        ties = collaboration_ties(store.snapshot())
    a, b = ties.edges("confirmed")[0]
    return ties.ids[a], ties.ids[b]


def test_paths_answer_with_the_ways_between_two_organisations(capsys, address):
    a, b = ends(address)
    found = answer(capsys, "paths", "--from", a, "--to", b, "--store", address)
    assert set(found) == {"version", "scope", "summary", "ways", "common", "connectors"}
    assert (found["summary"]["length"], found["summary"]["direct"]) == (1, 1)
    assert [stop["id"] for stop in found["ways"][0]] == [a, b]
    assert set(found["ways"][0][0]) == {"id", "name"}


def test_paths_between_groups_say_who_connects_them(capsys, address):
    a, b = ends(address)
    found = answer(capsys, "paths", "--from", a, "alone", "--to", b, "--store", address)
    assert (found["ways"], found["common"], found["scope"]["a"]) == (None, None, sorted([a, "alone"]))
    assert (found["summary"]["pairs"], found["summary"]["connected"]) == (2, 1)


def test_paths_without_a_way_say_so(capsys, address):
    a, _ = ends(address)
    assert main(["paths", "--from", a, "--to", "alone", "--store", address, "--language", "en"]) == 0
    assert "There is no way" in capsys.readouterr().out


def test_paths_of_an_unknown_organisation_are_bad_input(capsys, address):
    assert main(["paths", "--from", "nobody", "--to", "alone", "--store", address]) == 1
    assert "nobody" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["measures"], ["chain"], ["coverage"], ["gaps"]])
def test_an_answer_says_which_part_of_the_graph_it_is_about(capsys, address, words):
    scope = answer(
        capsys, *words, "--store", address, "--region", "AM27", "--from", "2026-01-01", "--to", "2026-12-31"
    )["scope"]
    assert (scope["regions"], scope["from"], scope["to"]) == (["AM27"], "2026-01-01", "2026-12-31")


def test_the_chain_answers_with_stages_flows_and_a_sankey(capsys, address):
    found = answer(capsys, "chain", "--by", "organisation", "--store", address)
    assert set(found) == {
        "version", "scope", "summary", "stages", "flows", "sankey", "courses", "labels",
        "process", "variants", "rework", "conformance", "funnel", "waits",
    }  # fmt: skip
    assert all(f["hidden"] or f["people"] >= MIN_PEOPLE for f in found["flows"])
    assert any(f["people"] == 20 for f in found["flows"])


def test_coverage_answers_cell_by_cell_with_who_serves_and_who_could(capsys, address):
    found = answer(capsys, "coverage", "--columns", "stage", "--store", address)
    assert set(found) == {"version", "scope", "summary", "cells", "labels"}
    assert sum(found["summary"].values()) == len(found["cells"])
    oss = next(c for c in found["cells"] if (c["row"], c["column"]) == (OSS, "matching"))
    assert (oss["state"], "centre" in {o["id"] for o in oss["organisations"]}) == ("served", True)
    assert all(c["could"] == [] for c in found["cells"] if c["state"] != "white")


def test_coverage_of_a_dimension_by_itself_is_a_wrong_call(capsys, address):
    assert main(["coverage", "--rows", "stage", "--columns", "stage", "--store", address]) == 2
    assert "--rows" in capsys.readouterr().err


def test_the_chain_answers_with_the_process_and_hides_few_people_in_it(capsys, address):
    found = answer(capsys, "chain", "--by", "kind", "--store", address)
    counts = [arc["people"] for arc in found["process"]["arcs"]]
    counts += [road["people"] for road in found["variants"]["roads"]]
    counts += [row["people"] for part in ("steps", "receivers") for row in found["conformance"][part]]
    assert any(counts)
    assert all(n is None or n >= MIN_PEOPLE for n in counts)
    for step in found["funnel"]:
        for at, staying in enumerate(step["staying"]):
            parts = [step[cause][at] for cause in ("next_step", "vanished", "refused")]
            assert staying is None or math.isclose(staying + sum(parts), 1)


def test_gaps_answer_with_evidence_in_the_language_asked_for(capsys, address):
    dutch = answer(capsys, "gaps", "--store", address)
    english = answer(capsys, "gaps", "--store", address, "--language", "en")
    assert dutch["summary"]["gaps"] == len(dutch["gaps"]) == len(TOGETHER)
    assert [g["id"] for g in dutch["gaps"]] == [g["id"] for g in english["gaps"]]
    names = {g["code"]: (g["name"], e["name"]) for g, e in zip(dutch["gaps"], english["gaps"], strict=True)}
    assert names["koude_overdracht"] == ("Koude overdracht", "Cold handover")
    only = answer(capsys, "gaps", "--store", address, "--code", "eiland")
    assert [g["code"] for g in only["gaps"]] == ["eiland"]


def test_gaps_are_found_with_the_thresholds_that_were_asked_for(capsys, address):
    usual = answer(capsys, "gaps", "--store", address)
    words = ["--threshold", "wachtlijst.norm_days=90", "--threshold", "witte_vlek.reach_km=20"]
    found = answer(capsys, "gaps", "--store", address, *words)
    assert usual["scope"]["thresholds"] == {}
    assert found["scope"]["thresholds"] == {"wachtlijst.norm_days": 90}  # the other is the usual one
    assert set(usual["summary"]["by_code"]) - set(found["summary"]["by_code"]) == {"wachtlijst"}


@pytest.mark.parametrize("text", ["wachtlijst.norm_days=0", "nothing.share=0.5", "koude_overdracht.share=60"])
def test_a_threshold_that_cannot_be_is_a_wrong_call_with_a_clear_sentence(capsys, address, text):
    assert main(["gaps", "--store", address, "--threshold", text, "--language", "en"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert text.partition("=")[0] in shown.err


def test_finding_gaps_shows_on_a_terminal_how_far_it_is(capsys, address, monkeypatch):
    monkeypatch.setattr("graph.progress._EVERY", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["gaps", "--store", address, "--code", "eiland", "--code", "wachtlijst", "--json"]) == 0
    shown = capsys.readouterr()
    assert "Hiaten: 1 van 2 regels" in shown.err
    assert shown.err.endswith("\r")  # and nothing of it stays
    json.loads(shown.out)


def test_agreed_answers_with_cells_that_the_organisations_add_up_to(capsys, address):
    found = answer(capsys, "agreed", "--store", address)
    assert set(found) == {"version", "scope", "summary", "cells", "organisations", "pairs"}
    assert sum(found["summary"].values()) == len(found["cells"]) > 0
    for cell in found["cells"]:
        key = ("municipality", "handover", "kind")
        steps = [o["step"] for o in found["organisations"] if [o[k] for k in key] == [cell[k] for k in key]]
        assert cell["organisations"] == len(steps) == cell["reached"]["agreed"]
        assert cell["reached"]["working"] == steps.count("working")
    assert all(p[n] is None or p[n] == 0 or p[n] >= MIN_PEOPLE for p in found["pairs"] for n in ("people", "arrived"))


@pytest.mark.parametrize("measure", ["cold", "vanished"])
def test_control_answers_with_routes_and_how_each_goes_over_time(capsys, address, measure):
    found = answer(capsys, "control", "--store", address, "--measure", measure)
    assert {"version", "scope", "summary", "routes"} == set(found)
    assert found["summary"]["routes"] == len(found["routes"]) > 0
    for route in found["routes"]:
        assert sum(part["referrals"] for part in route["quarters"]) == route["referrals"]
        assert sum(part["count"] for part in route["quarters"]) == route["count"]
        assert (route["trend_p"] is None) == (route["trend"] == "short") == (len(route["quarters"]) < 3)
    assert found["summary"]["worse"] == sum(route["trend"] == "worse" for route in found["routes"])


def test_gaps_have_opportunities_beside_them_counted_apart(capsys, address):
    found = answer(capsys, "gaps", "--store", address)
    assert found["summary"]["opportunities"] == len(found["opportunities"]) > 0
    assert found["summary"]["gaps"] == len(found["gaps"])
    assert all(one["evidence"] and one["action"] for one in found["opportunities"])
    assert answer(capsys, "gaps", "--store", address, "--code", "eiland")["opportunities"] == []


def test_what_a_region_agreed_itself_is_asked_on_the_command_line_too(capsys, address, tmp_path):
    from datetime import date

    from graph.gaps.own_chain import base_chain, own_name, own_text

    usual = answer(capsys, "agreed", "--store", address)
    own = base_chain().without("school_leavers", date(2026, 11, 1))
    with open_store(address) as store:
        store.keep(own_name(Scope()), own_text(own))
        try:
            found = answer(capsys, "agreed", "--store", address)
            store.keep(own_name(Scope()), "broken")
            assert answer(capsys, "agreed", "--store", address) == usual
        finally:
            store.keep(own_name(Scope()), None)
    assert {c["handover"] for c in usual["cells"]} - {c["handover"] for c in found["cells"]} == {"school_leavers"}


def test_structure_answers_with_key_players_silos_core_and_routes(capsys, address):
    found = answer(capsys, "structure", "--store", address, "--size", "2")
    assert {"version", "scope", "summary", "keepers", "reachers", "silos", "core", "ones", "twos"} == set(found)
    assert found["scope"]["ties"] == "reported"
    assert len(found["keepers"]["members"]) == len(found["reachers"]["members"]) == 2
    summary = found["summary"]
    assert 0 <= summary["fragmentation"] <= summary["fragmentation_without"] <= 1
    assert summary["core_size"] == len(found["core"]["core"])
    assert sum(one["routes"] for one in found["ones"]) == summary["routes_on_one"] <= summary["routes"]
    assert found["silos"][0]["sector"] is None
    bigger = answer(capsys, "structure", "--store", address, "--size", "3")
    assert bigger["summary"]["reached"] >= summary["reached"]


def test_actions_answer_with_what_people_do_about_gaps(capsys, address):
    from datetime import date

    from graph.follow.identity import followed_name
    from graph.follow.kept import followed_text
    from graph.follow.record import Action, Followed

    first, second, third = answer(capsys, "gaps", "--store", address)["gaps"][:3]
    parties = tuple(party["id"] for party in first["parties"])
    agreed = Followed(first["id"], first["code"], parties).agreed(Action("meet", "alone", "head"), date(2026, 1, 2))
    aside = Followed(second["id"], second["code"]).laid_aside("accepted", "fine", date(2026, 1, 3))
    gone = Followed("eiland|elsewhere||", "eiland").agreed(Action("not here"), date(2026, 1, 2))
    with EmbeddedStore(Path(address.removeprefix("sqlite:///"))) as store:
        for one in (agreed, aside, gone):
            store.keep(followed_name(one.gap), followed_text(one))
        store.keep(followed_name(third["id"]), "{}")
        before, kept = store.revision(), dict(store.kept())
    assert main(["actions", "--store", address, "--json"]) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert set(found) == {"version", "scope", "summary", "actions", "dismissals", "quarters"}
    assert {name: found["summary"][name] for name in ("actions", "overdue", "dismissed", "unreadable")} == {
        "actions": 1, "overdue": 0, "dismissed": 1, "unreadable": 1,
    }  # fmt: skip
    assert followed_name(third["id"]) in shown.err
    assert (found["actions"][0]["gap"], found["actions"][0]["owner"]) == (
        first["id"],
        {"id": "alone", "name": "Name of alone"},
    )
    assert found["actions"][0]["found"] == first["found"]
    assert (found["dismissals"][0]["gap"], found["dismissals"][0]["reason"]) == (second["id"], "accepted")
    assert found["quarters"][-1]["standing"] == found["summary"]["gaps"]
    gaps = {gap["id"]: gap["standing"] for gap in answer(capsys, "gaps", "--store", address)["gaps"]}
    assert (gaps[first["id"]]["status"], gaps[second["id"]]["dismissed"]) == ("open", "accepted")
    assert gaps[third["id"]]["status"] is None
    with EmbeddedStore(Path(address.removeprefix("sqlite:///"))) as store:
        assert (store.revision(), dict(store.kept())) == (before, kept)
        for name in kept:
            store.keep(name, None)


def test_actions_without_json_are_tables_to_read(capsys, address):
    assert main(["actions", "--store", address]) == 0
    shown = capsys.readouterr()
    assert f"gaps: {len(TOGETHER)}" in shown.out
    assert "nan" not in shown.out.lower().split()
    assert shown.err == ""


def test_likely_answers_with_sets_and_pairs_and_their_reasons(capsys, address):
    found = answer(capsys, "likely", "--store", address, "--limit", "3")
    assert set(found) == {"version", "scope", "summary", "sets", "pairs"}
    assert found["scope"]["ties"] == "reported"
    assert found["summary"]["sets"] == len(found["sets"])
    assert found["summary"]["few"] == sum(one["few"] for one in found["sets"])
    assert 0 < len(found["pairs"]) <= 3 <= found["summary"]["candidates"]
    first = found["pairs"][0]
    assert set(first["a"]) == {"id", "name"}
    assert first["shared"] >= 0
    assert answer(capsys, "likely", "--store", address, "--limit", "0")["pairs"] == []


def scenario(tmp_path, text):
    """A file with a scenario."""
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_scenario_answers_with_what_changes(capsys, address, tmp_path):
    path = scenario(tmp_path, "name: Samen\nsteps:\n  - tie: [z-a, z-b]\n  - stop: alone\n")
    found = answer(capsys, "whatif", path, "--store", address)
    assert set(found) == {
        "version", "scope", "summary", "steps", "measures", "severities", "gone", "new", "changed", "organisations",
    }  # fmt: skip
    gaps = answer(capsys, "gaps", "--store", address)["summary"]["gaps"]
    summary = found["summary"]
    assert (summary["gaps_before"], summary["gone"], summary["new"]) == (gaps, 1, 0)
    assert summary["gaps_after"] == gaps - 1 == sum(one["after"] for one in found["severities"])
    assert summary["fingerprint_before"] == summary["fingerprint_after"]
    assert [one["id"] for one in found["gone"]] == ["eenzijdige_relatie|z-a|z-b||"]
    assert [one["step"] for one in found["steps"]] == [{"tie": ["z-a", "z-b"]}, {"stop": "alone"}]
    assert found["scope"]["name"] == "Samen"
    counts = {one["measure"]: (one["before"], one["after"]) for one in found["measures"]}
    before, after = counts["organisations"]
    assert before - after == 1
    measured = answer(capsys, "measures", "--store", address)["summary"]
    for name in ("density", "components", "isolates", "articulation_points", "compactness"):
        assert counts[name][0] == measured[name]


def test_a_scenario_in_words_begins_with_its_steps(capsys, address, tmp_path):
    path = scenario(tmp_path, "steps: [{tie: [z-a, z-b]}]")
    assert main(["whatif", path, "--store", address, "--language", "en"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("+ Name of z-a and Name of z-b work together")
    assert "1 gap disappears" in shown.out
    assert shown.err == ""


def test_a_scenario_that_cannot_be_says_which_step_and_why(capsys, address, tmp_path):
    path = scenario(tmp_path, "steps: [{stop: nobody}, {stop: alone}, {stop: alone}]")
    assert main(["whatif", path, "--store", address, "--language", "en"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert [line.split(":")[0] for line in shown.err.splitlines()] == ["Step 1", "Step 3"]
    assert main(["whatif", str(tmp_path / "none.yaml"), "--store", address]) == 1
    assert "none.yaml" in capsys.readouterr().err
    assert main(["whatif", scenario(tmp_path, "steps: x"), "--store", address]) == 1
    assert "steps" in capsys.readouterr().err


@pytest.mark.slow
def test_simulate_answers_with_an_outcome(capsys, address):
    found = answer(
        capsys,
        "simulate",
        "--store",
        address,
        "--employers",
        "h-0",
        "h-1",
        "--sets",
        "2",
        "--runs",
        "2",
        "--set",
        "candidates=20",
    )
    assert [arm["arm"] for arm in found["arms"]] == ["alone", "case_manager", "joint"]
    assert found["scope"]["candidates"] == 20
    assert main(["simulate", "--store", address, "--employers", "h-0", "--sets", "2", "--runs", "2"]) == 0
    assert "joint" in capsys.readouterr().out


def test_backtest_says_what_the_log_is_too_small_for(capsys, address):
    found = answer(capsys, "backtest", "--store", address)
    assert found["summary"]["enough"] is False
    assert found["totals"] == found["months"] == []
    assert found["story"][0]["key"] == "backtest.too_small"
    assert {one["name"]: one["mark"] for one in found["parameters"]}["give_up"] == "assumption"
    assert main(["backtest", "--store", address, "--language", "en"]) == 0
    assert "too small" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["measures", "chain", "coverage", "gaps", "agreed", "structure", "likely"])
def test_without_json_the_answer_is_a_table_to_read(capsys, address, command):
    assert main([command, "--store", address]) == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) > 4
    assert "nan" not in shown.out.lower().split()
    assert shown.err == ""


def test_a_selection_with_nobody_in_it_is_bad_input(capsys, address):
    assert main(["measures", "--store", address, "--region", "AM99"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "AM99" in shown.err


def test_an_unknown_employer_is_bad_input(capsys, address):
    assert main(["simulate", "--store", address, "--employers", "nobody"]) == 1
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["measures", "--ties", "perhaps"],
        ["measures", "--from", "31-12-2026"],
        ["chain", "--by", "colour"],
        ["simulate"],
        ["simulate", "--employers", "a", "--set", "candidates"],
        [],
    ],
)
def test_a_wrong_call_says_what_was_expected(capsys, words):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_period_that_ends_before_it_begins_is_a_wrong_call(capsys, address):
    words = ["chain", "--store", address, "--from", "2026-02-01", "--to", "2026-01-01", "--language", "en"]
    assert main(words) == 2
    assert "before it begins" in capsys.readouterr().err


def test_an_address_that_cannot_be_understood_is_a_wrong_call(capsys):
    assert main(["measures", "--store", "somewhere"]) == 2
    assert "sqlite:///" in capsys.readouterr().err


def test_a_store_that_is_not_there_is_unavailable_and_is_not_made(capsys, tmp_path):
    path = tmp_path / "none.sqlite"
    assert main(["measures", "--store", f"sqlite:///{path.as_posix()}"]) == 3
    assert str(path) in capsys.readouterr().err
    assert not path.exists()


def test_a_reader_that_has_seen_enough_gets_no_traceback(address):
    words = [sys.executable, "-m", "graph", "gaps", "--json", "--store", address]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_an_empty_store_gives_an_empty_answer_and_a_note(capsys, tmp_path):
    path = tmp_path / "empty.sqlite"
    EmbeddedStore(path).close()
    for command in ("measures", "chain", "gaps", "agreed", "structure", "likely"):
        assert main([command, "--store", f"sqlite:///{path.as_posix()}", "--json", "--language=en"]) == 0
        shown = capsys.readouterr()
        json.loads(shown.out)
        assert "no organisations" in shown.err


def test_no_number_in_an_answer_is_unknown_to_json():
    assert plain({"a": [math.nan, math.inf, 1.5], "b": None}) == {"a": [None, None, 1.5], "b": None}


@pytest.mark.parametrize(
    "command",
    [
        "measures",
        "chain",
        "coverage",
        "gaps",
        "agreed",
        "structure",
        "likely",
        "paths",
        "whatif",
        "actions",
        "backtest",
    ],
)
def test_every_key_of_an_answer_is_documented(capsys, address, tmp_path, command):
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    more = ["--from", *ends(address)[:1], "--to", *ends(address)[1:]] if command == "paths" else []
    more += [scenario(tmp_path, "steps: [{tie: [z-a, z-b]}, {stop: centre}]")] if command == "whatif" else []
    found = answer(capsys, command, *more, "--store", address)
    lists = [found, found["scope"], found["summary"]]
    lists += [rows[0] for rows in found.values() if isinstance(rows, list) and rows and isinstance(rows[0], dict)]
    parts = [found.get(name, {}) for name in ("sankey", "process", "variants", "rework", "conformance")]
    lists += [*parts, *(rows[0] for part in parts for rows in part.values() if isinstance(rows, list) and rows)]
    named = {key for part in lists for key in part if key not in {gap["code"] for gap in found.get("gaps", ())}}
    assert {key for key in named if f"`{key}`" not in page and f"`{key}" not in page} == set()
