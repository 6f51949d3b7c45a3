"""The YAML files of the domain as plain data: read without surprises, each checked against its JSON Schema."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = ("codes", "entities", "relations", "referrals", "files")


class SchemaError(ValueError):
    """The YAML files in ``data/schema`` contradict their schema or each other; ``faults`` lists how."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults))


def read_data(path: Path) -> Any:
    """What a YAML file of ``data/`` holds. Raises :class:`SchemaError` when it cannot be read or has a key twice."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader
    except (OSError, yaml.YAMLError) as error:
        raise SchemaError([f"{path.name}: {error}"]) from error


class _UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader that refuses a key that stands twice: YAML would silently keep the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        twice = {key for key, times in Counter(keys).items() if times > 1}
        if twice:
            raise yaml.YAMLError(f"key stands twice: {sorted(map(str, twice))}{node.start_mark}")
        return dict(super().construct_mapping(node, deep=deep))


@cache
def _meta() -> dict[str, Any]:
    return dict(json.loads((DATA / "schema" / "meta" / "domain.schema.json").read_text(encoding="utf-8")))


def faults(name: str, document: Any) -> Iterator[str]:
    meta = _meta()
    validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}_file", "$defs": meta["$defs"]})
    for error in validator.iter_errors(document):
        where = "/".join(str(part) for part in error.absolute_path)
        yield f"{name}.yaml {where}: {error.message}"
