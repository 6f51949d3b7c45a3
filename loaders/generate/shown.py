"""What the figures beside planted defects are counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loaders.generate.claims import Claims
from loaders.generate.details import Details
from loaders.generate.organisations import Organisations
from loaders.generate.reference import Bools, Ints, Reference
from loaders.generate.relations import Row
from loaders.generate.settings import Settings
from loaders.generate.walks import Referrals

Shows = Mapping[str, float | int | str]


@dataclass(frozen=True)
class Data:
    """A region that has been made; ``source`` and ``target`` have both directions of a claim that both make."""

    made: Organisations
    reference: Reference
    settings: Settings
    log: Referrals
    details: Details
    source: Ints
    target: Ints
    rows: list[Row]
    claims: Claims


def share(part: Bools, whole: Bools) -> float:
    """The part of ``whole`` in which ``part`` holds too, in two decimals; 0 of nothing."""
    n = int(whole.sum())
    return round(float((part & whole).sum()) / n, 2) if n else 0.0
