"""The plan of the screen: in a link, with a control for what is disputed, and changed employer by employer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from graph.network import Network
from graph.simulation.parameters import Parameter, load_parameters
from graph.simulation.plan import BadPlan, Member, Plan
from graph.simulation.plan_file import from_plain, to_plain
from graph.simulation.preconditions import load_preconditions
from graph.simulation.presets import best_known
from graph.simulation.profiles import load_profiles
from graph.simulation.run import BadSetting, Settings
from graph.simulation.scenario import LEVERS, TIMINGS, Ways

MOST_EMPLOYERS = 12
PRESELECTED = 6
CANDIDATES = (20, 400)
STANDARD_CANDIDATES = 120
MOST_OVERLAP = 52
MOST_PEOPLE = 2_000
"""People of all profiles together on the screen: a few seconds of work."""
DISPUTED = ("loss_warm", "rematch_joint", "fit_other", "coach_units", "break_stepping")
"""What people disagree about most and what the answer hangs on: these have a slider."""
PARAMS = ("werkgevers", "eigen", "groepen", "samen", "kandidaten", "mensen", "voorwaarden", "aannames", "zaad", "naam")
OLD_PARAMS = ("overdracht", "coach", "knelpunten")
"""Parameters of links from before; they are still understood, not written."""


def employers(network: Network, municipalities: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The employers (in these municipalities), those the map knows most about first, then by name."""
    return best_known(network, municipalities=municipalities)


def parse(params: Mapping[str, str], known: Sequence[str], network: Network | None = None) -> Plan | None:
    """A plan from a link; what is not understood is left at its default.

    ``known``: see :func:`employers`; an organisation of another kind can take part when ``network`` has it. None
    when nobody takes part: the link says so, or nobody is known.
    """
    own = _own(params.get("eigen", ""))
    members: dict[str, Member] = {}
    for key in params.get("werkgevers", "").split("|")[: 2 * MOST_EMPLOYERS]:
        if key in own:
            members[key] = own[key]
        elif key in known or (network is not None and _organisation(network, key)):
            members[key] = Member(id=key)
    chosen = list(members.values())[:MOST_EMPLOYERS]
    if not chosen and "werkgevers" not in params:
        chosen = [Member(id=one) for one in known[:PRESELECTED]]
    if not chosen:
        return None
    keys = [one.key for one in chosen]
    chosen = [replace(one, leads_to=tuple(to for to in one.leads_to if to in keys)) for one in chosen]
    people = _people(params.get("mensen", ""))
    plan = Plan(
        tuple(chosen),
        candidates=None if people and "kandidaten" not in params else _candidates(params.get("kandidaten")),
        people=people,
        timings=_timings(params.get("voorwaarden", "")),
        values=MappingProxyType(_old_values(params) | _values(params.get("aannames", ""))),
        seed=int(_within(params.get("zaad"), (0, 999_999), Plan.seed)),
        name=" ".join(params.get("naam", "").split())[:60],
        ways=_ways(params.get("samen", "")),
    )
    try:
        return replace(plan, groups=_groups(params.get("groepen", ""), keys))
    except BadPlan:
        return plan


def to_params(plan: Plan | None) -> dict[str, str]:
    """A plan as query parameters: a copied link shows the same outcome."""
    if plan is None:
        return {"werkgevers": ""}
    plain = [one for one in to_plain(plan)["employers"] if one.keys() != {"id"}]
    usual = None if plan.people else STANDARD_CANDIDATES
    pairs = {
        "werkgevers": "|".join(plan.keys),
        "eigen": json.dumps(plain, ensure_ascii=False, separators=(",", ":")) if plain else "",
        "groepen": json.dumps(plan.groups, ensure_ascii=False, separators=(",", ":")) if plan.groups else "",
        "samen": "|".join(_told(plan.ways)),
        "voorwaarden": "|".join(f"{code}:{timing}" for code, timing in plan.timings.items()),
        "mensen": "|".join(f"{code}:{number}" for code, number in plan.people.items()),
        "kandidaten": "" if plan.candidates in (None, usual) else str(plan.candidates),
        "zaad": "" if plan.seed == Plan.seed else str(plan.seed),
        "aannames": "|".join(f"{name}:{value:g}" for name, value in sorted(plan.values.items())),
        "naam": plan.name,
    }
    return {name: value for name, value in pairs.items() if value or name == "werkgevers"}


def key_of(plan: Plan) -> str:
    """The same for plans with the same outcome, whatever their name."""
    return json.dumps(to_plain(replace(plan, name="")), sort_keys=True)


def put_in(plan: Plan | None, member: Member) -> Plan | None:
    """The plan with one more, or the same plan when it is full or has them already."""
    if plan is None:
        return Plan((member,), candidates=STANDARD_CANDIDATES)
    if len(plan.members) >= MOST_EMPLOYERS or member.key in plan.keys:
        return plan
    return replace(plan, members=(*plan.members, member))


def changed_member(plan: Plan, member: Member) -> Plan:
    """The plan in which this member is as it is given."""
    return replace(plan, members=tuple(member if one.key == member.key else one for one in plan.members))


def with_value(plan: Plan, name: str, value: float | None) -> Plan:
    """The plan with a parameter set by hand, or left at its range again (None)."""
    kept = {one: amount for one, amount in plan.values.items() if one != name}
    return replace(plan, values=MappingProxyType(kept if value is None else {**kept, name: value}))


