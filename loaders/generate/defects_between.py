"""Defects between organisations that need more than a habit: how each side sees a tie, and a border between them."""

from __future__ import annotations

import numpy as np

from loaders.generate.claims import PlannedTie
from loaders.generate.planting import CannotPlant, Draft

_STEP = 100 / 3  # points of 100 in one step on a scale of 1 to 4
_PARTNERS = ("woningcorporatie", "zorgaanbieder", "maatschappelijk", "schuldhulp")


def perceptiekloof(draft: Draft) -> None:
    """An organisation values its partners far more than they value it."""
    level = draft.level("perceptiekloof")
    ties = int(level["ties"])
    (org,) = draft.pick("maatschappelijk", where=draft.made.attract > 0)
    partners = draft.pick(*_PARTNERS, count=ties)
    steps = round(level["points"] / _STEP * 2 * ties)
    for at, partner in enumerate(partners):
        trust, value = ((steps + 2 * ties - 1 - 2 * at - i) // (2 * ties) for i in (0, 1))
        scores = (4, 4, 4 - min(trust, 3), 4 - min(value, 3))
        draft.ties.append(PlannedTie(org, partner, 20, True, scores=scores))
    draft.made.answers[[org, *partners]] = True
    draft.only.add(org)
    what = "This organisation gives its partners the highest marks; they give it far lower ones."
    draft.about("perceptiekloof", what, (org,), tuple(partners))


def grensverkeer(draft: Draft) -> None:
    """Make ready: a school and the nearest youth desk of another region, with a tie but no agreement."""
    made, reference = draft.made, draft.reference
    schools = draft.free("pro", "vso", "mbo")
    desks = np.flatnonzero(made.of("jongerenloket"))
    desks = desks[~np.isin(desks, sorted(draft.used))]
    found: list[tuple[float, int, int]] = []
    for school in schools:
        town = int(made.municipality[school])
        across = desks[[reference.apart(town, int(made.municipality[desk])) for desk in desks]] if len(desks) else desks
        away = ((made.xy[across] - made.xy[school]) ** 2).sum(axis=1)
        found += [(float(km), school, int(desk)) for km, desk in zip(away, across, strict=True)]
    if not found:
        raise CannotPlant
    _, school, desk = min(found)
    made.attract[school] *= 2
    draft.used.update((school, desk))
    draft.ties.append(PlannedTie(school, desk, 8, False))
    draft.marked["grensverkeer"] = (school, desk)


def keten_breuk(draft: Draft) -> None:
    """Make ready: a job-coach organisation that many come to."""
    (coach,) = draft.pick("jobcoachorganisatie", where=draft.made.attract > 0)
    draft.made.attract[coach] *= 4
    draft.marked["keten_breuk"] = (coach,)


def dubbel_werk(draft: Draft) -> None:
    """Make ready: three care providers of one region that all do the same."""
    domain = draft.settings.codes("life_domains").index("psychisch")
    care = draft.pick("zorgaanbieder", count=3, where=draft.made.attract > 0)
    others = [org for org in care if draft.made.domain[org] != domain]
    draft.made.second[others] = domain
    draft.marked["dubbel_werk"] = tuple(care)
