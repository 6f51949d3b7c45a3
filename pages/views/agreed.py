"""The agreed handovers beside what is there: a board of municipalities and kinds, in a picture, words and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from graph.analysis.agreed import AGREED, STEPS, AgreedThere, Line, agreed_pairs, agreed_there
from graph.analysis.referrals import Selection
from graph.gaps.agreement import agreed_lines
from graph.gaps.template import ChainTemplate
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import Texts, texts
from pages.views.drawn_svg import ALARM, INK, LINE, PAPER, Picture, box, ink_on, shade, text
from pages.views.heat_map import HIGH, heat_map, stacked
from pages.views.words import number

NOBODY = "nobody"
SIGNS = {"agreed": "✕", "present": "◔", "confirmed": "◑", "working": "●", NOBODY: ""}
_WIDE = 106


@dataclass(frozen=True)
class Board:
    """What is shown: ``rows`` are codes of municipalities, ``columns`` codes of lines; ``labels`` name both."""

    found: AgreedThere
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    labels: Mapping[str, str]

    def step(self, row: str, column: str) -> str:
        """How far a handover is, or ``NOBODY``."""
        return self.found.cell(row, column).step or NOBODY

    def line(self, column: str) -> Line:
        return next(line for line in self.found.lines if line.code == column)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of the cells are at each step."""
        return Counter(self.step(row, column) for row in self.rows for column in self.columns)

    @property
    def unplaced(self) -> int:
        """Organisations that should hand over and of which the municipality is not known."""
        return int((self.found.senders["municipality"] == "").sum())


def there(network: Network, target_group: str | None, chain: ChainTemplate | None = None) -> AgreedThere:
    """How far every agreed handover is, for all people or those of a target group."""
    return agreed_there(network, agreed_lines(chain), Selection(target_group))


def pairs(network: Network, target_group: str | None, chain: ChainTemplate | None = None) -> pd.DataFrame:
    """Who is tied with whom, and who refers to whom, as was agreed."""
    return agreed_pairs(network, agreed_lines(chain), Selection(target_group))


def board(network: Network, found: AgreedThere, selected: tuple[str, ...], language: str) -> Board:
    """The municipalities that were selected, or all in which somebody should hand over; the lines that occur."""
    rows = [code for code in found.municipalities if code in selected] or list(found.municipalities)
    names = {code: e.name for code, e in network.municipalities.items()}
    filled = {place for place, _ in found.cells}
    rows = sorted((code for code in rows if code in filled), key=lambda code: names.get(code, code))
    lines = [line for line in found.lines if any((row, line.code) in found.cells for row in rows)]
    often = Counter(line.kind for line in lines)
    labels = {code: names.get(code, code) for code in rows}
    for line in lines:
        stage = network.schema.codes["stages"].codes[line.stage].label[language]
        kind = _kind(network, line.kind, language)
        label = kind if often[line.kind] == 1 else f"{kind} · {stage}"
        same = sum(name == label or name.startswith(f"{label} (") for name in labels.values())
        labels[line.code] = f"{label} ({same + 1})" if same else label
    return Board(found, tuple(rows), tuple(line.code for line in lines), labels)


def step_text(step: str, say: Texts) -> str:
    """A step as a short sentence."""
    return say(f"agreed.step_{step}", minimum=MIN_PEOPLE)


def told(shown: Board, row: str, column: str, say: Texts) -> str:
    """A cell in words: for a tooltip, and for who does not see it."""
    cell, step = shown.found.cell(row, column), shown.step(row, column)
    said = say("agreed.tip", place=shown.labels[row], line=shown.labels[column], step=step_text(step, say))
    if step == NOBODY:
        return said
    counts = {name: number(cell.reached[name], say.language) for name in STEPS if name != AGREED}
    return f"{said} {say('agreed.tip_counts', all=number(cell.organisations, say.language), **counts)}"


def summary(shown: Board, say: Texts) -> str:
    """The board in a sentence."""
    counts = shown.counts
    whole = sum(counts[step] for step in STEPS)
    if not whole:
        return say("agreed.none")
    said = {step: number(counts[step], say.language) for step in STEPS}
    return say("agreed.summary", all=number(whole, say.language), **said)


def twin(shown: Board, say: Texts) -> pd.DataFrame:
    """The board as a table of text: the same words and numbers as in the picture."""

    def cell(row: str, column: str) -> str:
        of = _of(shown, row, column)
        word = say(f"agreed.word_{shown.step(row, column)}")
        return f"{word} ({of})" if of else word

    data = {shown.labels[c]: [cell(r, c) for r in shown.rows] for c in shown.columns}
    return pd.DataFrame(
        {say("agreed.municipality"): [shown.labels[r] for r in shown.rows], **data}, index=list(shown.rows)
    )


