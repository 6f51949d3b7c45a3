"""What to simulate: employers and settings, as the screen asks them and as a link carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from graph.network import Network
from graph.simulation.parameters import load_parameters
from graph.simulation.run import Settings

MOST_EMPLOYERS = 12
PRESELECTED = 6
CANDIDATES = (20, 400)
COACH = (0, 12)
HANDOVERS = ("warm", "half", "cold")
CONTROLS = ("candidates", "coach_units")
"""Parameters with a control of their own, apart from the list of assumptions."""


@dataclass(frozen=True)
class Plan:
    """What to simulate. ``values``: parameters that the user set by hand, by name."""

    employers: tuple[str, ...]
    candidates: int = 120
    handover: str = HANDOVERS[0]
    coach: float = 3.0
    seed: int = 2026
    extras: bool = False
    values: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def settings(self) -> Settings:
        """The settings of the simulation. What stays at its default keeps its uncertainty."""
        values: dict[str, float] = {
            "candidates": self.candidates,
            "coach_units": self.coach,
            **_handover(self.handover),
        }
        return Settings(seed=self.seed, values=MappingProxyType(values | dict(self.values)), extras=self.extras)

    @property
    def key(self) -> str:
        """The same for the same plan."""
        return repr((sorted(to_params(self).items()), self.extras))


def _handover(handover: str) -> Mapping[str, float]:
    """How warm the joint chain hands over: as assumed, as cold as now, or half-way between."""
    if handover == "warm":
        return {}
    known = load_parameters()
    share = 0.5 if handover == "half" else 1.0
    loss = known["loss_warm"].value + share * (known["loss_cold"].value - known["loss_warm"].value)
    delay = known["delay_warm"].value + share * (known["delay_cold"].value - known["delay_warm"].value)
    return {"loss_warm": loss, "delay_warm": round(delay)}


def employers(network: Network, municipalities: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The employers (in these municipalities), those the map knows most about first, then by name."""
    touching: dict[str, int] = {}
    for relation in network.relations:
        if relation.kind in ("opstap", "plaatsing", "biedt"):
            for end in (relation.source, relation.target):
                touching[end] = touching.get(end, 0) + 1 + (relation.kind == "opstap")
    found = [e for e in network.organisations if e.kind == "werkgever"]
    found = [e for e in found if not municipalities or e.properties.get("gm_code") in municipalities]

    def known(entity: Any) -> int:
        told = sum(entity.properties.get(name) is not None for name in ("capacity", "size", "sbi_code"))
        return touching.get(entity.id, 0) + told

    return tuple(e.id for e in sorted(found, key=lambda e: (-known(e), e.name, e.id)))


def parse(params: Mapping[str, str], known: tuple[str, ...]) -> Plan:
    """A plan from a link; what is not understood is left at its default. ``known``: see :func:`employers`."""
    wanted = [one for one in params.get("werkgevers", "").split("|") if one in known]
    chosen = tuple(dict.fromkeys(wanted))[:MOST_EMPLOYERS] or known[:PRESELECTED]
    default = Plan(chosen)
    handover = params.get("overdracht", "")
    values: dict[str, float] = {}
    parameters = load_parameters()
    for pair in params.get("aannames", "").split("|")[: len(parameters)]:
        name, _, value = pair.partition(":")
        amount = _amount(value)
        if name in parameters and name not in CONTROLS and amount is not None and amount <= limit(name):
            values[name] = round(amount) if parameters[name].whole else amount
    return Plan(
        employers=chosen,
        candidates=int(_within(params.get("kandidaten"), CANDIDATES, default.candidates)),
        handover=handover if handover in HANDOVERS else default.handover,
        coach=_within(params.get("coach"), COACH, default.coach),
        seed=int(_within(params.get("zaad"), (0, 999_999), default.seed)),
        extras=params.get("knelpunten") == "1",
        values=MappingProxyType(values),
    )


def to_params(plan: Plan) -> dict[str, str]:
    """A plan as query parameters: a copied link shows the same outcome."""
    pairs = {
        "werkgevers": "|".join(plan.employers),
        "kandidaten": str(plan.candidates),
        "overdracht": plan.handover,
        "coach": f"{plan.coach:g}",
        "zaad": str(plan.seed),
        "knelpunten": "1" if plan.extras else "",
        "aannames": "|".join(f"{name}:{value:g}" for name, value in sorted(plan.values.items())),
    }
    return {name: value for name, value in pairs.items() if value}


def limit(name: str) -> float:
    """The highest value that a parameter may be set to on the screen."""
    parameter = load_parameters()[name]
    if parameter.distribution == "beta" or (parameter.unit.nl == "aandeel" and parameter.value <= 1):
        return 1.0
    return max(10 * (parameter.high or parameter.value), 10.0)


def _amount(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _within(text: str | None, limits: tuple[int, int], default: float) -> float:
    value = _amount(text)
    return value if value is not None and limits[0] <= value <= limits[1] else default


def changed(plan: Plan, values: Mapping[str, float]) -> Plan:
    """The same plan with other numbers set by hand."""
    return replace(plan, values=MappingProxyType(dict(values)))
