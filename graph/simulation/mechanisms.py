"""Where the gain comes from: what each mechanism of the chain brings, and what of it needs the chain.

A mechanism is a field (or two that belong together) of a group in which the joint chain differs from
everyone alone. Every combination of them is simulated with the same people and the same luck; the
Shapley value shares out the difference, so that the parts add up exactly to joint minus alone, in
every single run. Organising the chain is a cost that depends on nothing else: it stands by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph.games.shapley import marginal, shapley
from graph.simulation.gain import GAINS, Together, Work, gain_measure
from graph.simulation.outcome import Interval, interval
from graph.simulation.scenario import Employer, Group, alone, case_manager, joint

Numbers = NDArray[np.float64]
_CODES: Mapping[str, str] = MappingProxyType(
    {
        "handover": "warm_handover",
        "move": "warm_handover",
        "rematch": "second_chance",
        "share_places": "shared_places",
        "share_coach": "shared_coach",
    }
)
"""Fields of a group that have another name as mechanism; any other field is a mechanism by its own name."""
_NO_MECHANISM = ("employers", "coordination")
ALONE, CASE_MANAGER, JOINT = "alone", "case_manager", "joint"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A way in which the chain works together; ``fields`` of a group that it sets."""

    code: str
    fields: tuple[str, ...]

    @property
    def text(self) -> str:
        """Key of its name in the texts; with ``_help`` behind it, of its explanation."""
        return f"games.mechanism_{self.code}"


@dataclass(frozen=True, slots=True)
class Share:
    """What one mechanism brings, per measure of :data:`~graph.simulation.gain.GAINS`.

    ``share``: its part of the gain (Shapley). ``first``: when it is the only one. ``last``: what is lost
    when it alone is left out.
    """

    mechanism: Mechanism
    share: Mapping[str, Interval]
    first: Mapping[str, Interval]
    last: Mapping[str, Interval]


@dataclass(frozen=True)
class Mechanisms:
    """The gain of the joint chain against everyone alone, and where it comes from.

    ``total`` = the sum of all shares + ``organising``, exactly. It is also ``case_manager`` (what moving
    people cold between employers already brings) + ``needs_chain`` (what comes on top of that).
    """

    shares: tuple[Share, ...]
    organising: Mapping[str, Interval]
    total: Mapping[str, Interval]
    case_manager: Mapping[str, Interval]
    needs_chain: Mapping[str, Interval]
    work: Work


def mechanisms_of(employers: Sequence[Employer], together: Together = joint) -> tuple[Mechanism, ...]:
    """The mechanisms of the chain of ``employers``, in the order of the fields of a group.

    ``together`` makes employers a chain, as :func:`~graph.simulation.scenario.joint` does, or several: they have the
    same mechanisms then, and an employer that is left alone in its chain has none.
    """
    whole = max(together(employers), key=lambda group: len(group.employers))
    bare = Group(whole.employers)
    found: dict[str, list[str]] = {}
    for field in fields(Group):
        if field.name not in _NO_MECHANISM and getattr(whole, field.name) != getattr(bare, field.name):
            found.setdefault(_CODES.get(field.name, field.name), []).append(field.name)
    return tuple(Mechanism(code, tuple(names)) for code, names in found.items())


def mechanism_arms(employers: Sequence[Employer], together: Together = joint) -> Mapping[str, tuple[Group, ...]]:
    """Every arm that the explanation needs, by name.

    "1" to "15": the combinations of mechanisms by number (bit i: mechanism i), without cost of
    organising; and alone (the combination without any), case_manager and joint as always.
    """
    known = mechanisms_of(employers, together)
    arms: dict[str, tuple[Group, ...]] = {}
    for number in range(1, 1 << len(known)):
        chosen = [name for at, m in enumerate(known) if number >> at & 1 for name in m.fields]
        arms[str(number)] = tuple(
            replace(Group(chain.employers), **{name: getattr(chain, name) for name in chosen})
            for chain in together(employers)
        )
    return MappingProxyType(
        arms | {ALONE: alone(employers), CASE_MANAGER: case_manager(employers), JOINT: together(employers)}
    )


def explain(mechanisms: Sequence[Mechanism], drawn: Mapping[str, Mapping[str, Numbers]], work: Work) -> Mechanisms:
    """Share out the gain. ``drawn``: for each arm of :func:`mechanism_arms` its measures, each (sets, runs)."""
    names = [ALONE, *(str(number) for number in range(1, 1 << len(mechanisms)))]
    parts: dict[str, dict[str, Numbers]] = {}
    for measure in GAINS:
        found = {arm: values[measure] for arm, values in drawn.items()}
        game = np.stack([found[name] - found[ALONE] for name in names], axis=-1)
        nothing = game[..., :0]  # each alone in a sub-chain of its own: no mechanism, so no game
        parts[measure] = {
            "share": shapley(game) if mechanisms else nothing,
            "first": game[..., [1 << i for i in range(len(mechanisms))]],
            "last": marginal(game) if mechanisms else nothing,
            "organising": found[JOINT] - found[names[-1]],
            "total": found[JOINT] - found[ALONE],
            "case_manager": found[CASE_MANAGER] - found[ALONE],
            "needs_chain": found[JOINT] - found[CASE_MANAGER],
        }

    def of(part: str, at: int | None = None) -> Mapping[str, Interval]:
        return MappingProxyType(
            {
                name: interval(each[part] if at is None else each[part][..., at], gain_measure(name).good)
                for name, each in parts.items()
            }
        )

    return Mechanisms(
        tuple(Share(m, of("share", i), of("first", i), of("last", i)) for i, m in enumerate(mechanisms)),
        of("organising"),
        of("total"),
        of("case_manager"),
        of("needs_chain"),
        work,
    )
