"""What people do about gaps, for the screen: badges, sentences, what a form may say, the quarters drawn."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from graph.follow.identity import identity, region_of
from graph.follow.kept import Following
from graph.follow.listed import Listed, actions, listed, of_region
from graph.follow.monitor import Quarter, is_overdue, monitor
from graph.follow.record import AGREEMENT, FUNCTION, NOTES, Action, Followed
from graph.follow.sightings import Seen
from graph.gaps.rule import Finding
from graph.network import Network
from graph.problems import Problem
from graph.texts import Texts, texts
from loaders.action_list import Head, docx_bytes, xlsx_bytes
from loaders.identifiers import personal_in_text
from pages.views.drawn_svg import INK
from pages.views.hiaten import plain
from pages.views.words import day

DRAWN = 8  # quarters in the chart; the table has them all
SERIES = ("opened", "closed", "back", "dismissed", "overdue")
"""What the chart shows of each quarter."""
COLOURS = {
    "light": {
        "opened": "#b3261e",
        "closed": "#1b7f3b",
        "back": "#b45f06",
        "dismissed": "#5f6368",
        "overdue": "#6a1b9a",
    },
    "dark": {"opened": "#ff8a80", "closed": "#6fd08c", "back": "#ffb74d", "dismissed": "#b0b5ba", "overdue": "#d7a4f0"},
}


def badge(one: Followed | None, seen: Seen, gap: str, on: date, t: Texts) -> str:
    """What stands on the button of a gap, in Markdown: back, its action, or that it was laid aside; "" for nothing."""
    said = []
    if gap in seen.gaps and seen.gaps[gap].standing == "back":
        said.append(_badge("violet", "replay", t("follow.is_back")))
    if one is None:
        return " ".join(said)
    if one.dismissal is not None:
        said.append(_badge("gray", "inventory_2", t(f"follow.reason_{one.dismissal.reason}")))
    if one.action is not None:
        status = t("follow.badge", status=t(f"follow.status_{one.action.status}").lower())
        if is_overdue(one, seen, on):
            said.append(_badge("red", "alarm", f"{status}, {t('follow.overdue')}"))
        else:
            colour = "green" if one.action.status == "done" else "violet"
            said.append(_badge(colour, "task_alt", status))
    return " ".join(said)


def _badge(colour: str, icon: str, words: str) -> str:
    return f":{colour}-badge[:material/{icon}: {plain(words)}]"


def action_told(action: Action, network: Network, t: Texts) -> str:
    """Who does it, by when, and how far it is, in Markdown."""
    who = network.entity(action.owner).name if action.owner in network.index else action.owner
    parts = [plain(t(f"follow.status_{action.status}")), plain(who or t("follow.nobody")), plain(action.function)]
    if action.due:
        parts.append(plain(t("follow.by", day=day(action.due, t.language))))
    return " · ".join(part for part in parts if part)


def owners(network: Network, finding: Finding, now: str) -> dict[str, str]:
    """Who can own an action: nobody yet (""), the parties of the gap, then all organisations by name."""
    named = {one.id: one.name for one in network.organisations}
    parties = {one: named[one] for one in finding.parties if one in named}
    rest = dict(sorted(((one, name) for one, name in named.items() if one not in parties), key=lambda pair: pair[1]))
    return {"": "", **({now: named.get(now, now)} if now else {}), **parties, **rest}


def faults(on: date, *, agreement: str | None = None, function: str = "", notes: str = "") -> tuple[Problem, ...]:
    """What forbids keeping this. ``agreement`` None: none is asked for. Personal data are refused as in files."""
    found = [Problem("follow.agreement_empty")] if agreement is not None and not agreement else []
    for text, most in ((agreement or "", AGREEMENT), (function, FUNCTION), (notes, NOTES)):
        if len(text) > most:
            found.append(Problem("follow.too_long", {"most": most}))
        if key := personal_in_text(text, on):
            found.append(Problem(key))
    return tuple(found)


def counts(rows: tuple[Listed, ...]) -> dict[str, int]:
    """How many actions are not done, are late, and are done."""
    todo = [row for row in actions(rows) if row.standing != "closed"]
    done = [row for row in actions(rows) if row.action and row.action.status == "done"]
    running = [row for row in todo if row.action and row.action.status != "done"]
    return {"running": len(running), "late": sum(row.overdue for row in running), "done": len(done)}


def rows_of(
    network: Network, found: tuple[Finding, ...], known: Following, seen: Seen, on: date, language: str
) -> tuple[Listed, ...]:
    """Every gap of a region about which something was said."""
    followed = of_region(known.by_gap, found, seen, network)
    return listed(network, found, followed, seen, on, texts(language))


def as_file(form: str, rows: tuple[Listed, ...], network: Network, region: str, on: date, language: str) -> bytes:
    """The list of actions as ``xlsx`` or ``docx``."""
    head = Head(region, on, network.fictitious, language)
    return {"xlsx": xlsx_bytes, "docx": docx_bytes}[form](actions(rows), head)


def quarters(
    network: Network, found: tuple[Finding, ...], known: Following, seen: Seen, on: date
) -> tuple[Quarter, ...]:
    """The quarters of a region."""
    return monitor(seen, of_region(known.by_gap, found, seen, network), on)


def quarters_table(told: tuple[Quarter, ...], language: str) -> pd.DataFrame:
    """A row per quarter, the newest first."""
    words = texts(language)
    names = ("at_start", *SERIES, "standing")
    rows = [(one.name, *(getattr(one, name) for name in names)) for one in reversed(told)]
    return pd.DataFrame(rows, columns=[words("follow.quarter"), *(words(f"follow.per_{name}") for name in names)])


def quarters_chart(told: tuple[Quarter, ...], language: str, theme: str) -> alt.Chart:
    """Bars beside each other for each of the last quarters; the table has the figures."""
    words, colours, ink = texts(language), COLOURS[theme], INK[theme]
    labels = [words(f"follow.per_{name}") for name in SERIES]
    table = pd.DataFrame(
        [
            {"quarter": one.name, "what": label, "count": getattr(one, name)}
            for one in told[-DRAWN:]
            for name, label in zip(SERIES, labels, strict=True)
        ]
    )
    quarters = alt.Axis(labelColor=ink, labelFontSize=14, labelAngle=0, title=None, domain=False, ticks=False)
    counts = alt.Axis(labelColor=ink, labelFontSize=14, title=None, tickMinStep=1, format="d", domain=False)
    legend = alt.Legend(title=None, orient="top", columns=3, labelFontSize=14, labelColor=ink, labelLimit=0)
    scale = alt.Scale(domain=labels, range=[colours[name] for name in SERIES])
    drawn: alt.Chart = (
        alt.Chart(table)
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt.X("quarter:N", sort=None, axis=quarters),
            xOffset=alt.XOffset("what:N", sort=labels),
            y=alt.Y("count:Q", axis=counts),
            color=alt.Color("what:N", scale=scale, legend=legend, sort=labels),
            tooltip=[
                alt.Tooltip("quarter:N", title=words("follow.quarter")),
                alt.Tooltip("what:N", title=" "),
                alt.Tooltip("count:Q", title=words("follow.per_count")),
            ],
        )
        .properties(height=260)
    )
    return drawn


def gap_of(finding: Finding, network: Network) -> str:
    """The identity of a finding in its region."""
    return identity(finding, region_of(network.scope))
