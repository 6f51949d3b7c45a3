"""Motives: why an employer takes part, from ``data/simulation/motives.yaml``, and what moves it to say yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graph.schema import DATA, Label, read_data


@dataclass(frozen=True, slots=True)
class Motive:
    """A reason to take part. ``moved_by``: levers that raise its chance to say yes. ``mark`` as of a parameter."""

    code: str
    label: Label
    help: Label
    source: Label
    mark: str
    moved_by: tuple[str, ...]

    @property
    def willing(self) -> str:
        """Name of the parameter with its chance to say yes."""
        return f"willing_{self.code}"


@cache
def load_motives() -> Mapping[str, Motive]:
    """The motives by code, in the order to show them."""
    document = read_data(DATA / "simulation" / "motives.yaml")
    return MappingProxyType(
        {
            code: Motive(
                code=code,
                label=Label(**spec["label"]),
                help=Label(**spec["help"]),
                source=Label(**spec["source"]),
                mark=spec["mark"],
                moved_by=tuple(spec["moved_by"]),
            )
            for code, spec in document["motives"].items()
        }
    )
