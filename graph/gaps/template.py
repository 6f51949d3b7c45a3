"""The agreed chain as data: ``data/chain/template.yaml``, read and checked against the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from graph.gaps.settings import RuleError, read_in_form
from graph.schema import DATA, Schema, load_schema

_CODES = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
_FORM: Mapping[str, Any] = {
    "type": "object",
    "required": ["stages", "handovers"],
    "additionalProperties": False,
    "properties": {
        "stages": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["level", "kinds"],
                "additionalProperties": False,
                "properties": {
                    "level": {"enum": ["municipality", "region"]},
                    "kinds": _CODES,
                    "duty": {"type": "string"},
                },
            },
        },
        "handovers": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["from", "to", "stage"],
                "additionalProperties": False,
                "properties": {
                    "from": _CODES,
                    "to": _CODES,
                    "stage": {"type": "string"},
                    "duty": {"type": "string"},
                    "groups": _CODES,
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class StageTemplate:
    """How near a stage must be, which kinds of organisation usually work in it, and by which law."""

    code: str
    level: Literal["municipality", "region"]
    kinds: tuple[str, ...]
    duty: str | None


@dataclass(frozen=True, slots=True)
class Handover:
    """Organisations of a kind in ``sources`` hand over, into ``stage``, to at least one of a kind in ``targets``.

    ``groups``: codes of the target groups that it is about; empty means all.
    """

    code: str
    sources: frozenset[str]
    targets: frozenset[str]
    stage: str
    duty: str | None
    groups: frozenset[str] = frozenset()

    def concerns(self, groups: Iterable[str]) -> bool:
        """Whether it is about an organisation that works for these target groups; for none named means for all."""
        return not self.groups or not (named := frozenset(groups)) or bool(self.groups & named)


@dataclass(frozen=True)
class ChainTemplate:
    stages: tuple[StageTemplate, ...]
    handovers: tuple[Handover, ...]


@cache
def chain_template(path: Path | None = None) -> ChainTemplate:
    """The agreed chain. Raises RuleError for what is no stage or kind of the domain."""
    source = path or DATA / "chain" / "template.yaml"
    raw = read_in_form(source, _FORM)
    faults = _unknown(raw, load_schema())
    if faults:
        raise RuleError(f"{source.name}: {'; '.join(faults)}")
    return ChainTemplate(
        tuple(StageTemplate(code, s["level"], tuple(s["kinds"]), s.get("duty")) for code, s in raw["stages"].items()),
        tuple(
            Handover(
                code,
                frozenset(h["from"]),
                frozenset(h["to"]),
                h["stage"],
                h.get("duty"),
                frozenset(h.get("groups", ())),
            )
            for code, h in raw["handovers"].items()
        ),
    )


def _unknown(raw: Mapping[str, Any], schema: Schema) -> list[str]:
    stages, kinds = schema.codes["stages"].codes, schema.organisations
    faults = [f"stages/{code}: no such stage" for code in raw["stages"] if code not in stages]
    for code, handover in raw["handovers"].items():
        if handover["stage"] not in stages:
            faults.append(f"handovers/{code}: no stage {handover['stage']!r}")
        groups = schema.codes["target_groups"].codes
        faults += [
            f"handovers/{code}: no target group {one!r}" for one in handover.get("groups", ()) if one not in groups
        ]
    lists = [(f"stages/{c}", s["kinds"]) for c, s in raw["stages"].items()]
    lists += [(f"handovers/{c}", h["from"] + h["to"]) for c, h in raw["handovers"].items()]
    faults += [f"{where}: no kind {kind!r}" for where, found in lists for kind in found if kind not in kinds]
    return faults
