"""The gap rules as data: ``data/gaps/rules.yaml``, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import jsonschema

from graph.schema import DATA, Label, read_data

Severity = Literal["high", "middle", "low"]
SEVERITIES: tuple[Severity, ...] = ("high", "middle", "low")
THEMES = ("coverage", "handover", "structure", "relations", "employers", "cases")
OPPORTUNITIES = "opportunities"
"""The theme of what could be used; it is no gap and is counted apart."""
LABEL = {
    "type": "object",
    "required": ["nl", "en"],
    "additionalProperties": False,
    "properties": {"nl": {"type": "string"}, "en": {"type": "string"}},
}
_FORM: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["label", "theme", "severity", "thresholds"],
        "additionalProperties": False,
        "properties": {
            "label": LABEL,
            "theme": {"enum": [*THEMES, OPPORTUNITIES]},
            "severity": {"enum": list(SEVERITIES)},
            "thresholds": {"type": "object", "additionalProperties": {"type": "number", "exclusiveMinimum": 0}},
        },
    },
}


class RuleError(ValueError):
    """``data/gaps/rules.yaml`` does not fit its form or the rules; the message says where and why."""


@dataclass(frozen=True)
class RuleSettings:
    """What ``rules.yaml`` says about one rule; thresholds by name, in the unit the file gives.

    ``usual`` are the thresholds of the file; ``thresholds`` may be set differently (:mod:`graph.gaps.adjusted`).
    """

    code: str
    label: Label
    theme: str
    severity: Severity
    thresholds: Mapping[str, float]
    usual: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        return self.thresholds[name]

    def reached(self, name: str, exact: float, shown: float) -> bool:
        """Whether a number about people is at least the threshold ``name``, at whatever value that is set.

        Who may set a threshold freely could find any number by trying values until a finding comes or goes. So
        at another value than the usual ``shown`` decides, a lower limit of ``exact`` that follows from what
        is shown anyway. What the usual value finds stays when the threshold is lowered.
        """
        asked, usual = self.thresholds[name], self.usual[name]
        return (asked <= usual <= exact) or (asked != usual and shown >= asked)


def read_in_form(source: Path, form: Mapping[str, Any]) -> Any:
    """What a YAML file holds, when it has the ``form`` of a JSON Schema. Raises RuleError with all faults."""
    raw = read_data(source)
    faults = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in jsonschema.Draft202012Validator(form).iter_errors(raw)
    ]
    if faults:
        raise RuleError(f"{source.name}: {'; '.join(faults)}")
    return raw


@cache
def rule_settings(path: Path | None = None) -> Mapping[str, RuleSettings]:
    """Every rule's settings by code, in the order of the file. Raises RuleError with all faults."""
    source = path or DATA / "gaps" / "rules.yaml"
    raw = read_in_form(source, _FORM)
    found = {}
    for code, spec in raw.items():
        usual = MappingProxyType(dict(spec["thresholds"]))
        found[code] = RuleSettings(code, Label(**spec["label"]), spec["theme"], spec["severity"], usual, usual)
    return MappingProxyType(found)


def opportunity_settings() -> Mapping[str, RuleSettings]:
    """The settings of every type of opportunity by code: ``opportunities.yaml``, read as the gap rules are."""
    return rule_settings(DATA / "gaps" / "opportunities.yaml")


@cache
def every_setting() -> Mapping[str, RuleSettings]:
    """The settings of gaps and of opportunities, by code."""
    return MappingProxyType({**rule_settings(), **opportunity_settings()})
