"""Findings rest on what the data say: not on the order of rows, names, the language of the file, or rows told twice."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.planted import QUICK, network_of
from graph.gaps.find import find_gaps
from graph.gaps.rule import Finding
from graph.gaps.words import explain
from graph.network import Network
from graph.schema import load_schema
from graph.store.embedded import EmbeddedStore
from graph.texts import texts
from loaders.estimates import keep_estimates, recognised
from loaders.generate.estimated import ESTIMATES
from loaders.generate.files import write_plan
from loaders.generate.plan import Plan
from loaders.generate.plantable import CODES
from loaders.importing import accept, read_files
from loaders.indicators import read_indicators
from loaders.tables import source_of
from loaders.templates import templates
from tests.graph.gaps.parts import Records, core
from tests.graph.gaps.regions import TOGETHER


@pytest.fixture(scope="module")
def planted() -> Plan:
    """A region with every gap type planted, clearly."""
    return QUICK[0].plan(0, CODES, "clear")


@pytest.fixture(scope="module")
def findings(planted: Plan) -> tuple[Finding, ...]:
    return find_gaps(network_of(planted))


def all_gaps() -> Records:
    """The small region with one gap of every type."""
    region = core()
    for make in TOGETHER:
        region += make().with_gap
    return region


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_order_of_rows_changes_nothing(chance: random.Random) -> None:
    region = all_gaps()
    expected = find_gaps(region.network())
    for rows in (region.entities, region.relations, region.referrals):
        chance.shuffle(rows)
    assert find_gaps(region.network()) == expected


@given(st.lists(st.text(min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=5))
@settings(max_examples=5, deadline=None)
def test_names_change_nothing(names: list[str]) -> None:
    region = all_gaps()
    expected = find_gaps(region.network())
    region.entities = [replace(entity, name=names[at % len(names)]) for at, entity in enumerate(region.entities)]
    assert find_gaps(region.network()) == expected


def test_other_pseudonyms_change_nothing_but_the_records_behind_a_number() -> None:
    """Who a case is called has no part in what is found, nor in how many people it touches."""
    region = all_gaps()
    expected = [_without_records(f) for f in find_gaps(region.network())]
    people = sorted({r.case for r in region.referrals})
    other = dict(zip(people, reversed(people), strict=True))
    region.referrals = [replace(r, case=other[r.case]) for r in region.referrals]
    assert [_without_records(f) for f in find_gaps(region.network())] == expected


def _without_records(finding: Finding) -> tuple[object, ...]:
    evidence = tuple((e.key, e.value, e.bound, len(e.records)) for e in finding.evidence)
    return finding.id, finding.people, finding.score, evidence


def test_both_languages_tell_of_the_same_findings_with_the_same_evidence(
    planted: Plan, findings: tuple[Finding, ...]
) -> None:
    network = network_of(planted)
    for finding in findings:
        dutch, english = (explain(finding, network, texts(language)) for language in ("nl", "en"))
        assert [line.records for line in dutch.evidence] == [line.records for line in english.evidence]
        assert dutch.found != english.found


def read(folder: Path, name: str) -> Network:
    files = [folder / f"{part}.csv" for part in ("organisaties", "relaties", "doorverwijzingen")]
    with EmbeddedStore(folder / f"{name}.sqlite") as store:
        accept(read_files(files, store, "nl"), store, "test")
        table = read_indicators(source_of(folder / f"{ESTIMATES}.csv"))
        columns = recognised(table)
        assert columns
        keep_estimates(store, table, columns, None, "test")
        return store.snapshot()


def english(path: Path) -> None:
    """Give a template file its English heads."""
    columns = templates(load_schema())[path.stem].columns
    head, rest = path.read_text(encoding="utf-8").split("\n", 1)
    assert head == ";".join(column.header.nl for column in columns)
    path.write_text(";".join(column.header.en for column in columns) + "\n" + rest, encoding="utf-8")


def twice(path: Path) -> None:
    """Every row once more, in the opposite order."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows, *reversed(rows)])


@pytest.mark.slow
@pytest.mark.parametrize("change", [english, twice], ids=lambda change: change.__name__)
def test_files_in_another_language_or_with_every_row_twice_give_the_same_findings(
    planted: Plan, findings: tuple[Finding, ...], tmp_path: Path, change: Callable[[Path], None]
) -> None:
    for name, path in write_plan(planted, tmp_path).items():
        if name != ESTIMATES:  # a table of somebody else, in which a municipality stands once
            change(path)
    assert find_gaps(read(tmp_path, "changed")) == findings
