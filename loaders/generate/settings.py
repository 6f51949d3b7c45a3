"""What generated regions look like: ``data/demo/parameters.yaml``, ``walks.yaml`` and ``words.yaml`` as types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from graph.schema import DATA, Schema, load_schema, read_data

EMPLOYER = "werkgever"
SUPPORT = "steun"
BACK = "afzender"
END = "einde"
NEED = "nood"


@dataclass(frozen=True, slots=True)
class Kind:
    """How many organisations of a kind there are, where, and how they work; days and shares as in the file."""

    code: str
    minimum: int
    per_100k: float
    share: float
    city: float
    one_each: bool = False
    within: str = "near"
    reach_km: float = 10.0
    wait: float = 7.0
    step: float = 45.0
    refuse: float = 0.05
    stages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One way on for a candidate: from a node (kind, or employer and stage) to a kind."""

    node: str
    to: str
    stage: str
    weight: float
    domain: str


@dataclass(frozen=True)
class Settings:
    """All assumptions of the generator. ``raw`` holds the flat groups of numbers by name."""

    start: date
    end: date
    run_in: int
    kinds: Mapping[str, Kind]
    support: Mapping[str, Mapping[str, Any]]
    entries: tuple[Mapping[str, Any], ...]
    rules: tuple[Rule, ...]
    ends: frozenset[str]
    again: float
    max_steps: int
    partners: Mapping[str, tuple[tuple[str, int], ...]]
    relation_shares: Mapping[str, float]
    words: Mapping[str, Any]
    raw: Mapping[str, Any] = field(repr=False)
    schema: Schema = field(default_factory=load_schema, repr=False)

    def number(self, group: str, name: str) -> float:
        """One number, for instance ``number("handover", "arrive_warm")``."""
        return float(self.raw[group][name])

    @property
    def years(self) -> float:
        """Length of the referral log."""
        return ((self.end - self.start).days + 1) / 365.25

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of a code list of the schema, in order."""
        return tuple(self.schema.codes[name].codes)


@cache
def load_settings(directory: Path | None = None) -> Settings:
    """Read and check the files. Raises ValueError when they use a code that the schema does not have."""
    home = directory or DATA / "demo"
    raw: dict[str, Any] = {}
    for name in ("parameters", "walks", "words"):
        raw[name] = read_data(home / f"{name}.yaml")
    numbers, walks = raw["parameters"], raw["walks"]
    settings = Settings(
        start=numbers["period"]["start"],
        end=numbers["period"]["end"],
        run_in=numbers["period"]["run_in_days"],
        kinds={code: _kind(code, spec) for code, spec in numbers["kinds"].items()},
        support=numbers["support"],
        entries=tuple(numbers["entries"]),
        rules=tuple(Rule(*row) for row in walks["rules"]),
        ends=frozenset(walks["ends"]),
        again=walks["again"],
        max_steps=walks["max_steps"],
        partners={kind: tuple((to, n) for to, n in rows) for kind, rows in numbers["partners"].items()},
        relation_shares=numbers["relation_shares"],
        words=raw["words"],
        raw=numbers,
    )
    _check(settings)
    return settings


def _kind(code: str, spec: Mapping[str, Any]) -> Kind:
    lists = {name: tuple(spec.get(name, ())) for name in ("stages", "groups", "domains")}
    return Kind(code=code, **{**spec, **lists})


def _check(settings: Settings) -> None:
    schema = settings.schema
    known = {
        "stages": set(schema.codes["stages"].codes),
        "target_groups": set(schema.codes["target_groups"].codes),
        "life_domains": {*schema.codes["life_domains"].codes, NEED},
        "kinds": {*schema.organisations, SUPPORT, BACK, END},
    }
    used: list[tuple[str, str]] = [("kinds", code) for code in settings.kinds]
    for kind in settings.kinds.values():
        used += [("stages", s) for s in kind.stages] + [("target_groups", g) for g in kind.groups]
        used += [("life_domains", d) for d in kind.domains]
    for rule in settings.rules:
        used += [("kinds", rule.node.partition(":")[0]), ("kinds", rule.to), ("stages", rule.stage)]
        used += [("life_domains", rule.domain)]
    for entry in settings.entries:
        used += [("kinds", entry["kind"]), ("stages", entry["stage"]), ("target_groups", entry["group"])]
    used += [("life_domains", domain) for domain in settings.support]
    used += [("kinds", to) for rows in settings.partners.values() for to, _ in rows]
    unknown = sorted({f"{code} ({name})" for name, code in used if code not in known[name]})
    if unknown:
        raise ValueError(f"codes that data/schema does not have: {', '.join(unknown)}")
