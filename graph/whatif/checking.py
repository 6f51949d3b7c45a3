"""Whether a step can be supposed, given those before it; and if not, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from graph.analysis.serving import CODE_LISTS, stated_codes
from graph.network import Network
from graph.problems import KetenkaartError, Problem
from graph.records import Relation
from graph.whatif.merging import SERVES
from graph.whatif.steps import MAX_STEPS, AddTie, MergeOrganisations, ServeAlso, Step, StopOrganisation
from graph.whatif.world import World


class BadScenario(KetenkaartError):
    """A scenario that cannot be read or played; the sentence says why."""


def problem(world: World, step: Step) -> Problem | None:
    """What is wrong with supposing ``step`` now; None when nothing is."""
    return next(_problems(world, step), None)


def play(network: Network, steps: Iterable[Step]) -> tuple[World, tuple[Problem | None, ...]]:
    """Play the steps that can be; for each step what is wrong with it, or None. The others are left out."""
    world, found = World(network), []
    for at, step in enumerate(steps):
        wrong = Problem("whatif.too_many", {"max": MAX_STEPS}) if at >= MAX_STEPS else problem(world, step)
        if wrong is None:
            world.play(step)
        found.append(wrong)
    return world, tuple(found)


def apply(network: Network, steps: Iterable[Step]) -> Network:
    """The network in which all of it is so. ``network`` itself stays as it is.

    Without steps it is the same network. Raises BadScenario for the first step that cannot be supposed.
    """
    world, found = play(network, steps)
    for wrong in found:
        if wrong is not None:
            raise BadScenario(wrong.key, **wrong.values)
    return world.network()


def _problems(world: World, step: Step) -> Iterator[Problem]:
    if isinstance(step, AddTie):
        yield from _there(world, step.a, step.b)
        if world.has_tie(step.a, step.b):
            yield Problem("whatif.tie_exists", {"a": _name(world, step.a), "b": _name(world, step.b)})
    elif isinstance(step, StopOrganisation):
        yield from _there(world, step.organisation)
    elif isinstance(step, MergeOrganisations):
        yield from _there(world, step.organisation, step.other)
    else:
        yield from _service(world, step)


def _there(world: World, *organisations: str) -> Iterator[Problem]:
    """Every organisation is one, is still there, and is not named twice."""
    for one in organisations:
        if one in world.merged:
            into = world.merged[one]
            yield Problem("whatif.merged_before", {"name": _name(world, one), "into": _name(world, into)})
        elif one in world.stopped:
            yield Problem("whatif.stopped_before", {"name": _name(world, one)})
        elif one not in world.entities or world.entities[one].kind not in world.before.schema.organisations:
            yield Problem("whatif.unknown_organisation", {"id": one})
    if len(set(organisations)) < len(organisations):
        yield Problem("whatif.same_organisation", {"name": _name(world, organisations[0])})


def _service(world: World, step: ServeAlso) -> Iterator[Problem]:
    yield from _there(world, step.organisation)
    if step.municipality not in world.before.municipalities:
        yield Problem("whatif.unknown_municipality", {"id": step.municipality})
    for dimension, listed in CODE_LISTS.items():
        code, codes = getattr(step, dimension), world.before.schema.codes[listed]
        if code is not None and code not in codes.codes:
            yield Problem("whatif.unknown_code", {"id": code, "list": codes.label, "allowed": tuple(codes.codes)})
    if _serves(world, step):
        place = world.before.municipalities[step.municipality].name
        yield Problem("whatif.serves_already", {"name": _name(world, step.organisation), "place": place})


def _serves(world: World, step: ServeAlso) -> bool:
    """Whether an organisation says already that it delivers this there: by itself, or in a relation that holds."""
    maker = world.entities[step.organisation]
    made: list[Relation | None] = [
        r
        for r in world.relations.values()
        if r.kind == SERVES and r.source == maker.id and r.target == step.municipality and _holds(r, world.day)
    ]
    if maker.properties.get("gm_code") == step.municipality:
        made.append(None)
    return any(all(_states(world, step, dimension, one) for dimension in CODE_LISTS) for one in made)


def _states(world: World, step: ServeAlso, dimension: str, made: Relation | None) -> bool:
    """Whether a relation (None: what the organisation says of itself) covers what a step asks in one dimension."""
    asked = getattr(step, dimension)
    if asked is None:  # asked for all that the organisation does: less than that is not the same
        return made is None or made.properties.get(dimension) is None
    codes = stated_codes(dimension, world.entities[step.organisation], made)
    return asked in codes or (dimension == "target_group" and not codes)


def _holds(one: Relation, day: date | None) -> bool:
    if day is None:
        return True
    return (one.valid_from is None or one.valid_from <= day) and (one.valid_to is None or one.valid_to >= day)


def _name(world: World, identifier: str) -> str:
    known = world.before.index
    return world.before.entity(identifier).name if identifier in known else identifier
