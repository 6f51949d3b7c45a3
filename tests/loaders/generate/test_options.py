"""Who may receive a candidate: by role, home and distance, and never the sender."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.generate.options import ABROAD, Options, make_options
from loaders.generate.plan import Plan


@pytest.fixture(scope="module")
def options(large: Plan) -> Options:
    return make_options(large.made, large.reference, large.settings, salt=5)


def test_chances_are_the_attraction_times_exponentially_falling_distance(large: Plan, options: Options) -> None:
    """The closed form, worked out here by hand for one municipality and role."""
    made, reference = large.made, large.reference
    home = reference.codes.index("GM0828")
    drawn = options.draw(np.full(200_000, options.roles["jobcoachorganisatie"]), np.full(200_000, home),
                         (np.arange(200_000) + 0.5) / 200_000)  # fmt: skip
    at = np.unique(drawn)
    weight = made.attract[at] * np.exp(-np.linalg.norm(made.xy[at] - reference.xy[home], axis=1) / 12)
    weight = np.where(made.region[at] == reference.region[home], weight, weight * ABROAD)
    share = np.array([(drawn == org).mean() for org in at])
    np.testing.assert_allclose(share, weight / weight.sum(), atol=1e-5)


def test_municipal_services_are_those_of_the_candidates_own_municipality(large: Plan, options: Options) -> None:
    made = large.made
    homes = np.unique(made.municipality[made.of("sociale_dienst")])
    drawn = options.draw(np.full(len(homes), options.roles["sociale_dienst"]), homes, np.full(len(homes), 0.5))
    np.testing.assert_array_equal(made.municipality[drawn], homes)
    assert made.of("sociale_dienst")[drawn].all()


@given(
    sender=st.integers(0, 1_000_000),
    role=st.integers(0, 1_000),
    chances=st.lists(st.floats(0, 1, exclude_max=True), min_size=5, max_size=5),
)
def test_a_choice_has_the_role_asked_for_and_is_never_the_sender(
    large: Plan, options: Options, sender: int, role: int, chances: list[float]
) -> None:
    made, names = large.made, sorted(large.settings.kinds)
    source, name = np.array([sender % len(made)]), names[role % len(names)]
    found = options.choose(source, np.array([options.roles[name]]), made.municipality[source], np.array([chances]))
    assert found[0] != source[0]
    assert found[0] < 0 or made.kinds[made.kind[found[0]]] == name


def test_a_closed_role_has_nobody(large: Plan) -> None:
    home = large.reference.codes.index("GM0755")
    closed = make_options(large.made, large.reference, large.settings, 5, frozenset({("jongerenloket", home)}))
    assert closed.draw(np.array([closed.roles["jongerenloket"]]), np.array([home]), np.array([0.3]))[0] == -1


def test_liking_is_fixed_and_evenly_spread(options: Options) -> None:
    source, target = np.divmod(np.arange(250_000), 500)
    liking = options.affinity(source, target)
    np.testing.assert_array_equal(liking, options.affinity(source, target))
    counts = np.histogram(liking, bins=20, range=(0, 1))[0]
    assert np.abs(counts / 12_500 - 1).max() < 0.05
