"""A scenario beside the region as it is: in tables, and in one picture with everybody where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from graph.gaps.rule import Finding
from graph.gaps.settings import SEVERITIES
from graph.network import Network
from graph.texts import Texts, texts
from graph.whatif.compare import MEASURES, PLACES, Outcome, State
from graph.whatif.steps import AddTie
from graph.whatif.words import SHARES, change_text, gap_text, headline, value_text
from pages.views import compare, html
from pages.views.layout import Places
from pages.views.picture.scene import Scene
from pages.views.words import number

STYLE = """<style>
.kk-suppose .kk-table { max-height: 34rem; }
.kk-suppose.kk-at-once .kk-table { max-height: none; }
.kk-suppose .kk-table th, .kk-suppose .kk-table td { overflow-wrap: break-word; }
</style>"""
"""Whole words in narrow columns, and a table of measures that is seen at once."""
_POINTS = 2  # decimals of a percentage
_SIGNS = {True: "+", False: "−"}


def choices(network: Network) -> dict[str, str]:
    """The organisations by id, as a list to choose from shows them; who shares a name is told apart by place or id."""
    names = pd.Series({e.id: e.name for e in network.organisations}, dtype=object)
    shared = names.duplicated(keep=False)
    told = {}
    for one, name in names.items():
        place = str(network.entity(str(one)).properties.get("gm_code", ""))
        area = network.municipalities.get(place)
        told[str(one)] = f"{name} ({area.name if area else place}, {one})" if shared[str(one)] else str(name)
    return dict(sorted(told.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def places(network: Network) -> dict[str, str]:
    """The municipalities by code, by name."""
    return dict(sorted(((code, e.name) for code, e in network.municipalities.items()), key=lambda pair: pair[1]))


def gaps(network: Network, findings: Iterable[Finding], words: Texts) -> pd.DataFrame:
    """Gaps in words, the most serious first; ``network`` gives the names. Without numbers of people."""
    rows = [gap_text(one, network, words) for one in findings]
    names = ("severity", "type", "found")
    return pd.DataFrame(rows, columns=[words(f"hiaten.{name}") for name in names])


def changed(outcome: Outcome, words: Texts) -> pd.DataFrame:
    """Gaps that stay and look otherwise, with what changes."""
    rows = [(*gap_text(one.after, outcome.network, words)[1:], change_text(one, words)) for one in outcome.gaps.changed]
    names = (words("hiaten.type"), words("hiaten.found"), words("steldat.difference"))
    return pd.DataFrame(rows, columns=list(names))


def measures(outcome: Outcome, words: Texts) -> pd.DataFrame:
    """Every measure and the gaps by severity: now, then, and the difference."""
    before, after = _rows(outcome.before, words), _rows(outcome.after, words)
    rows = [
        (label, now, then, _difference(name, outcome, words))
        for (name, label, now), (_, _, then) in zip(before, after, strict=True)
    ]
    return pd.DataFrame(rows, columns=[words(f"steldat.{name}") for name in ("measure", "now", "then", "difference")])


def beside(outcomes: Mapping[str, Outcome], words: Texts) -> pd.DataFrame:
    """Scenarios side by side, a column each after the region as it is; what differs has its difference behind it."""
    first = next(iter(outcomes.values()))
    rows = _rows(first.before, words)
    columns = {
        words("steldat.measure"): [label for _, label, _ in rows],
        words("steldat.now"): [now for *_, now in rows],
    }
    for title, outcome in outcomes.items():
        cells = []
        for name, _, value in _rows(outcome.after, words):
            told = _difference(name, outcome, words)
            cells.append(f"{value} ({told})" if told else value)
        columns[title] = cells
    return pd.DataFrame(columns)


def shifts(outcome: Outcome, network: Network, words: Texts) -> pd.DataFrame:
    """The organisations of which the place in the network changes most; index: ids."""
    rows = [
        (one.id, network.entity(one.id).name, words(f"steldat.place_{place}"), _three(one.before, words),
         _three(one.after, words))
        for place in PLACES
        for one in outcome.shifts[place]
    ]  # fmt: skip
    names = ("organisation", "measure", "now", "then")
    return pd.DataFrame(rows, columns=["id", *(words(f"steldat.{name}") for name in names)]).set_index("id")


def drawn(data: pd.DataFrame, language: str, caption: str, *, at_once: bool = False) -> str:
    """A table of this screen as HTML; one with few rows is shown ``at_once``, whatever the screen."""
    looks = "kk-suppose kk-at-once" if at_once else "kk-suppose"
    return f'{STYLE}<div class="{looks}">{html.table(data, language, caption)}</div>'


def gain_text(outcome: Outcome, at: int, words: Texts) -> str | None:
    """What the tie of one step would add by itself, in words; None for other steps and where it is not known."""
    gain = outcome.gains[at]
    if gain is None or not isinstance(outcome.steps[at], AddTie):
        return None
    told = number(gain, words.language, 2)
    if told == number(0, words.language, 2):
        return words("steldat.gain_none")
    return words("steldat.gain", gain=told)


def scene(outcome: Outcome, before: Network, where: Places, language: str, *, title: str, made_on: date) -> Scene:
    """Both in one picture: what comes, goes and changes stands out; ``where`` is where everybody stands now."""
    drawn = compare.compare_scene(before, outcome.network, where, language, title=title, made_on=made_on)
    return replace(drawn, summary=headline(outcome, texts(language)))


def _rows(state: State, words: Texts) -> list[tuple[str, str, str]]:
    """Name, label and value of every row that a state has."""
    rows = [(one, words(f"whatif.measure_{one}"), value_text(one, state.values[one], words)) for one in MEASURES]
    for one in SEVERITIES:
        label = words("steldat.gaps_of", severity=words(f"gaps.severity_{one}").lower())
        rows.append((one, label, number(state.gaps[one], words.language)))
    return rows


def _difference(name: str, outcome: Outcome, words: Texts) -> str:
    """With its sign; nothing where it is the same, or so little that it does not show."""
    sides = (outcome.before, outcome.after)
    was, now = (side.gaps[name] if name in side.gaps else side.values[name] for side in sides)
    if was is None or now is None:
        return ""
    share = name in SHARES
    size = abs(now - was) * (100 if share else 1)
    text = number(size, words.language, _POINTS if share else 0)
    if text == number(0, words.language, _POINTS if share else 0):
        return ""
    told = f"{_SIGNS[now > was]}{text}"
    return words("steldat.points", value=told) if share else told


def _three(value: float | None, words: Texts) -> str:
    return number(value, words.language, 3)
