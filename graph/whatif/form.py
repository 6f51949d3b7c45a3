"""Scenarios as plain data (a file, the store) and as one line of text (a link)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from graph.records import SEPARATOR
from graph.whatif.checking import BadScenario
from graph.whatif.steps import MAX_STEPS, AddTie, MergeOrganisations, ServeAlso, Step, Steps, StopOrganisation

MAX_NAME = 60
KINDS: Mapping[str, type[Step]] = {
    "tie": AddTie,
    "stop": StopOrganisation,
    "merge": MergeOrganisations,
    "serve": ServeAlso,
}
"""What a step is called in a file and in a link."""
_FILE_SIZE = 100_000  # bytes; a scenario is a page of text
_LINK_SIZE = 10_000  # characters; no browser sends much more
_ID: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^|\\x00-\\x1f\\x7f]*$"}


def _object(required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Mapping[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": dict.fromkeys((*required, *optional), _ID),
    }


_STEPS: Mapping[str, Mapping[str, Any]] = {
    "tie": {"type": "array", "items": _ID, "minItems": 2, "maxItems": 2},
    "stop": _ID,
    "merge": _object(("organisation", "other")),
    "serve": _object(("organisation", "municipality"), ("life_domain", "target_group", "stage")),
}
_FORM: Mapping[str, Any] = {
    "type": "object",
    "required": ["steps"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "maxLength": MAX_NAME},
        "steps": {
            "type": "array",
            "maxItems": MAX_STEPS,
            "items": {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
                "properties": _STEPS,
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps under a name, of at most ``MAX_NAME`` characters; the name may be empty."""

    name: str
    steps: Steps


def from_plain(found: Any) -> Scenario:
    """A scenario from plain data (see ``docs/command-line.md``). Raises BadScenario that says where it is wrong."""
    checked = jsonschema.Draft202012Validator(_FORM).iter_errors(found)
    wrong = min(checked, key=lambda error: [str(part) for part in error.absolute_path], default=None)
    if wrong is not None:
        where = "/".join(str(part) for part in wrong.absolute_path) or "-"
        raise BadScenario("whatif.bad_form", where=where, why=wrong.message[:200])
    return Scenario(str(found.get("name", "")), tuple(_step(*one) for part in found["steps"] for one in part.items()))


def to_plain(scenario: Scenario) -> dict[str, Any]:
    """The same as plain data."""
    named = {"name": scenario.name} if scenario.name else {}
    return {**named, "steps": [plain_step(step) for step in scenario.steps]}


def plain_step(step: Step) -> dict[str, Any]:
    """One step as plain data."""
    if isinstance(step, AddTie):
        return {"tie": [step.a, step.b]}
    if isinstance(step, StopOrganisation):
        return {"stop": step.organisation}
    given = {field.name: getattr(step, field.name) for field in fields(step)}
    return {kind_of(step): {name: value for name, value in given.items() if value is not None}}


def kind_of(step: Step) -> str:
    """What a step is called, one of ``KINDS``."""
    return next(name for name, made in KINDS.items() if isinstance(step, made))


def read_file(path: Path) -> Scenario:
    """A scenario from a YAML (or JSON) file. Raises BadScenario when it cannot be read or understood."""
    try:
        with path.open("rb") as file:
            text = file.read(_FILE_SIZE + 1)
        if len(text) > _FILE_SIZE:
            raise BadScenario("whatif.too_large", path=path, max=_FILE_SIZE // 1000)
        found = yaml.safe_load(text.decode("utf-8"))
    except OSError as error:
        raise BadScenario("whatif.no_file", path=path) from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadScenario("whatif.no_yaml", path=path) from error
    return from_plain(found)


def to_link(steps: Steps) -> str:
    """The steps in one line: the name of each step with what it is about, all separated by ``|``."""
    parts = []
    for step in steps:
        parts += [kind_of(step), *(getattr(step, field.name) or "" for field in fields(step))]
    return SEPARATOR.join(parts)


def from_link(text: str) -> Steps:
    """The steps of a link; from the first word that is not understood on, the rest is left out."""
    words = text[:_LINK_SIZE].split(SEPARATOR)
    steps: list[Step] = []
    while words and words[0] in KINDS and len(steps) < MAX_STEPS:
        made = KINDS[words[0]]
        size = len(fields(made))
        given = words[1 : 1 + size]
        required = given[: 2 if size > 1 else 1]
        if len(given) < size or not all(one and one.isprintable() and len(one) <= 200 for one in required):
            break
        steps.append(made(*(one or None for one in given)))  # type: ignore[arg-type]
        words = words[1 + size :]
    return tuple(steps)


def _step(kind: str, found: Any) -> Step:
    if kind == "tie":
        return AddTie(*found)
    if kind == "stop":
        return StopOrganisation(found)
    return KINDS[kind](**found)
