"""The handover parameters from a referral log, against counts made by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from graph.network import Network, Scope, build_network
from graph.records import Entity, referral
from graph.simulation.calibrate import ENOUGH, calibrated
from graph.simulation.parameters import beta_shape, load_parameters

START = date(2026, 1, 5)
PARAMETERS = load_parameters()


def log(*parts: tuple[str | None, str, int, int | None]) -> Network:
    """Referrals as (handover, outcome, how many, days to first contact)."""
    made = []
    for handover, outcome, count, days in parts:
        for _ in range(count):
            contact = None if days is None else START + timedelta(days)
            properties = {"handover": handover, "outcome": outcome, "first_contact_on": contact}
            made.append(referral(f"c{len(made)}", START, "a", "b", properties))
    return build_network(Scope(), [Entity("a", "pro", "A"), Entity("b", "uwv", "B")], [], made)


def test_loss_is_the_prior_and_the_log_together() -> None:
    found = calibrated(
        log(("koud", "verdwenen", 40, None), ("koud", "afgerond", 160, 21), ("koud", "open", 500, None)), PARAMETERS
    )
    a, b = beta_shape(PARAMETERS["loss_cold"])
    loss = found["loss_cold"]
    assert loss.value == pytest.approx((a + 40) / (a + b + 200))
    assert loss.low < loss.value < loss.high
    assert (loss.mark, "200" in loss.source.nl, "200" in loss.source.en) == ("derived", True, True)


def test_more_referrals_make_it_surer() -> None:
    few, many = (
        calibrated(log(("koud", "verdwenen", 40 * n, None), ("koud", "afgerond", 160 * n, None)), PARAMETERS)[
            "loss_cold"
        ]
        for n in (1, 10)
    )
    assert many.high - many.low < few.high - few.low


def test_the_wait_is_the_mean_of_the_log() -> None:
    found = calibrated(log(("warm", "afgerond", 30, 7), ("warm", "afgerond", 30, 21)), PARAMETERS)["delay_warm"]
    assert found.value == pytest.approx(2.0)
    assert found.low < 2.0 < found.high
    assert not found.whole


def test_the_share_of_warm_handovers() -> None:
    found = calibrated(
        log(("warm", "afgerond", 300, 7), ("koud", "afgerond", 700, 7), (None, "open", 99, None)), PARAMETERS
    )
    a, b = beta_shape(PARAMETERS["warm_now"])
    assert found["warm_now"].value == pytest.approx((a + 300) / (a + b + 1000))


def test_too_few_events_leave_the_assumption() -> None:
    few = ENOUGH - 1
    found = calibrated(
        log(("koud", "verdwenen", few, None), ("koud", "afgerond", 500, None), ("warm", "open", few, 3)), PARAMETERS
    )
    assert found["loss_cold"] == PARAMETERS["loss_cold"]
    assert found["delay_warm"] == PARAMETERS["delay_warm"]
    assert found["warm_now"] == PARAMETERS["warm_now"]


def test_an_empty_log_changes_nothing() -> None:
    assert dict(calibrated(log(), PARAMETERS)) == dict(PARAMETERS)
