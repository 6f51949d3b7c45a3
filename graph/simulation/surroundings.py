"""What the region brings to a simulation, whoever works together: its candidates, its support, and hesitation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graph.network import Network
from graph.simulation.parameters import Values
from graph.simulation.people_from_graph import people_from
from graph.simulation.preconditions import load_preconditions, supports_from
from graph.simulation.profiles import by_numbers, load_profiles
from graph.simulation.scenario import Context

BY_HAND = Context(cold_feet=True)
"""Of a plan without a region: people and support as the parameters say; employers hesitate as anywhere."""


def with_people(context: Context, numbers: Mapping[str, int]) -> Context:
    """The context with so many people of each profile (by code) in place of its own mix.

    A profile is as the region's log has it, where it has one; else as it comes with the product. Raises
    :class:`~graph.simulation.profiles.BadProfile` when a code is unknown, a number negative, or there is nobody.
    """
    known = {one.code: one for one in (*load_profiles(), *context.profiles)}
    return replace(context, profiles=by_numbers(tuple(known.values()), numbers))


def with_timings(context: Context, timings: Mapping[str, str]) -> Context:
    """The context in which these preconditions (by code) are met before work, beside it, or never."""
    usual = tuple(load_preconditions().values()) if context.supports is None else context.supports
    return replace(context, supports=tuple(replace(one, timing=timings.get(one.code, one.timing)) for one in usual))


def context_of(network: Network, fixed: Values) -> Context:
    """Candidates as the referral log has them, when it is large enough, and support as the map has it.

    A number of places that the user set (``fixed``, by ``slots_*``) goes over that of the map.
    """
    mix = people_from(network)
    supports = (replace(one, capacity=None) if f"slots_{one.code}" in fixed else one for one in supports_from(network))
    return Context(mix.profiles if mix else (), tuple(supports), cold_feet=True)
