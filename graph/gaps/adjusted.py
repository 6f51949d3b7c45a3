"""Thresholds that somebody set differently from the usual ones: checked, and the rules as they then are.

What each threshold is (its unit, its name, where the usual value comes from) stands in
``data/gaps/thresholds.yaml``; the usual values stand in ``data/gaps/rules.yaml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.gaps.settings import LABEL, RuleError, RuleSettings, read_in_form, rule_settings
from graph.problems import KetenkaartError
from graph.schema import DATA, Label
from graph.thresholds import thresholds as everywhere

PEOPLE = "people"
_FORM: Mapping[str, Any] = {
    "type": "object",
    "required": ["units", "thresholds"],
    "additionalProperties": False,
    "properties": {
        "units": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["label", "least", "most", "step", "whole"],
                "additionalProperties": False,
                "properties": {
                    "label": LABEL,
                    "least": {"type": "number", "exclusiveMinimum": 0},
                    "most": {"type": "number", "exclusiveMinimum": 0},
                    "step": {"type": "number", "exclusiveMinimum": 0},
                    "whole": {"type": "boolean"},
                },
            },
        },
        "thresholds": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["unit", "label", "source"],
                "additionalProperties": False,
                "properties": {"unit": {"type": "string"}, "label": LABEL, "source": LABEL},
            },
        },
    },
}


class BadThreshold(KetenkaartError):
    """A threshold that no rule has, or a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a threshold counts: the values it may have lie from ``least`` to ``most``; ``step`` is for an input."""

    code: str
    label: Label
    least: float
    most: float
    step: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold of one rule: ``usual`` is its value in ``rules.yaml``, ``source`` says where that comes from."""

    rule: str
    name: str
    label: Label
    unit: Unit
    source: Label
    usual: float

    @property
    def key(self) -> str:
        """``rule.name``: what it is called on the command line and in a link."""
        return f"{self.rule}.{self.name}"


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The thresholds that differ from the usual, as (``rule.name``, value). Make it with :func:`adjusted`."""

    changes: tuple[tuple[str, float], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __getitem__(self, key: str) -> float:
        """The value of a threshold by its key, changed or not."""
        return dict(self.changes).get(key, known_thresholds()[key].usual)


USUAL = Adjusted()


def adjusted(values: Mapping[str, float]) -> Adjusted:
    """The thresholds of ``values`` (by ``rule.name``) that differ from the usual, in the order of the file.

    Raises BadThreshold for an unknown key and for a value outside its limits, or not whole where it must be.
    """
    known = known_thresholds()
    for key, value in values.items():
        if key not in known:
            raise BadThreshold("gap_limits.unknown", name=key)
        unit = known[key].unit
        if unit.whole and not float(value).is_integer():
            raise BadThreshold("gap_limits.not_whole", name=key, value=value, unit=unit.label)
        if not (math.isfinite(value) and unit.least <= value <= unit.most):
            limits = {"least": f"{unit.least:g}", "most": f"{unit.most:g}"}
            raise BadThreshold("gap_limits.outside", name=key, value=value, unit=unit.label, **limits)
    differing = ((key, float(values[key])) for key, one in known.items() if key in values and values[key] != one.usual)
    return Adjusted(tuple(differing))


@lru_cache(maxsize=64)
def settings_of(changed: Adjusted = USUAL) -> Mapping[str, RuleSettings]:
    """Every rule's settings by code, with the changed thresholds in place."""
    usual, by_rule = rule_settings(), dict[str, dict[str, float]]()
    for key, value in changed.changes:
        rule, _, name = key.partition(".")
        by_rule.setdefault(rule, {})[name] = value
    return MappingProxyType(
        {
            code: replace(one, thresholds=MappingProxyType({**one.thresholds, **by_rule.get(code, {})}))
            for code, one in usual.items()
        }
    )


@cache
def known_thresholds(path: Path | None = None) -> Mapping[str, Threshold]:
    """Every threshold by its key, in the order of ``rules.yaml``. Raises RuleError with all faults."""
    source = path or DATA / "gaps" / "thresholds.yaml"
    raw = read_in_form(source, _FORM)
    units, told, found = _units(raw["units"]), raw["thresholds"], dict[str, Threshold]()
    used: set[str] = set()
    faults: list[str] = []
    for code, rule in rule_settings().items():
        for name, usual in rule.thresholds.items():
            key = f"{code}.{name}"
            entry = key if key in told else name
            used.add(entry)
            unit = units.get(told[entry]["unit"]) if entry in told else None
            if unit is None:
                faults.append(f"{key}: nothing says what it is" if entry not in told else f"{entry}: no such unit")
                continue
            if not unit.least <= usual <= unit.most or (unit.whole and usual != int(usual)):
                faults.append(f"{key}: {usual} is no value in {unit.code}")
            about = told[entry]
            found[key] = Threshold(code, name, Label(**about["label"]), unit, Label(**about["source"]), usual)
    faults += [f"{name}: no rule has it" for name in told if name not in used]
    if faults:
        raise RuleError(f"{source.name}: {'; '.join(faults)}")
    return MappingProxyType(found)


def _units(raw: Mapping[str, Any]) -> dict[str, Unit]:
    """The units by code; people are never counted under what may be shown."""
    floor = everywhere().min_people
    return {
        code: Unit(
            code,
            Label(**one["label"]),
            max(one["least"], floor) if code == PEOPLE else one["least"],
            one["most"],
            one["step"],
            one["whole"],
        )
        for code, one in raw.items()
    }
