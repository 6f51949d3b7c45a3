"""Gap finding judged on the demo region, in which defects were planted by somebody who does not know the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from graph.gaps.find import find_gaps
from graph.gaps.rule import Finding
from graph.network import Network
from graph.store.embedded import EmbeddedStore
from loaders.importing import accept, read_files

DEMO = Path(__file__).resolve().parents[3] / "data" / "demo"
FILES = [DEMO / f"{name}.csv" for name in ("organisaties", "relaties", "doorverwijzingen")]
if not (DEMO / "defects.yaml").is_file():
    pytest.skip(
        "the demo region has not been generated: run python -m loaders generate --demo", allow_module_level=True
    )
DEFECTS = yaml.safe_load((DEMO / "defects.yaml").read_text(encoding="utf-8"))["defects"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Network:
    with EmbeddedStore(tmp_path_factory.mktemp("demo") / "demo.sqlite") as store:
        accept(read_files(FILES, store, "nl"), store, "test")
        return store.snapshot()


@pytest.fixture(scope="module")
def findings(demo: Network) -> tuple[Finding, ...]:
    return find_gaps(demo)


def shows(finding: Finding, defect: dict[str, object]) -> bool:
    """Whether a finding is this defect: same type, and the organisation or the place that it is about."""
    if finding.code != defect["code"]:
        return False
    about = defect.get("organisations")
    if about:
        return about[0] in finding.parties
    return finding.municipality in defect["municipalities"] and finding.subject in (
        defect.get("stage"),
        defect.get("life_domain"),
    )


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect["id"])
def test_every_planted_defect_is_found(findings, defect):
    assert [f for f in findings if shows(f, defect)]


def test_a_planted_defect_is_found_as_a_pair_with_each_partner_that_shows_it(findings):
    for defect in DEFECTS:
        if defect["code"] in ("eenzijdige_relatie", "papieren_relatie"):
            about = defect["organisations"][0]
            pairs = {frozenset(f.parties) for f in findings if f.code == defect["code"]}
            assert {frozenset((about, partner)) for partner in defect["partners"]} <= pairs


def test_most_findings_are_planted_and_none_of_the_serious_ones_is_not(findings):
    planted = [f for f in findings if any(shows(f, defect) for defect in DEFECTS)]
    assert len(planted) / len(findings) >= 0.55
    assert all(f in planted for f in findings if f.severity == "high")


def test_what_else_is_found_is_there_in_the_data(demo, findings):
    """The rest are pivots and one-sided relations that arose by chance: no less true, only not planted."""
    rest = [f for f in findings if not any(shows(f, defect) for defect in DEFECTS)]
    assert {f.code for f in rest} <= {"spil_kwetsbaar", "eenzijdige_relatie"}
    claims = {(r.source, r.target) for r in demo.relations_of("samenwerking")}
    for found in rest:
        if found.code == "eenzijdige_relatie":
            assert found.parties in claims
            assert found.parties[::-1] not in claims