def picture(shown: Board, theme: str, title: str, caption: str, say: Texts) -> Picture:
    """The board as a heat map: a sign and a word in every box, and colour beside it."""

    def cell(row: str, column: str, x: float, y: float) -> list[str]:
        step, middle, of = shown.step(row, column), x + _WIDE / 2, _of(shown, row, column)
        word = f"{SIGNS[step]} {say(f'agreed.word_{step}')}".strip()
        if step == NOBODY:
            more = f'class="frame" stroke="{LINE[theme]}" stroke-dasharray="3 4"'
            return [box(x, y, _WIDE, HIGH, PAPER[theme], more), text(middle, y + HIGH / 2, word, 14, INK[theme])]
        if step == AGREED:
            more = f'class="frame" stroke="{ALARM[theme]}" stroke-width="2.5"'
            lines = [(word, 15, 700), *([(of, 14, 400)] if of else [])]
            return [box(x, y, _WIDE, HIGH, "url(#white)", more), *stacked(middle, y, lines, theme, 70)]
        colour = _colour(step, theme)
        frame = box(x, y, _WIDE, HIGH, colour, f'class="frame" stroke="{colour}"')
        if not of:
            return [frame, text(middle, y + HIGH / 2, word, 14, ink_on(colour), weight=600)]
        return [
            frame,
            text(middle, y + HIGH / 2 - 9, word, 14, ink_on(colour), weight=600),
            text(middle, y + HIGH / 2 + 10, of, 14, ink_on(colour)),
        ]

    return heat_map(
        shown.rows,
        shown.columns,
        shown.labels,
        cell,
        lambda row, column: told(shown, row, column, say),
        _entries(theme, say),
        title,
        caption,
        theme,
        _WIDE,
    )


def about(network: Network, line: Line, language: str) -> str:
    """What was agreed, in sentences."""
    say = texts(language)
    targets = ", ".join(sorted(_kind(network, kind, language) for kind in line.targets))
    stage = network.schema.codes["stages"].codes[line.stage].label[language]
    parts = [say("agreed.from_to", kind=_kind(network, line.kind, language), targets=targets)]
    parts.append(say("agreed.stage", stage=stage))
    if line.groups:
        known = network.schema.codes["target_groups"].codes
        groups = ", ".join(known[code].label[language] for code in sorted(line.groups))
        parts.append(say("own_chain.only_for", groups=groups))
    if line.duty:
        parts.append(say("agreed.duty", duty=line.duty))
    return " ".join(parts)


def senders(network: Network, shown: Board, row: str, column: str, say: Texts) -> pd.DataFrame:
    """Who should hand over there, the least far first; index: ids."""
    rows = shown.found.senders
    rows = rows[(rows["municipality"] == row) & (rows["line"] == column)]
    rows = rows.assign(rank=[STEPS.index(step) for step in rows["step"]]).sort_values(["rank", "id"])
    return pd.DataFrame(
        {
            say("agreed.organisation"): [network.entity(one).name for one in rows["id"]],
            say("agreed.step"): [f"{SIGNS[step]} {say(f'agreed.word_{step}')}" for step in rows["step"]],
        },
        index=rows["id"].tolist(),
    )


def behind(network: Network, table: pd.DataFrame, ids: tuple[str, ...], column: str, say: Texts) -> pd.DataFrame:
    """Ties and referrals of these organisations as was agreed, most people first; index: ids of the partners."""
    rows = table[table["source"].isin(ids) & (table["line"] == column)]
    rows = rows.sort_values(["people", "source", "target"], ascending=[False, True, True], na_position="last")
    return pd.DataFrame(
        {
            say("agreed.target"): [network.entity(one).name for one in rows["target"]],
            say("agreed.people"): rows["people"].array,
            say("agreed.arrived"): rows["arrived"].array,
            say("agreed.tie"): [say(f"netwerk.status_{tie}") if tie else say("agreed.no_tie") for tie in rows["tie"]],
            say("agreed.kind"): [_kind(network, kind, say.language) for kind in rows["kind"]],
            say("agreed.organisation"): [network.entity(one).name for one in rows["source"]],
        },
        index=rows["target"].tolist(),
    )


def _of(shown: Board, row: str, column: str) -> str:
    """At how many of several organisations it works; empty for one."""
    cell = shown.found.cell(row, column)
    return f"{cell.reached['working']}/{cell.organisations}" if cell.organisations > 1 else ""


def _entries(theme: str, say: Texts) -> list[tuple[str, str, str]]:
    steps = [(_colour(step, theme), "", f"{SIGNS[step]} {step_text(step, say)}") for step in STEPS[:0:-1]]
    return [
        *steps,
        ("url(#white)", f'stroke="{ALARM[theme]}" stroke-width="2"', f"{SIGNS[AGREED]} {step_text(AGREED, say)}"),
        (PAPER[theme], f'stroke="{LINE[theme]}" stroke-dasharray="3 4"', step_text(NOBODY, say)),
        ("", "", say("agreed.legend_of")),
    ]


def _colour(step: str, theme: str) -> str:
    return shade(STEPS.index(step) - 1, len(STEPS) - 1, theme)


def _kind(network: Network, kind: str, language: str) -> str:
    return network.schema.entities[kind].label[language]
