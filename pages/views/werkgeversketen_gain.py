"""Where the gain comes from, who joins with whom, and how sure it is: results as bars and tables with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from graph.simulation.coalition import Joining
from graph.simulation.gain import GAINS, own_money
from graph.simulation.gain_levers import Lever
from graph.simulation.gain_story import party_name
from graph.simulation.gain_words import level
from graph.simulation.mechanisms import Mechanisms
from graph.simulation.outcome import Interval
from graph.simulation.scenario import Employer
from graph.simulation.sensitivity import Tornado
from graph.texts import Texts
from pages.views import werkgeversketen as view
from pages.views.werkgeversketen_picture import GAIN_COLOUR, LOSS_COLOUR, Bar, bars_picture
from pages.views.words import number

MOST_LEVERS = 6


def names_of(employers: Sequence[Employer]) -> dict[str, str]:
    """The names of employers by id."""
    return {one.id: one.name for one in employers}


def measures_of(employers: Sequence[Employer], words: Texts) -> dict[str, str]:
    """The measures that a question can be about, each by the party that it is of."""
    names = names_of(employers)
    found = {}
    for measure in (*GAINS, *(own_money(one.id) for one in employers)):
        label = party_name(measure, names)
        told = label if isinstance(label, str) else label[words.language]
        found[measure] = told[:1].upper() + told[1:]
    found[GAINS[0]] = words("werkgeversketen_gain.people")
    return found


def mechanisms_picture(result: Mechanisms, measure: str, words: Texts, theme: str) -> str:
    """What each mechanism brings, most first, then what organising costs; together they are the whole difference."""
    shares = sorted(result.shares, key=lambda one: -one.share[measure].mean)
    bars = [_bar(words(one.mechanism.text), one.share[measure], words, theme) for one in shares]
    organising = result.organising[measure]
    if organising.mean or organising.low or organising.high:
        bars.append(_bar(words("games.organising"), organising, words, theme))
    bars.append(_bar(words("games.whole"), result.total[measure], words, theme))
    title = words("werkgeversketen_gain.mechanisms", unit=words(f"werkgeversketen_gain.unit_{_unit(measure)}"))
    return bars_picture(title, bars, words, theme, words("werkgeversketen_gain.mechanisms_read"), signed=True)


def tornado_picture(result: Tornado, measure: str, words: Texts, theme: str) -> str:
    """What the levers that matter most do to the gain, set low and set high."""
    bars = []
    for one in result.ordered(measure)[:MOST_LEVERS]:
        for value, change in ((one.lever.low, one.at_low[measure]), (one.lever.high, one.at_high[measure])):
            name = words(
                "werkgeversketen_gain.lever_at",
                lever=one.lever.label[words.language],
                value=level(one.lever, value)[words.language],
            )
            bars.append(_bar(name, change, words, theme, chance=False))
    title = words("werkgeversketen_gain.tornado", unit=words(f"werkgeversketen_gain.unit_{_unit(measure)}"))
    return bars_picture(title, bars, words, theme, words("games.rest_same"), signed=True)


def joining_table(each: Sequence[Joining], names: Mapping[str, str], words: Texts) -> pd.DataFrame:
    """A row per employer: what it brings, what is missed without it, its own money and its fair share of the money."""
    rows = [
        (
            names[one.employer],
            _told(one.brings[GAINS[0]], words, 1),
            _told(one.missed[GAINS[0]], words, 1),
            _told(one.own, words),
            _told(one.fair, words),
            view.chance_text(one.own.better, words),
        )
        for one in sorted(each, key=lambda one: -one.brings[GAINS[0]].mean)
    ]
    columns = ("employer", "brings", "missed", "own", "fair", "chance")
    return pd.DataFrame(rows, columns=[words(f"werkgeversketen_gain.column_{name}") for name in columns])


def lever_names(levers: Sequence[Lever], words: Texts) -> dict[str, str]:
    """The levers by name, as a list to choose from shows them."""
    return {one.name: one.label[words.language] for one in levers}


def _unit(measure: str) -> str:
    return "people" if measure == GAINS[0] else "euro"


def _bar(name: str, found: Interval, words: Texts, theme: str, *, chance: bool = True) -> Bar:
    colour = (GAIN_COLOUR if found.mean >= 0 else LOSS_COLOUR)[theme]
    more = words("werkgeversketen_picture.chance", chance=view.chance_text(found.better, words)) if chance else ""
    return Bar(name, found, colour, more)


def _told(found: Interval, words: Texts, decimals: int = 0) -> str:
    told = number(found.mean, words.language, decimals)
    sign = "+" if found.mean > 0 else ""
    return f"{sign}{told} ({view.span(found, words.language, decimals)})"
