"""The answers about the gain in plain sentences: never a number without its interval, and "zero" when it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.schema import Label
from graph.simulation.breakeven import Breakeven, MustBeTrue
from graph.simulation.coalition import Joining, Pair
from graph.simulation.gain import GAINS, own_money, verdict
from graph.simulation.gain_best import Choice
from graph.simulation.gain_levers import Lever
from graph.simulation.gain_next import NextUnits
from graph.simulation.gain_stay import PUBLIC, Payments, Stay
from graph.simulation.gain_words import amount, level, listed, percent, rounded, said, span, words
from graph.simulation.mechanisms import Mechanisms
from graph.simulation.outcome import Interval
from graph.simulation.parameters import Parameter
from graph.simulation.sensitivity import Sobol, Tornado
from graph.simulation.story import Statement

Names = Mapping[str, str]
"""Names of the employers by id."""
_MONEY = "money"
_LEAST_SHARE = 0.05
"""Share of the uncertainty below which a parameter is not worth a sentence."""


def mechanism_story(result: Mechanisms, measure: str = GAINS[0]) -> tuple[Statement, ...]:
    """The gain, what each mechanism brings (most first), what organising costs, and what of it needs the chain."""
    shares = sorted(result.shares, key=lambda one: -one.share[measure].mean)
    told = [said(words("games.whole"), result.total[measure], measure)]
    told += [said(words(one.mechanism.text), one.share[measure], measure) for one in shares]
    if verdict(result.organising[measure]) != "none":
        told.append(said(words("games.organising"), result.organising[measure], measure))
    told.append(said(words("games.case_manager"), result.case_manager[measure], measure))
    told.append(said(words("games.needs_chain"), result.needs_chain[measure], measure))
    return tuple(told)


def joining_story(each: Sequence[Joining], names: Names, measure: str = GAINS[0]) -> tuple[Statement, ...]:
    """Per employer: its share of what the chain brings (most first), and what it gets itself."""
    ordered = sorted(each, key=lambda one: -one.brings[measure].mean)
    told = []
    for one in ordered:
        who = names[one.employer]
        told.append(said(words("games.brings", employer=who), one.brings[measure], measure))
        told.append(said(words("games.missed", employer=who), one.missed[measure], measure))
        told.append(said(words("games.own", employer=who), one.own, own_money(one.employer)))
    return tuple(told)


def pair_story(pairs: Sequence[Pair], names: Names, measure: str = GAINS[0], most: int = 3) -> tuple[Statement, ...]:
    """The pairs of employers of which the interaction is largest, in either direction."""
    ordered = sorted(pairs, key=lambda pair: -abs(pair.together[measure].mean))[:most]
    return tuple(
        said(
            words(f"games.pair_{_bond(pair.together[measure])}", first=names[pair.first], second=names[pair.second]),
            pair.together[measure],
            measure,
        )
        for pair in ordered
    )


def _bond(together: Interval) -> str:
    found = verdict(together)
    return "stronger" if found.endswith("more") else "instead" if found.endswith("fewer") else "apart"


def choice_story(choice: Choice | None, names: Names, measure: str = GAINS[0]) -> tuple[Statement, ...]:
    """The best coalition, how far it is ahead, and how it was found; or that none fits the budget."""
    if choice is None:
        return (Statement("games.choice_none"),)
    who = listed([names[one] for one in choice.employers])
    told = [said(words("games.choice", employers=who), choice.gain[measure], measure)]
    if choice.beside is not None:
        told.append(said(words("games.choice_beside"), choice.beside, measure))
    if choice.exact:
        told.append(Statement("games.choice_exact", {"count": choice.looked_at}))
    else:
        bound = amount(choice.bound, measure)
        told.append(Statement("games.choice_search", {"count": choice.looked_at, "bound": bound}))
    return tuple(told)


def stay_story(result: Stay, names: Names) -> tuple[Statement, ...]:
    """Who would leave, whether any way to share holds everybody, and which payments keep them in."""
    if result.leaving_gain is None:
        told = [Statement("games.stay_holds")]
    else:
        who = listed([_player(one, names) for one in result.leaving])
        told = [said(words("games.stay_leaves", who=who), result.leaving_gain, _MONEY)]
    key = "games.stay_no_core" if result.core_empty else "games.stay_core"
    told.append(Statement(key, {"percent": percent(result.empty_share)}, caution=result.core_empty))
    for one in result.payments:
        told += _payment_story(one, result.players, names)
    return tuple(told)


def _payment_story(one: Payments, players: Sequence[str], names: Names) -> list[Statement]:
    if not one.needed:
        return [Statement(f"games.pay_none_{one.goal}", {"range": _money_span(one.moved)})]
    told = [Statement(f"games.pay_{one.goal}", _paid(one.moved))]
    if not one.possible:
        told.append(Statement("games.pay_outside", _paid(one.outside), caution=True))
    for player, paid in zip(players, one.amounts, strict=True):
        if rounded(paid.mean, _MONEY):
            key = "games.pay_receives" if paid.mean > 0 else "games.pay_pays"
            told.append(Statement(key, {"who": _player(player, names), **_paid(paid)}))
    return told


def _paid(one: Interval) -> dict[str, object]:
    """Amounts without sign: the sentence says who pays."""
    sign = -1 if one.mean < 0 else 1
    low, high = sorted((sign * one.low, sign * one.high))
    return {"amount": amount(abs(one.mean), _MONEY, signed=False), "range": span(low, high, _MONEY, signed=False)}


def _money_span(one: Interval) -> Label:
    return span(one.low, one.high, _MONEY, signed=False)


def _player(player: str, names: Names) -> str | Label:
    return words("games.player_public") if player == PUBLIC else names[player]


def tornado_story(result: Tornado, measure: str = GAINS[0], most: int = 3) -> tuple[Statement, ...]:
    """The gain as things are, and for the levers that change it most what low and high do to it."""
    told = [said(words("games.whole"), result.gain[measure], measure)]
    for bar in result.ordered(measure)[:most]:
        for value, change in ((bar.lever.low, bar.at_low[measure]), (bar.lever.high, bar.at_high[measure])):
            what = words("games.tornado_at", lever=bar.lever.label, value=level(bar.lever, value))
            told.append(said(what, change, measure))
    return (*told, Statement("games.rest_same", caution=True))


def sobol_story(
    result: Sobol, parameters: Mapping[str, Parameter], measure: str = GAINS[0], most: int = 3
) -> tuple[Statement, ...]:
    """The parameters from which most of the uncertainty comes, all they do together with others included."""
    ordered = sorted(result.indices[measure], key=lambda one: -one.total.mean)[:most]
    told = [
        Statement(
            "games.sobol_share",
            {
                "parameter": parameters[one.name].label,
                **{name: percent(min(max(getattr(one.total, of), 0.0), 1.0)) for name, of in _BOUNDS},
            },
        )
        for one in ordered
        if one.total.mean >= _LEAST_SHARE
    ]
    return tuple(told) or (Statement("games.sobol_none"),)


_BOUNDS = (("percent", "mean"), ("low", "low"), ("high", "high"))


def breakeven_story(one: Breakeven, party: str | Label | None = None) -> tuple[Statement, ...]:
    """From where the chain pays off along a lever for ``party``, with the band; and the gain at both ends.

    ``party``: what it is called, such as :func:`party_name` gives; by default as the measure says.
    """
    lever = one.lever
    party = party_name(one.measure, {}) if party is None else party
    values: dict[str, object] = {"lever": lever.label, "now": level(lever, lever.now), "party": party}
    if one.value is None:
        values |= {"low": level(lever, lever.low), "high": level(lever, lever.high)}
    else:
        values |= {"value": level(lever, one.value), "band": _band(one)}
    told = [Statement(f"games.breakeven_{one.kind}", values)]
    if one.crossings > 1:
        told.append(Statement("games.breakeven_crossings", {"count": one.crossings}, caution=True))
    for value, gain in ((lever.low, one.at_low), (lever.high, one.at_high)):
        told.append(said(words("games.breakeven_ends", value=level(lever, value)), gain, one.measure))
    return (*told, Statement("games.rest_same", caution=True))


def _band(one: Breakeven) -> Label:
    ends = [_end(one.lever, end) for end in (one.low, one.high)]
    return words("games.range", low=ends[0], high=ends[1])


def _end(lever: Lever, end: float | None) -> Label:
    return words("games.band_open") if end is None else level(lever, end)


def must_story(result: MustBeTrue, party: str | Label) -> tuple[Statement, ...]:
    """Whether the party gains now, and which single changes, smallest first, turn that round."""
    turned = "loses" if result.gains_now else "gains"
    told = [said(words("games.must_now", party=party), result.now, result.measure)]
    for one in result.conditions:
        values = {
            "party": party,
            "lever": one.lever.label,
            "now": level(one.lever, one.lever.now),
            "value": level(one.lever, one.value),
        }
        told.append(said(words(f"games.must_then_{turned}", **values), one.gain, result.measure))
    if not result.conditions:
        told.append(Statement(f"games.must_none_{turned}", {"party": party}))
    return (*told, Statement("games.rest_same", caution=True))


def next_story(found: NextUnits, measure: str = GAINS[0], most: int = 3) -> tuple[Statement, ...]:
    """The best first units; and where one more unit of one thing still brings more than all the units of another.

    Only what can be told from 0 is compared, and only where the two ranges of means do not overlap.
    """
    ordered = sorted(found.resources, key=lambda one: -one.each[measure][0].mean)
    told = [
        said(words("games.next_first", what=words(one.text)), one.each[measure][0], measure) for one in ordered[:most]
    ]
    best = ordered[0]
    last = _last_that_counts(best.each[measure])
    for other in ordered[1:]:
        if last and _surely_more(best.each[measure][last - 1], other.all[measure]):
            count = len(other.each[measure])
            key = "games.next_beats" if last > 1 else "games.next_beats_first"
            values = {"nth": last, "what": words(best.text), "count": count, "other": words(other.text)}
            told.append(Statement(key, values))
            told.append(said(words("games.next_nth", **values), best.each[measure][last - 1], measure))
            told.append(said(words("games.next_all", **values), other.all[measure], measure))
            break
    return tuple(told)


def _last_that_counts(each: tuple[Interval, ...]) -> int:
    """How many units in a row bring something that can be told from 0."""
    count = 0
    for one in each:
        if not verdict(one).endswith("more"):
            break
        count += 1
    return count


def _surely_more(one: Interval, other: Interval) -> bool:
    """Whether the mean of one lies above that of the other by two standard errors of each."""
    return one.mean - 2 * one.error > other.mean + 2 * other.error


def party_name(measure: str, names: Names) -> str | Label:
    """What the party of a measure is called: an employer by its name (where it is known), the others by a text."""
    own = {own_money(one): name for one, name in names.items()}
    if measure in own:
        return own[measure]
    return words(f"games.party_{measure.removeprefix('money_') if measure in GAINS else 'employer'}")
