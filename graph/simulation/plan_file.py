"""Plans as plain data and as YAML, checked against ``data/simulation/plan.schema.json``: what is wrong is said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import yaml

from graph.schema import DATA, LANGUAGES, Label
from graph.simulation.parameters import load_parameters
from graph.simulation.plan import CHANGES, OWN, BadPlan, Member, Plan
from graph.simulation.profiles import LEVELS, load_profiles
from graph.simulation.scenario import LEVERS, PRECONDITIONS, RUNGS, Ways
from graph.texts import texts

FILE_SIZE = 100_000
"""The most bytes that a plan may have; it is a page of text."""
_SHOWN = 80  # characters of a wrong value that are told
_BY_RUNG = {"levels": RUNGS, "weeks": RUNGS[:-1], "carved": RUNGS, "part_places": RUNGS}
_LEVEL = {code: at for at, code in enumerate(LEVELS)}


class _Plain(yaml.SafeLoader):
    """YAML without references: a few lines of them can stand for more than a machine holds."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("a plan has no references")
        return super().compose_node(parent, index)


def read_plan(path: Path) -> Plan:
    """A plan from a file. Raises :class:`BadPlan`."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_SIZE + 1)
    except OSError as error:
        raise BadPlan("plan.no_file", file=path.name) from error
    return plan_from(data, path.name)


def plan_from(data: bytes, file: str) -> Plan:
    """A plan from the content of a file called ``file``. Raises :class:`BadPlan`."""
    if len(data) > FILE_SIZE:
        raise BadPlan("plan.too_large", file=file, most=FILE_SIZE // 1000)
    try:
        found = yaml.load(data.decode("utf-8"), Loader=_Plain)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadPlan("plan.no_yaml", file=file) from error
    return from_plain(found, file)


def plan_yaml(plan: Plan) -> str:
    """The plan as a file: reading it gives the same plan."""
    return yaml.safe_dump(to_plain(plan), allow_unicode=True, sort_keys=False, width=110)


def to_plain(plan: Plan) -> dict[str, Any]:
    """The plan as plain data: only what it says. Values are named in the order of the parameters."""
    standard = Plan((Member(name="x"),))
    found: dict[str, Any] = {"name": plan.name} if plan.name else {}
    found["employers"] = [_plain_member(one) for one in plan.members]
    if plan.groups:
        found["groups"] = [[_spoken(key) for key in group] for group in plan.groups]
    if plan.candidates is not None:
        found["candidates"] = plan.candidates
    if plan.timings:
        found["preconditions"] = {code: plan.timings[code] for code in PRECONDITIONS if code in plan.timings}
    if plan.people:
        found["people"] = {one.code: plan.people[one.code] for one in load_profiles() if plan.people.get(one.code)}
    if plan.values:
        found["values"] = {name: plan.values[name] for name in sorted(plan.values, key=list(load_parameters()).index)}
    together = {field.name: getattr(plan.ways, field.name) for field in fields(Ways)}
    if asked := {name: list(value) if name == "levers" else value for name, value in together.items() if value}:
        found["together"] = asked
    found |= {n: getattr(plan, n) for n in ("seed", "sets", "runs") if getattr(plan, n) != getattr(standard, n)}
    return found


def from_plain(found: Any, file: str = "") -> Plan:
    """A plan from plain data. Raises :class:`BadPlan` that names the key, the value and what is expected."""
    faults = jsonschema.Draft202012Validator(_form()).iter_errors(found)
    wrong = min(faults, key=lambda one: [str(part) for part in one.absolute_path], default=None)
    if wrong is not None:
        raise BadPlan("plan.wrong", file=file or "-", **_told(wrong))
    for at, one in enumerate(found["employers"]):
        if "hours" in one and one["hours"][0] > one["hours"][1]:
            key, value, expected = f"employers/{at}/hours", _short(one["hours"]), _say("rising", "")
            raise BadPlan("plan.wrong", file=file or "-", key=key, value=value, expected=expected)
    members = tuple(_member(one) for one in found["employers"])
    known = {_spoken(one.key): one.key for one in members}
    members = tuple(_linked(one, known) for one in members)
    for name, value in found.get("values", {}).items():
        parameter = load_parameters().get(name)
        if parameter is None:
            raise _stranger("values", name, load_parameters(), file)
        if not parameter.accepts(value):
            expected = Label(parameter.limits, parameter.limits)
            raise BadPlan("plan.wrong", file=file or "-", key=f"values/{name}", value=value, expected=expected)
    people = {code: int(number) for code, number in found.get("people", {}).items() if number}
    timings = found.get("preconditions", {})
    profiles = [one.code for one in load_profiles()]
    for key, given, codes in (("people", people, profiles), ("preconditions", timings, PRECONDITIONS)):
        if strange := [code for code in given if code not in codes]:
            raise _stranger(key, strange[0], codes, file)
    sizes = {name: int(found[name]) for name in ("candidates", "seed", "sets", "runs") if name in found}
    return Plan(
        members=members,
        values=MappingProxyType({name: float(value) for name, value in found.get("values", {}).items()}),
        groups=tuple(tuple(known.get(key, key) for key in group) for group in found.get("groups", ())),
        name=" ".join(str(found.get("name", "")).split()),
        ways=_ways(found.get("together", {})),
        people=MappingProxyType(people),
        timings=MappingProxyType(dict(timings)),
        **sizes,
    )


def _stranger(key: str, name: str, known: Iterable[str], file: str) -> BadPlan:
    """What is wrong with a name under ``key`` that is none of those ``known``."""
    return BadPlan("plan.wrong", file=file or "-", key=key, value=name, expected=_say("one_of", ", ".join(known)))


def _ways(found: Mapping[str, Any]) -> Ways:
    asked = set(found.get("levers", ()))
    return Ways(**{**found, "levers": tuple(lever for lever in LEVERS if lever in asked)})


@cache
def _form() -> dict[str, Any]:
    path = DATA / "simulation" / "plan.schema.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _spoken(key: str) -> str:
    """A member as a file calls it: by its id, or by the name that was given by hand."""
    return key.removeprefix(OWN)


def _plain_member(one: Member) -> dict[str, Any]:
    found: dict[str, Any] = {"name": one.name} if one.id is None else {"id": one.id}
    places = {rung: getattr(one, rung) for rung in RUNGS[:-1] if getattr(one, rung) is not None}
    if places:
        found["places"] = places
    for name in CHANGES:
        value = getattr(one, name)
        if name not in RUNGS and value not in (None, ()):
            found[name] = _spoken_value(name, value)
    return found


def _spoken_value(name: str, value: Any) -> Any:
    if name == "leads_to":
        return [_spoken(key) for key in value]
    if name in _BY_RUNG:
        shown = [LEVELS[one] for one in value] if name == "levels" else value
        return {rung: told for rung, told, number in zip(RUNGS, shown, value, strict=False) if number}
    return list(value) if isinstance(value, tuple) else value


def _member(found: Mapping[str, Any]) -> Member:
    given = {name: found[name] for name in CHANGES if name in found}
    given |= found.get("places", {})
    for name in ("leads_to", "hours"):
        if name in given:
            given[name] = tuple(given[name])
    for name, rungs in _BY_RUNG.items():
        if name in given:
            told = given[name]
            given[name] = tuple(_LEVEL.get(told.get(rung), told.get(rung, 0)) for rung in rungs)
    own = None if "id" in found else " ".join(str(found["name"]).split())
    return Member(id=found.get("id"), name=own, **given)


def _linked(one: Member, known: Mapping[str, str]) -> Member:
    return replace(one, leads_to=tuple(known.get(key, key) for key in one.leads_to))


def _told(error: jsonschema.ValidationError) -> dict[str, Any]:
    """Where a plan is wrong, what stands there, and what is expected there."""
    fault: Any = error
    rule, value, asked = fault.validator, fault.instance, fault.validator_value
    found = _short(value)
    if rule == "additionalProperties":
        names = list(fault.schema.get("properties", load_parameters()))
        found = next(str(name) for name in value if str(name) not in names)[:_SHOWN]
        expected = _say("one_of", ", ".join(names))
    elif rule == "oneOf":
        expected = _say("one_key", "id, name")
    elif rule == "required":
        expected = _say("key_named", ", ".join(name for name in asked if name not in value))
    elif rule == "enum":
        expected = _say("one_of", ", ".join(map(str, asked)))
    elif rule == "type":
        expected = Label(*(texts(language)(f"plan.type_{asked}") for language in LANGUAGES))
    else:
        expected = _say(str(rule), str(asked))
    return {"key": "/".join(map(str, fault.absolute_path)) or "-", "value": found, "expected": expected}


def _say(what: str, asked: str) -> Label:
    return Label(*(texts(language)(f"plan.expected_{what}", asked=asked) for language in LANGUAGES))


def _short(value: object) -> str:
    told = json.dumps(value, ensure_ascii=False, default=str)
    return told if len(told) <= _SHOWN else f"{told[: _SHOWN - 1]}…"