def with_people(plan: Plan, numbers: Mapping[str, int]) -> Plan:
    """The plan with these people per profile and no others; with nobody, as many as is usual and as the region has."""
    people = {one.code: numbers[one.code] for one in load_profiles() if numbers.get(one.code)}
    return replace(plan, people=MappingProxyType(people), candidates=None if people else STANDARD_CANDIDATES)


def with_timing(plan: Plan, code: str, timing: str) -> Plan:
    """The plan in which a precondition is met then; as usual is not said."""
    told = {**plan.timings, code: timing}
    kept = {
        one.code: told[one.code]
        for one in load_preconditions().values()
        if told.get(one.code, one.timing) != one.timing
    }
    return replace(plan, timings=MappingProxyType(kept))


def span_of(parameter: Parameter) -> tuple[float, float]:
    """The ends of its slider: somewhat wider than its range, and never beyond what it can be."""
    low, high = parameter.low or 0.0, parameter.high or parameter.value * 2 or 1.0
    width = high - low
    top = min(high + width / 2, parameter.most)
    bottom = max(low - width / 2, 0.0)
    return (float(int(bottom)), float(round(top + 0.5))) if top > 3 else (round(bottom, 3), round(top, 3))


def limit(name: str) -> float:
    """The highest value that a parameter may be set to on the screen."""
    parameter = load_parameters()[name]
    if parameter.distribution == "beta" or (parameter.unit.nl == "aandeel" and parameter.value <= 1):
        return 1.0
    return max(10 * (parameter.high or parameter.value), 10.0)


def _own(text: str) -> Mapping[str, Member]:
    """Employers that the link makes or changes, by key; none when it is not as it should be."""
    try:
        found: Any = json.loads(text[:20_000]) if text else []
        return {one.key: one for one in from_plain({"employers": found}).members} if found else {}
    except (BadPlan, ValueError, RecursionError):
        return {}


def _groups(text: str, keys: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    try:
        found = json.loads(text[:20_000]) if text else []
        groups = [tuple(str(key) for key in group if key in keys) for group in found]
    except (ValueError, TypeError, RecursionError):
        return ()
    return tuple(group for group in groups if group)


def _candidates(text: str | None) -> int:
    return int(_within(text, CANDIDATES, STANDARD_CANDIDATES))


def _pairs(text: str, most: int) -> list[tuple[str, str]]:
    """Names and what stands behind them in a link, such as ``pro:7|vsv:20``: the first ``most``."""
    return [(name, value) for name, _, value in (pair.partition(":") for pair in text.split("|")[:most])]


def _people(text: str) -> Mapping[str, int]:
    """People per profile in a link, such as ``pro:7|vsv:20``; nobody when they are too many together."""
    known, found = [one.code for one in load_profiles()], {}
    for code, number in _pairs(text, len(known)):
        if code in known and (count := int(_within(number, (0, MOST_PEOPLE), 0))):
            found[code] = count
    return MappingProxyType(
        {code: found[code] for code in known if code in found} if sum(found.values()) <= MOST_PEOPLE else {}
    )


def _timings(text: str) -> Mapping[str, str]:
    """When preconditions are met in a link, such as ``wonen:parallel|zorg:skipped``; only what is not as usual."""
    told = dict(_pairs(text, 50))
    usual = {one.code: one.timing for one in load_preconditions().values()}
    return MappingProxyType(
        {code: told[code] for code in usual if told.get(code) in TIMINGS and told[code] != usual[code]}
    )


def _told(ways: Ways) -> list[str]:
    """The ways of working together in a link: ``overlap:4``, ``combine``, ``takes_over``, and the levers by name."""
    switched = [name for name in ("combine", "takes_over") if getattr(ways, name)]
    return [*([f"overlap:{ways.overlap}"] if ways.overlap else []), *switched, *ways.levers]


def _ways(text: str) -> Ways:
    told = set(text.split("|"))
    weeks = next((one.partition(":")[2] for one in told if one.startswith("overlap:")), None)
    return Ways(
        overlap=int(_within(weeks, (0, MOST_OVERLAP), 0)),
        combine="combine" in told,
        takes_over="takes_over" in told,
        levers=tuple(one for one in LEVERS if one in told),
    )


def _organisation(network: Network, key: str) -> bool:
    return key in network.index and network.entity(key).kind in network.schema.organisations


def _values(text: str) -> dict[str, float]:
    values: dict[str, float] = {}
    parameters = load_parameters()
    for name, value in _pairs(text, len(parameters)):
        amount = _amount(value)
        if name in parameters and name != "candidates" and amount is not None and amount <= limit(name):
            amount = float(round(amount)) if parameters[name].whole else amount
            if parameters[name].accepts(amount) and _runs(name, amount):
                values[name] = amount
    return values


def _runs(name: str, amount: float) -> bool:
    try:
        Settings(values={name: amount})
    except BadSetting:
        return False
    return True


def _old_values(params: Mapping[str, str]) -> dict[str, float]:
    """What links of before say with a word of their own."""
    known, found = load_parameters(), {}
    if (coach := _amount(params.get("coach"))) is not None and coach <= limit("coach_units"):
        found["coach_units"] = coach
    share = {"half": 0.5, "cold": 1.0}.get(params.get("overdracht", ""))
    if share is not None:
        for name in ("loss", "delay"):
            warm, cold = known[f"{name}_warm"].value, known[f"{name}_cold"].value
            found[f"{name}_warm"] = warm + share * (cold - warm)
        found["delay_warm"] = float(round(found["delay_warm"]))
    return found


def _amount(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _within(text: str | None, limits: tuple[int, int], default: float) -> float:
    value = _amount(text)
    return value if value is not None and limits[0] <= value <= limits[1] else default
