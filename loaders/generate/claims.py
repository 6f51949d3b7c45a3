"""Claims of collaboration: which pairs work together, and what each side says about it.

Pairs come, in this order, from the first partner of every organisation, from those who refer to each
other often, from the second partner of who has one only (so that a region hangs together), from the rest of the
referral log, and from further partners. Each side that answers reports most of its
partners, with its own view of frequency, trust and value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from loaders.generate.handover import normal
from loaders.generate.options import Options
from loaders.generate.organisations import Organisations
from loaders.generate.reference import Bools, Floats, Ints
from loaders.generate.settings import EMPLOYER, Settings
from loaders.generate.walks import Referrals, day

BUSY = 4  # referrals a year above which two organisations surely know each other
FIRST = 1e6  # score of the tie with an organisation's most important partner: above any number of referrals


@dataclass(frozen=True, slots=True)
class PlannedTie:
    """A tie that a planted defect needs. ``one_sided``: only ``a`` says so. ``quiet``: days since the last contact.

    ``scores``: trust and value as ``a`` gives them, then as ``b`` does; None: as they come.
    """

    a: int
    b: int
    frequency: float
    formal: bool
    quiet: int = 20
    one_sided: bool = False
    scores: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class TiePlan:
    """``only``: organisations with no ties but planned ones; ``never``: kinds that an organisation has no tie with."""

    ties: tuple[PlannedTie, ...] = ()
    only: frozenset[int] = frozenset()
    never: tuple[tuple[int, tuple[str, ...]], ...] = field(default=())


@dataclass(frozen=True)
class Claims:
    """One row per claim: ``source`` says so. ``joint`` rows stand for both sides; the answer is the same."""

    source: Ints
    target: Ints
    frequency: Ints
    formal: Ints
    trust: Ints
    value: Ints
    last_contact: Ints
    joint: Bools

    def __len__(self) -> int:
        """The number of claims, joint rows counting twice."""
        return len(self.source) + int(self.joint.sum())


def make_claims(
    made: Organisations,
    settings: Settings,
    options: Options,
    referrals: Referrals,
    plan: TiePlan,
    total: int,
    rng: np.random.Generator,
) -> Claims:
    """Exactly ``total`` claims. Raises ValueError when there are too few organisations for so many."""
    n, needed = len(made), sum(1 if tie.one_sided else 2 for tie in plan.ties)
    if needed > total:
        raise ValueError(f"the planted defects need {needed} claims of collaboration; ask for more relations")
    pairs, score = _pool(made, settings, options, referrals, rng)
    planned = np.array([_key(tie.a, tie.b, n) for tie in plan.ties], dtype=np.int64)
    for _ in range(60):
        pairs, score = _without(made, plan, planned, pairs, score)
        sides = _sides(made, settings, pairs, score >= FIRST, rng)
        have = int(sides.sum()) + needed
        if have >= total:
            break
        more = _fill(made, settings, options, max(len(pairs), n), rng)
        fresh = np.setdiff1d(more, pairs)
        score = np.concatenate((score, np.full(len(fresh), -1.0) * (1 + rng.random(len(fresh)))))
        pairs = np.concatenate((pairs, fresh))
    else:
        raise ValueError(f"{n} organisations cannot have {total} claims of collaboration; ask for fewer relations")
    order = np.argsort(-score, kind="stable")
    pairs, sides = pairs[order], sides[order]
    room = total - needed
    before = np.cumsum(sides.sum(axis=1)) - sides.sum(axis=1)
    keep = (before < room) & sides.any(axis=1)
    pairs, sides, before = pairs[keep], sides[keep], before[keep]
    if len(pairs) and int(sides.sum()) > room:
        sides[-1, 1] = False
    return _told(made, settings, referrals, plan, pairs, sides, rng)


def _key(a: int, b: int, n: int) -> int:
    return min(a, b) * n + max(a, b)


def _keys(a: Ints, b: Ints, n: int) -> Ints:
    return np.minimum(a, b) * n + np.maximum(a, b)


def _pool(
    made: Organisations, settings: Settings, options: Options, referrals: Referrals, rng: np.random.Generator
) -> tuple[Ints, Floats]:
    """Pairs that may work together, with a score: the higher, the surer."""
    n = len(made)
    keys, scores = [], []
    for code, rows in settings.partners.items():
        at = np.flatnonzero(made.of(code))
        slots = [role for role, count in rows for _ in range(count)]
        chosen = np.column_stack([_partner(made, options, at, role, rng) for role in slots])
        order = np.argsort(rng.random(chosen.shape), axis=1) if code == EMPLOYER else np.arange(len(slots))
        level = np.broadcast_to(order, chosen.shape)
        real = chosen >= 0
        source = np.broadcast_to(at[:, None], chosen.shape)
        keys.append(_keys(source[real], chosen[real], n))
        scores.append(np.where(level[real] < 2, FIRST - level[real], 3.0 - level[real] * 0.3))
    pairs, traffic = np.unique(_keys(referrals.source, referrals.target, n), return_counts=True)
    keys.append(pairs)
    scores.append(np.where(traffic >= BUSY * settings.years, FIRST - 0.6, traffic.astype(float)))
    key, score = np.concatenate(keys), np.concatenate(scores) + 0.3 * rng.random(sum(map(len, keys)))
    order = np.lexsort((-score, key))
    first = np.append(True, key[order][1:] != key[order][:-1])
    return _needed(made, key[order][first], score[order][first])


def _needed(made: Organisations, pairs: Ints, score: Floats) -> tuple[Ints, Floats]:
    """The pool with second partners only for those who have no second tie that both sides will confirm."""
    n = len(made)
    a, b = pairs // n, pairs % n
    sure = score > FIRST - 0.65
    both = sure & made.answers[a] & made.answers[b]
    ties = np.bincount(a[both], minlength=n) + np.bincount(b[both], minlength=n)
    second = ~sure & (score > FIRST - 2)
    return pairs, np.where(second & (ties[a] > 1) & (ties[b] > 1), 3.0 + score - FIRST, score)


def _partner(made: Organisations, options: Options, at: Ints, role: str, rng: np.random.Generator) -> Ints:
    number = np.full(len(at), options.roles[role])
    return options.choose(at, number, made.municipality[at], rng.random((len(at), 4)))


def _fill(made: Organisations, settings: Settings, options: Options, want: int, rng: np.random.Generator) -> Ints:
    """Further pairs: any organisation with a partner of a kind that it works with."""
    at = (rng.random(want) * len(made)).astype(np.int64)
    roles = np.full(want, -1, dtype=np.int64)
    for i, code in enumerate(made.kinds):
        choice = np.array([options.roles[role] for role, _ in settings.partners.get(code, ())] or [-1])
        here = made.kind[at] == i
        roles[here] = choice[(rng.random(int(here.sum())) * len(choice)).astype(np.int64)]
    found = options.draw(roles.clip(min=0), made.municipality[at], rng.random(want))
    real = (found >= 0) & (found != at) & (roles >= 0)
    return np.unique(_keys(at[real], found[real], len(made)))


def _without(made: Organisations, plan: TiePlan, planned: Ints, pairs: Ints, score: Floats) -> tuple[Ints, Floats]:
    """The pool without what the plan forbids or has already."""
    n = len(made)
    a, b = pairs // n, pairs % n
    bad = np.isin(pairs, planned) | (a == b)
    only = np.array(sorted(plan.only), dtype=np.int64)
    bad |= np.isin(a, only) | np.isin(b, only)
    for org, kinds in plan.never:
        wrong = made.of(*kinds)
        bad |= ((a == org) & wrong[b]) | ((b == org) & wrong[a])
    return pairs[~bad], score[~bad]


def _sides(made: Organisations, settings: Settings, pairs: Ints, first: Bools, rng: np.random.Generator) -> Bools:
    """Which side of each pair mentions the other, shape (n, 2). An organisation's first partner is never forgotten."""
    ends = np.column_stack((pairs // len(made), pairs % len(made)))
    says = (rng.random(ends.shape) < settings.number("collaboration", "reports")) | first[:, None]
    return np.asarray(says & made.answers[ends])


def _told(
    made: Organisations,
    settings: Settings,
    referrals: Referrals,
    plan: TiePlan,
    pairs: Ints,
    sides: Bools,
    rng: np.random.Generator,
) -> Claims:
    n, m = len(made), len(pairs)
    numbers = settings.raw["collaboration"]
    seen, count = np.unique(_keys(referrals.source, referrals.target, n), return_counts=True)
    at = np.searchsorted(seen, pairs).clip(max=max(len(seen) - 1, 0))
    known = (seen[at] == pairs) if len(seen) else np.zeros(m, dtype=bool)
    traffic = np.where(known, count[at] if len(seen) else 0, 0) / settings.years
    u = rng.random((m, 4))
    true = np.clip(np.round(np.exp(1.9 + 0.6 * normal(u[:, 0])) + 0.6 * traffic), 1, 104)
    formal = (true > numbers["formal_above"]) | (u[:, 1] < numbers["formal_share"])
    stale = ~formal & (true < 12) & (u[:, 2] < numbers["stale"])
    ago = np.where(stale, 400 + 300 * u[:, 3], np.minimum(-np.log1p(-u[:, 3]) * 365 / true, 300)).astype(np.int64)
    a, b = pairs // n, pairs % n
    if plan.ties:
        ends = np.array([(tie.a, tie.b) for tie in plan.ties], dtype=np.int64)
        a, b = np.concatenate((ends[:, 0], a)), np.concatenate((ends[:, 1], b))
        told = np.array([(True, not tie.one_sided) for tie in plan.ties])
        sides = np.concatenate((told, sides))
        true = np.concatenate((np.array([tie.frequency for tie in plan.ties]), true))
        formal = np.concatenate((np.array([tie.formal for tie in plan.ties]), formal))
        ago = np.concatenate((np.array([tie.quiet for tie in plan.ties]), ago))
    joint = sides.all(axis=1) & (rng.random(len(a)) < numbers["joint"])
    scored = [at for at, tie in enumerate(plan.ties) if tie.scores is not None]
    joint[scored] = False  # who sees it differently does not answer for the other
    shown = sides & np.column_stack((np.ones(len(a), dtype=bool), ~joint))
    row, side = np.nonzero(shown)
    v = rng.random((len(row), 4))
    liking = 2.4 + 0.02 * true[row].clip(max=40)
    last = day(settings.end) - ago[row] - np.floor(12 * v[:, 3]).astype(np.int64)
    trust = np.round(liking + 0.7 * normal(v[:, 1])).clip(1, 4).astype(np.int64)
    value = np.round(liking + 0.7 * normal(v[:, 2])).clip(1, 4).astype(np.int64)
    for number in scored:
        here = row == number
        marks: Ints = np.array(plan.ties[number].scores, dtype=np.int64).reshape(2, 2)
        trust[here], value[here] = marks[side[here]].T
    return Claims(
        source=np.where(side == 0, a[row], b[row]),
        target=np.where(side == 0, b[row], a[row]),
        frequency=np.round(true[row] * (0.85 + 0.3 * v[:, 0])).clip(min=1).astype(np.int64),
        formal=formal[row].astype(np.int64),
        trust=trust,
        value=value,
        last_contact=last,
        joint=joint[row],
    )
