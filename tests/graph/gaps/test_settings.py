"""Rules and the agreed chain as data: what does not fit is said, with where and why."""

from __future__ import annotations

import pytest
import yaml

from graph.gaps.find import RULES, check_rules
from graph.gaps.settings import RuleError, rule_settings
from graph.gaps.template import chain_template
from graph.schema import load_schema

RULE = {"label": {"nl": "a", "en": "a"}, "theme": "handover", "severity": "low", "thresholds": {}}


def written(tmp_path, content):
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def test_the_rules_and_their_settings_fit():
    check_rules()
    assert {rule.code for rule in RULES} == set(rule_settings())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"severity": "fatal"}, "rule/severity: 'fatal' is not one of"),
        ({"colour": "red"}, "Additional properties are not allowed"),
        ({"thresholds": {"share": 0}}, "rule/thresholds/share: 0 is less than or equal"),
    ],
)
def test_a_rule_that_does_not_fit_the_form_is_refused(tmp_path, change, message):
    with pytest.raises(RuleError, match=message):
        rule_settings(written(tmp_path, {"rule": RULE | change}))


def test_the_agreed_chain_covers_every_stage_that_is_no_exit():
    stages = [c.code for c in load_schema().codes["stages"].codes.values() if not c.exit]
    assert [s.code for s in chain_template().stages] == stages


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            {"stages": {"nowhere": {"level": "region", "kinds": ["pro"]}}, "handovers": {}},
            "stages/nowhere: no such stage",
        ),
        ({"stages": {"opstap": {"level": "region", "kinds": ["shop"]}}, "handovers": {}}, "no kind 'shop'"),
        (
            {"stages": {}, "handovers": {"x": {"from": ["pro"], "to": ["uwv"], "stage": "y"}}},
            "handovers/x: no stage 'y'",
        ),
        ({"stages": {"opstap": {"level": "street", "kinds": ["pro"]}}, "handovers": {}}, "'street' is not one of"),
    ],
)
def test_a_chain_that_does_not_fit_the_domain_is_refused(tmp_path, content, message):
    with pytest.raises(RuleError, match=message):
        chain_template(written(tmp_path, content))
