"""Read ``data/instruments`` and check it: unknown words, gaps and overlaps in dates, missing inputs are named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema

from graph.instruments.conditions import CONDITIONS
from graph.instruments.formulas import FORMULAS
from graph.instruments.types import Instrument, Version
from graph.schema import DATA, Label, SchemaError, read_data

HOME = DATA / "instruments"
WAGES = "minimum_wage.yaml"


@cache
def load_instruments(home: Path | None = None) -> Mapping[str, Instrument]:
    """All instruments by code, in the order of the files. Raises :class:`SchemaError` with every fault found."""
    folder = home or HOME
    specs: dict[str, Any] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml"), reverse=True):
        if path.name == WAGES:
            continue
        document = read_checked(path, "instruments.schema.json")
        faults += [f"{path.name}: {code} stands twice" for code in specs.keys() & document.keys()]
        specs |= document
    instruments = {code: _instrument(code, spec) for code, spec in specs.items()}
    faults += [fault for one in instruments.values() for fault in _faults(one)]
    if faults or not instruments:
        raise SchemaError(faults or [f"{folder}: no instruments"])
    return MappingProxyType(instruments)


def read_checked(path: Path, schema: str) -> dict[str, Any]:
    """A file as text and numbers (days as ``yyyy-mm-dd``), checked against its schema. Raises :class:`SchemaError`."""
    document = _plain(read_data(path))
    validator = jsonschema.Draft202012Validator(json.loads((HOME / schema).read_text(encoding="utf-8")))
    faults = [
        f"{path.name} {'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(document)
    ]
    if faults:
        raise SchemaError(faults)
    return dict(document)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def label(given: Any) -> Label:
    """A label in both languages; a plain text is the same in both."""
    return Label(given, given) if isinstance(given, str) else Label(**given)


def _instrument(code: str, spec: Mapping[str, Any]) -> Instrument:
    names = {name: spec[name] for name in ("kind", "phase", "formula", "payer", "payee")}
    return Instrument(
        code=code,
        label=label(spec["label"]),
        one_of=spec.get("one_of"),
        decides=label(spec["decides"]),
        duty=label(spec["duty"]),
        versions=tuple(_version(one) for one in spec["versions"]),
        **names,
    )


def _version(spec: Mapping[str, Any]) -> Version:
    until = spec.get("valid_until")
    return Version(
        valid_from=date.fromisoformat(spec["valid_from"]),
        valid_until=date.fromisoformat(until) if until else None,
        applies=tuple(spec["applies"]),
        months=spec.get("months"),
        inputs=MappingProxyType({name: float(value) for name, value in spec.get("inputs", {}).items()}),
        condition=label(spec["condition"]),
        law=spec["law"],
        source=label(spec["source"]),
        mark=spec["mark"],
    )


def _faults(one: Instrument) -> Iterator[str]:
    formula = FORMULAS.get(one.formula)
    if formula is None:
        yield f"{one.code}: formula {one.formula} does not exist"
    for version in one.versions:
        at = f"{one.code} from {version.valid_from}"
        yield from (f"{at}: condition {name} does not exist" for name in version.applies if name not in CONDITIONS)
        if formula is not None:
            needed = formula.inputs | (frozenset({"standard", "most"}) if one.phase == "trial" else frozenset())
            yield from (f"{at}: input {name} is missing" for name in sorted(needed - version.inputs.keys()))
            yield from (f"{at}: input {name} is not used" for name in sorted(version.inputs.keys() - needed))
        if version.valid_until is not None and version.valid_until < version.valid_from:
            yield f"{at}: ends before it begins"
    for earlier, later in zip(one.versions, one.versions[1:], strict=False):
        if earlier.valid_until is None or later.valid_from <= earlier.valid_until:
            yield f"{one.code}: the versions from {earlier.valid_from} and {later.valid_from} overlap"
