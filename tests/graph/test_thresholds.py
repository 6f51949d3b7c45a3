"""The limits that hold everywhere: read once, refused when they make no sense."""

from __future__ import annotations

import pytest
import yaml

from graph.privacy import MIN_PEOPLE
from graph.thresholds import thresholds

GOOD = yaml.safe_load(
    "{min_people: 5, stale_months: 12, exact_up_to: 5, sampled_sources: 2, warm_days: 14, feedback_days: 60}"
)


def test_people_are_shown_from_five_up():
    assert thresholds().min_people == MIN_PEOPLE == 5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"min_people": 0}, "min_people must be a whole number of at least 1"),
        ({"min_people": True}, "min_people must be a whole number"),
        ({"colour": 1}, "colour is not a known threshold"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(tmp_path, change, message):
    path = tmp_path / "thresholds.yaml"
    path.write_text(yaml.safe_dump(GOOD | change), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        thresholds(path)


def test_a_missing_limit_is_named(tmp_path):
    path = tmp_path / "thresholds.yaml"
    path.write_text(yaml.safe_dump({k: v for k, v in GOOD.items() if k != "warm_days"}), encoding="utf-8")
    with pytest.raises(ValueError, match="warm_days is missing"):
        thresholds(path)


def test_a_file_without_names_is_refused(tmp_path):
    path = tmp_path / "thresholds.yaml"
    path.write_text("5", encoding="utf-8")
    with pytest.raises(ValueError, match="expected names with numbers"):
        thresholds(path)
