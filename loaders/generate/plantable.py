"""All gap types that can be planted, and planting them: before the walk, in the log, and in what is noted beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from loaders.generate.claims import TiePlan
from loaders.generate.defects import HABITS, good_practice
from loaders.generate.defects_between import dubbel_werk, grensverkeer, keten_breuk, perceptiekloof
from loaders.generate.defects_noted import NOTING
from loaders.generate.defects_people import ADDING
from loaders.generate.details import Details, empty_details, make_details
from loaders.generate.grown import Grown, with_rows
from loaders.generate.organisations import Organisations
from loaders.generate.planting import CannotPlant, Draft, Planted, Planting
from loaders.generate.reference import Reference
from loaders.generate.relations import Gaps
from loaders.generate.settings import Settings
from loaders.generate.walks import Habits, Referrals

BETWEEN = {grow.__name__: grow for grow in (perceptiekloof, grensverkeer, dubbel_werk, keten_breuk)}
BEFORE = {**HABITS, **BETWEEN}
BUITEN_BEELD = "buiten_beeld"
CODES = tuple(dict.fromkeys((*BEFORE, *ADDING, *NOTING, BUITEN_BEELD)))
"""The gap types that can be planted, in the order in which they take their organisations."""
PLAIN = (*HABITS, "perceptiekloof", "grensverkeer", "te_weinig_werkgevers")
"""Those that show without the optional columns of the log."""


def plant(
    made: Organisations,
    reference: Reference,
    settings: Settings,
    regions: Sequence[int],
    codes: Sequence[str],
    strength: str = "strong",
    good: bool = True,
) -> Planting:
    """Plant defects in every region, and with ``good`` a good practice beside them, as far as that is before the walk.

    What a region is too small for is left out.
    """
    drafts: list[Draft] = []
    taken: set[int] = set()  # one for all regions: a defect on a border takes organisations of both
    for region in regions if codes else ():
        draft = Draft(made, reference, settings, region, strength, taken)
        first = (good_practice,) if good else ()
        for grow in (*first, *(BEFORE[code] for code in BEFORE if code in codes)):
            try:
                grow(draft)
            except CannotPlant:
                continue
        drafts.append(draft)
    return Planting(
        planted=tuple(p for d in drafts for p in d.planted),
        habits=Habits(
            tuple(r for d in drafts for r in d.redirects),
            tuple(s for d in drafts for s in d.starts),
            tuple(p for d in drafts for p in d.pairs),
        ),
        ties=TiePlan(
            tuple(t for d in drafts for t in d.ties),
            frozenset().union(*(d.only for d in drafts)),
            tuple(n for d in drafts for n in d.never),
        ),
        gaps=Gaps(
            frozenset().union(*(d.services for d in drafts)),
            frozenset().union(*(d.only for d in drafts)),
        ),
        closed=frozenset().union(*(d.closed for d in drafts)),
        used=frozenset(taken),
        marked={d.region: d.marked for d in drafts},
    )


class Growing:
    """Planting after the walk: first :meth:`add`, then :meth:`note`; ``planted`` is what came of it."""

    def __init__(
        self,
        made: Organisations,
        reference: Reference,
        settings: Settings,
        planting: Planting,
        codes: Sequence[str],
        strength: str,
        rng: np.random.Generator,
    ) -> None:
        self._codes, self._rng = codes, rng
        self._made, self._settings = made, settings
        taken = set(planting.used)
        empty = Referrals(*(np.zeros(0, dtype=np.int64) for _ in range(13)))
        self._regions = [
            Grown(made, reference, settings, region, empty, empty_details(0), strength, rng, taken, dict(marked))
            for region, marked in planting.marked.items()
        ]

    @property
    def planted(self) -> tuple[Planted, ...]:
        return tuple(one for grown in self._regions for one in grown.planted)

    def add(self, log: Referrals) -> Referrals:
        """The log, of the same length, with the referrals that the defects add."""
        total = len(log)
        for grown in self._regions:
            for code, grow in ADDING.items():
                if code in self._codes and total:
                    grown.log = log
                    try:
                        log = with_rows(log, grow(grown))
                    except CannotPlant:
                        continue
        return log.take(slice(0, total))

    def note(self, log: Referrals) -> Details:
        """The optional columns, as a healthy region would fill them but for the defects."""
        details = make_details(self._made, self._settings, log, self._rng)
        for grown in self._regions:
            grown.log, grown.details = log, details
            for code, grow in NOTING.items():
                if code in self._codes and len(log):
                    try:
                        grow(grown)
                    except CannotPlant:
                        continue
        return details
