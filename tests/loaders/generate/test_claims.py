"""Claims of collaboration: each side for itself, most of them answered, never about a planted outsider."""

from __future__ import annotations

import numpy as np
import pytest

from loaders.generate.plan import Plan
from loaders.generate.walks import day


def both_ways(plan: Plan) -> tuple[set[tuple[int, int]], set[int]]:
    """All claims as (who, about whom), and who said anything at all."""
    c = plan.claims
    said = set(zip(c.source.tolist(), c.target.tolist(), strict=True))
    said |= set(zip(c.target[c.joint].tolist(), c.source[c.joint].tolist(), strict=True))
    return said, {who for who, _ in said}


def test_nobody_says_the_same_twice(large: Plan) -> None:
    said, _ = both_ways(large)
    assert len(said) == len(large.claims)


def test_most_claims_are_answered_and_some_are_not(large: Plan) -> None:
    said, answering = both_ways(large)
    pairs = {tuple(sorted(pair)) for pair in said}
    confirmed = sum((b, a) in said for a, b in said) / 2 / len(pairs)
    low, high = (large.settings.raw["bands"]["confirmed_ties"][end] for end in ("low", "high"))
    assert low <= confirmed <= high
    assert any(a in answering and b in answering and (b, a) not in said for a, b in said)


def test_some_organisations_did_not_answer_at_all_but_are_named(large: Plan) -> None:
    said, answering = both_ways(large)
    silent = {about for _, about in said} - answering
    kinds = {large.made.kinds[large.made.kind[org]] for org in silent if not large.made.answers[org]}
    assert kinds
    assert kinds <= set(large.settings.raw["collaboration"]["no_answer_kinds"])


def test_some_ties_are_quiet_and_none_of_those_is_laid_down(large: Plan) -> None:
    c = large.claims
    quiet = day(large.settings.end) - c.last_contact > 365
    assert 0.005 < quiet.mean() < 0.06
    assert not c.formal[quiet].any()


def test_frequent_contact_is_laid_down(large: Plan) -> None:
    c = large.claims
    above = large.settings.raw["collaboration"]["formal_above"]
    assert c.formal[c.frequency > above * 1.16].all()


def test_both_sides_may_see_the_tie_differently(large: Plan) -> None:
    c = large.claims
    seen = {(a, b): (f, t) for a, b, f, t in zip(c.source.tolist(), c.target.tolist(), c.frequency.tolist(),
                                                 c.trust.tolist(), strict=True)}  # fmt: skip
    pairs = [(seen[pair], seen[pair[::-1]]) for pair in seen if pair[::-1] in seen]
    assert sum(one != other for one, other in pairs) / len(pairs) > 0.4


def test_trust_and_value_are_on_the_scale(large: Plan) -> None:
    for scores in (large.claims.trust, large.claims.value):
        assert set(np.unique(scores).tolist()) <= {1, 2, 3, 4}
        assert np.bincount(scores).max() / len(scores) == pytest.approx(0.5, abs=0.15)


def test_those_who_refer_to_each_other_most_are_tied(large: Plan) -> None:
    log, n = large.referrals, len(large.made)
    pairs, count = np.unique(log.source * n + log.target, return_counts=True)
    said, answering = both_ways(large)
    busiest = [divmod(int(key), n) for key in pairs[np.argsort(-count)][:100]]
    tied = [(a, b) in said or (b, a) in said for a, b in busiest if a in answering or b in answering]
    assert np.mean(tied) > 0.9
