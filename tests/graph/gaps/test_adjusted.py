"""Thresholds set differently: checked, obeyed, said in the evidence, and no way to find out about a few people."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from graph.gaps.adjusted import USUAL, Adjusted, BadThreshold, adjusted, known_thresholds, settings_of
from graph.gaps.certainty import certainty
from graph.gaps.find import find_gaps
from graph.gaps.region import Region
from graph.gaps.rule import lower_end
from graph.gaps.settings import RuleError, rule_settings
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.schema import DATA
from graph.texts import texts
from tests.graph.gaps.parts import GOOD, Records, core, many
from tests.graph.gaps.regions import TOGETHER, koude_overdracht, wachtlijst
from tests.support.networks import claim, network, tied

KEYS = sorted(known_thresholds())


@pytest.fixture(scope="module")
def everything() -> Network:
    """A region with one gap of every kind."""
    region = core()
    for make in TOGETHER:
        region += make().with_gap
    return region.network()


def ids(region: Network, **changed: float) -> set[str]:
    values = {name.replace("__", "."): value for name, value in changed.items()}
    return {found.id for found in find_gaps(region, settings=adjusted(values))}


def test_every_threshold_of_every_rule_says_what_it_is_in_both_languages():
    assert set(known_thresholds()) == {f"{c}.{n}" for c, rule in rule_settings().items() for n in rule.thresholds}
    for one in known_thresholds().values():
        assert all((one.label[language], one.source[language], one.unit.label[language]) for language in ("nl", "en"))


def test_what_is_set_to_its_usual_value_is_no_change():
    assert adjusted({one.key: one.usual for one in known_thresholds().values()}) == USUAL
    assert settings_of(USUAL) == rule_settings()


@given(st.permutations([("wachtlijst.norm_days", 90.0), ("eiland.size", 3.0), ("witte_vlek.reach_km", 30.0)]))
def test_the_order_in_which_thresholds_are_given_does_not_matter(pairs):
    one = adjusted(dict(pairs))
    assert one == Adjusted(tuple(sorted(pairs, key=lambda pair: list(known_thresholds()).index(pair[0]))))
    assert hash(one) == hash(adjusted(dict(reversed(pairs))))


def test_only_what_is_changed_differs():
    found = settings_of(adjusted({"wachtlijst.norm_days": 90}))
    assert found["wachtlijst"]["norm_days"] == 90
    assert found["wachtlijst"].usual["norm_days"] == rule_settings()["wachtlijst"]["norm_days"] == 56
    assert {c: r for c, r in found.items() if c != "wachtlijst"} == {
        c: r for c, r in rule_settings().items() if c != "wachtlijst"
    }


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("koude_overdracht.colour", 1, "bestaat niet"),
        ("nothing.share", 0.5, "bestaat niet"),
        ("koude_overdracht.share", 1.2, "tussen 0.05 en 1"),
        ("koude_overdracht.share", 0, "tussen"),
        ("koude_overdracht.share", -0.4, "tussen"),
        ("koude_overdracht.share", float("nan"), "tussen"),
        ("koude_overdracht.months", 12.5, "heel getal"),
        ("koude_overdracht.months", float("inf"), "heel getal"),
        ("koude_overdracht.months", 10**9, "tussen 1 en 240"),
        ("wachtlijst.norm_days", 0, "tussen"),
    ],
)
def test_what_cannot_be_a_threshold_is_refused_in_a_clear_sentence(key, value, said):
    with pytest.raises(BadThreshold) as error:
        adjusted({key: value})
    assert said in texts("nl").error(error.value)
    assert key in texts("en").error(error.value)


@pytest.mark.parametrize("key", [key for key in KEYS if known_thresholds()[key].unit.code == "people"])
def test_no_threshold_of_people_goes_under_what_may_be_shown(key):
    assert known_thresholds()[key].unit.least == MIN_PEOPLE
    with pytest.raises(BadThreshold):
        adjusted({key: MIN_PEOPLE - 1})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw["thresholds"].pop("norm_days"), "wachtlijst.norm_days: nothing says what it is"),
        (lambda raw: raw["thresholds"]["norm_days"].update(unit="ells"), "norm_days: no such unit"),
        (lambda raw: raw["thresholds"].update(spare=raw["thresholds"]["norm_days"]), "spare: no rule has it"),
        (lambda raw: raw["units"]["days"].update(most=30), "wachtlijst.norm_days: 56 is no value in days"),
        (lambda raw: raw["units"]["days"].update(least=0), "units/days/least"),
    ],
)
def test_data_about_thresholds_that_do_not_fit_the_rules_are_refused(tmp_path, change, message):
    raw = yaml.safe_load((DATA / "gaps" / "thresholds.yaml").read_text(encoding="utf-8"))
    change(raw)
    path = tmp_path / "thresholds.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(RuleError, match=message):
        known_thresholds(path)


def test_a_stricter_threshold_takes_a_gap_away_and_no_other(everything):
    before = ids(everything)
    gone = before - ids(everything, wachtlijst__norm_days=100)
    assert [one.split("|")[0] for one in gone] == ["wachtlijst"]


def test_a_looser_threshold_brings_a_gap():
    here = core() + wachtlijst().with_gap
    assert not any(i.startswith("wachtlijst") for i in ids(here.network(), wachtlijst__norm_days=80))
    assert any(i.startswith("wachtlijst") for i in ids(here.network(), wachtlijst__norm_days=40))


def test_evidence_that_names_a_threshold_names_the_one_that_was_used(everything):
    changed = adjusted({"wachtlijst.norm_days": 60, "te_weinig_werkgevers.months": 11})
    evidence = {(f.code, e.key): e.value for f in find_gaps(everything, settings=changed) for e in f.evidence}
    assert evidence["wachtlijst", "norm_days"] == 60
    assert evidence["te_weinig_werkgevers", "looking_months"] == 11


def test_certainty_looks_with_the_same_thresholds():
    """The hub cuts off four; with confirmed ties only it cuts off two."""
    region = network(
        ["hub", "a", "b", "c", "d", "x", "y", "z"],
        [claim(b, a) for a, b in (("hub", "a"), ("hub", "b"))]
        + [c for a, b in (("hub", "c"), ("hub", "d"), ("hub", "x"), ("x", "y"), ("y", "z"), ("x", "z"))
           for c in (claim(a, b), claim(b, a))],
    )  # fmt: skip
    strict, loose = adjusted({}), adjusted({"spil_kwetsbaar.cut_off": 2})
    for changed, alone in ((strict, True), (loose, False)):
        found = next(f for f in find_gaps(region, ["spil_kwetsbaar"], settings=changed) if f.parties == ("hub",))
        assert ("one_rule" in certainty(Region(region), found, changed).doubts) is alone


def nearly_all(warm: int) -> Network:
    """Twenty cold handovers, and of so many people a warm one."""
    more = Records(referrals=many("k-a", "k-b", warm, "w", **GOOD))
    return (core() + koude_overdracht().with_gap + more).network()


@pytest.mark.parametrize("share", [0.05, 0.3, 0.55, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])
def test_trying_thresholds_does_not_tell_how_few_people_make_the_difference(share):
    """Of 25 people 1 to 4 had a warm handover: whatever is asked, the answer is the same for all of these."""
    answers = set()
    for few in range(1, MIN_PEOPLE):
        cold = Records(referrals=many("k-a", "k-b", MIN_PEOPLE - few, "c", **(GOOD | {"handover": "koud"})))
        base = core() + koude_overdracht().with_gap + cold
        region = (base + Records(referrals=many("k-a", "k-b", few, "w", **GOOD))).network()
        found = find_gaps(region, ["koude_overdracht"], settings=adjusted({"koude_overdracht.share": share}))
        answers.add(tuple((f.id, tuple(e.value for e in f.evidence if e.key == "cold_share")) for f in found))
    assert len(answers) == 1


def test_a_threshold_far_from_what_is_shown_still_decides():
    whole, shown = 24, 20
    assert lower_end(shown, whole) == pytest.approx(0.6412, abs=1e-3)
    assert ids(nearly_all(4), koude_overdracht__share=0.55)
    assert not any(i.startswith("koude") for i in ids(nearly_all(4), koude_overdracht__share=0.7))


@given(st.integers(0, 12), st.lists(st.sampled_from([0.1, 0.3, 0.5, 0.6, 0.7, 0.9]), min_size=2, max_size=2))
@examples(max_examples=25, deadline=None)
def test_a_higher_share_never_finds_what_a_lower_one_does_not(warm, shares):
    low, high = sorted(shares)
    region = nearly_all(warm)
    assert ids(region, koude_overdracht__share=high) <= ids(region, koude_overdracht__share=low)


def test_a_pivot_is_found_with_the_number_that_was_asked_for():
    star = tied([("hub", other) for other in "abcd"] + [("hub", "x"), ("x", "y"), ("y", "hub")])
    assert find_gaps(star, ["spil_kwetsbaar"])
    assert not find_gaps(star, ["spil_kwetsbaar"], settings=adjusted({"spil_kwetsbaar.cut_off": 7}))
