"""How good gap finding is: what is planted in made-up regions, and what the gap rules find of it.

Run: ``python -m benchmarks.planted [--into docs/gap-quality.md]``. Regions of several sizes and seeds are made as sound
as can be (``clean``), with every gap type planted in turn at three strengths, and without any. A planted
gap is found when a finding has its code and names the party, the pair, the place or the kind that it was
planted at. Every other finding in such a region is a false alarm. Intervals are those of Wilson (1927).
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures_page import tell
from graph.gaps.find import RULES, find_gaps
from graph.gaps.rule import Finding
from graph.network import Network, Scope, build_network
from loaders.generate.plan import Plan, Style, make_plan
from loaders.generate.plantable import CODES
from loaders.generate.planting import Planted
from loaders.generate.records import batches
from loaders.generate.strengths import STRENGTHS

GOALS = {"recall": 0.95, "precision": 0.9}
JUDGED = ("clear", "strong")
"""The strengths that the goals are about; ``just`` lies so near the threshold that chance decides."""
FALSE_ALARMS = 0.05
"""Of the regions without any planted gap, at most this share may have a finding of a rule."""
_PAIRS = ("koude_overdracht", "stil_contact", "grensverkeer")
_STARS = ("eenzijdige_relatie", "papieren_relatie")
_PLACES = ("witte_vlek", "geen_regie", "buiten_beeld")

Key = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Size:
    """Regions of one size: names of regions or of pairs that border, organisations, referrals, and how many seeds."""

    regions: tuple[tuple[str, ...], ...]
    organisations: int
    referrals: int
    planted: int
    without: int
    apart: bool = False  # one gap type a region: too small for all of them together
    codes: tuple[str, ...] = CODES

    def plan(self, seed: int, codes: Sequence[str], strength: str = "strong", *, clean: bool = True) -> Plan:
        """One region."""
        regions = self.regions[seed % len(self.regions)]
        style = Style(strength, full=True, clean=clean, good=False)
        relations = round(5.2 * self.organisations)
        return make_plan(regions, self.organisations, relations, self.referrals, seed, tuple(codes), style)


SIZES = (
    Size((("AM35",), ("AM20",), ("AM11",), ("AM21",)), 50, 1200, 1, 24, apart=True),
    Size((("AM01",), ("AM27",), ("AM22",), ("AM08",), ("AM27", "AM28")), 250, 6000, 5, 44),
    Size((("AM27", "AM28"), ("AM22",), ("AM12", "AM13")), 1000, 24_000, 2, 6),
    Size((("AM27", "AM28"), ("AM22",)), 5000, 60_000, 1, 1),
)
QUICK = (
    Size((("AM01",),), 250, 6000, 1, 1),
    Size((("AM27", "AM28"),), 120, 3000, 1, 1, codes=("grensverkeer",)),
)
"""What a test has time for."""


@dataclass
class Score:
    """What was planted, what of it was found, and what was found beside it; and where nothing was planted."""

    planted: int = 0
    found: int = 0
    other: int = 0
    small: int = 0  # times that a region was too small for it

    def __add__(self, more: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(more, name) for name in ("planted", "found", "other", "small")))


@dataclass
class Report:
    """Per code and strength (and size) a score; per code the regions without defects, and those with a finding."""

    scores: dict[tuple[str, str, int], Score] = field(default_factory=lambda: defaultdict(Score))
    sound: dict[int, int] = field(default_factory=Counter)
    alarms: dict[tuple[str, int], int] = field(default_factory=Counter)
    natural: dict[str, int] = field(default_factory=Counter)
    ordinary: int = 0
    others: list[str] = field(default_factory=list)

    def score(self, code: str | None, strengths: Sequence[str], size: int | None = None) -> Score:
        """Together for a gap type (None: all), these strengths and a size (None: all)."""
        total = Score()
        for (one, strength, organisations), score in self.scores.items():
            if code in (None, one) and strength in strengths and size in (None, organisations):
                total += score
        return total


def network_of(plan: Plan) -> Network:
    """The snapshot of a generated region."""
    made = list(batches(plan))
    parts = ([r for batch in made for r in getattr(batch, name)] for name in ("entities", "relations", "referrals"))
    return build_network(Scope(), *parts)


def keys(plan: Plan, planted: Planted) -> list[Key]:
    """What findings of a planted gap must name: one key for each finding that it should give."""
    ids, code = plan.made.ids, planted.code
    about, beside = [ids[i] for i in planted.organisations], [ids[i] for i in planted.partners]
    places = [plan.reference.codes[i] for i in planted.municipalities]
    if code in _PAIRS:
        return [(code, frozenset(about[:2]))]
    if code in _STARS:
        return [(code, frozenset((about[0], partner))) for partner in beside]
    if code == "te_weinig_werkgevers":
        return [(code, frozenset(places[:1]))]
    if code in _PLACES or (code == "ontbrekende_schakel" and not about):
        return [(code, frozenset((place,))) for place in places]
    if planted.kind is not None:
        return [(code, frozenset((planted.kind,)))]
    return [(code, frozenset(about if code == "eiland" else about[:1]))]


def also(plan: Plan, planted: Planted) -> list[Key]:
    """What follows from a planted gap, so that a finding of it is no false alarm.

    The same employers are too few for municipalities near by; who is on an island places people there only.
    """
    if planted.code == "te_weinig_werkgevers":
        return [(planted.code, frozenset((plan.reference.codes[place],))) for place in planted.municipalities[1:]]
    if planted.code == "eiland":
        return [("concentratie_werkgevers", frozenset((plan.made.ids[org],))) for org in planted.organisations]
    return []


def names(finding: Finding) -> frozenset[str]:
    """Everything that a finding says it is about."""
    return frozenset((*finding.parties, finding.municipality or "", finding.subject or ""))


def judged(plan: Plan, findings: Sequence[Finding]) -> tuple[dict[Key, bool], list[Finding]]:
    """For each key whether it was found, and the findings about nothing planted; what is thin counts for neither."""
    planted = [one for one in plan.planted if not one.good]
    wanted = [key for one in planted if not one.thin for key in keys(plan, one)]
    found = {key: any(f.code == key[0] and key[1] <= names(f) for f in findings) for key in wanted}
    right = [key for one in planted for key in (*keys(plan, one), *also(plan, one))]
    rest = [f for f in findings if not any(f.code == code and about <= names(f) for code, about in right)]
    return found, rest


def measure(sizes: Sequence[Size], told: bool = False) -> Report:
    """Make every region, find its gaps, and count."""
    report = Report()
    for size in sizes:
        started = time.perf_counter()
        for seed, codes, strength in _rounds(size):
            plan = size.plan(seed, codes, strength)
            _count(report, size, plan, codes, strength)
        for seed in range(1000, 1000 + size.without):
            found = find_gaps(network_of(size.plan(seed, ())))
            report.sound[size.organisations] += 1
            for code in {f.code for f in found}:
                report.alarms[code, size.organisations] += 1
            report.others += [f"{size.organisations} {seed}: {f.id}" for f in found]
        for seed in range(2000, 2000 + min(size.without, 6)):
            report.ordinary += 1
            for code in {f.code for f in find_gaps(network_of(size.plan(seed, (), clean=False)))}:
                report.natural[code] += 1
        if told:
            print(f"{size.organisations} organisations: {time.perf_counter() - started:.0f} s", flush=True)
    return report


def _rounds(size: Size) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Seed, gap types and strength of each region with planted gaps."""
    sets = [(code,) for code in size.codes] if size.apart else [size.codes]
    for strength in STRENGTHS:
        for codes in sets:
            for seed in range(size.planted):
                yield seed, codes, strength


def _count(report: Report, size: Size, plan: Plan, codes: Sequence[str], strength: str) -> None:
    found, rest = judged(plan, find_gaps(network_of(plan)))
    for (code, about), hit in found.items():
        score = report.scores[code, strength, size.organisations]
        score.planted += 1
        score.found += hit
        if not hit and strength in JUDGED:
            report.others.append(f"{size.organisations} {plan.seed} {strength}: missed {code} {sorted(about)}")
    for finding in rest:
        report.scores[finding.code, strength, size.organisations].other += 1
        report.others.append(f"{size.organisations} {plan.seed} {strength}: {finding.id}")
    for code in codes:
        if code not in {planted.code for planted in plan.planted if not planted.thin}:
            report.scores[code, strength, size.organisations].small += 1


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); all of 0 to 1 when nothing is known."""
    if whole == 0:
        return 0.0, 1.0
    z, p = 1.959964, part / whole
    centre, spread = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return max(0.0, (centre - spread) / (1 + z * z / whole)), min(1.0, (centre + spread) / (1 + z * z / whole))


def share(part: int, whole: int) -> str:
    """A share with its interval, and of how many."""
    if whole == 0:
        return "-"
    low, high = wilson(part, whole)
    return f"{part / whole:.2f} ({low:.2f}-{high:.2f}), {whole}"


def figures(report: Report, sizes: Sequence[Size]) -> str:
    """The tables in Markdown."""
    lines = ["### Per gap type", "", "Recall at each strength, precision over clear and strong together; each with its"]
    lines += ["95 % interval and the number it is of.", ""]
    lines += ["| gap type | recall, just | recall, clear | recall, strong | precision | not planted |"]
    lines += ["|---|---|---|---|---|---|"]
    for code in (None, *CODES):
        recalls = [report.score(code, (strength,)) for strength in STRENGTHS]
        both = report.score(code, JUDGED)
        cells = [share(one.found, one.planted) for one in recalls]
        cells += [share(both.found, both.found + both.other), str(both.small)]
        lines.append(f"| {f'`{code}`' if code else '**all**'} | {' | '.join(cells)} |")
    lines += ["", "### Per size", "", "| organisations | regions planted | recall | precision |", "|---|---|---|---|"]
    for size in sizes:
        both = report.score(None, JUDGED, size.organisations)
        regions = len(JUDGED) * size.planted * (len(size.codes) if size.apart else 1)
        shares = f"{share(both.found, both.planted)} | {share(both.found, both.found + both.other)}"
        lines.append(f"| {size.organisations:,} | {regions} | {shares} |")
    lines += ["", "### Without any planted gap", ""]
    lines += ["The share of regions in which a rule found something: in those made as sound as can be, where that is"]
    lines += ["a false alarm, and in ordinary ones, which have gaps of their own.", ""]
    lines += ["| rule | sound regions | ordinary regions |", "|---|---|---|"]
    for rule in RULES:
        alarms = sum(count for (code, _), count in report.alarms.items() if code == rule.code)
        sound, ordinary = sum(report.sound.values()), share(report.natural[rule.code], report.ordinary)
        lines.append(f"| `{rule.code}` | {share(alarms, sound)} | {ordinary} |")
    return "\n".join([*lines, "", "### Beside the goals", "", *short(report)])


def short(report: Report) -> list[str]:
    """Where the goals are not met, in a line each."""
    lines = []
    for code in CODES:
        both = report.score(code, JUDGED)
        for name, part, whole in (
            ("recall", both.found, both.planted),
            ("precision", both.found, both.found + both.other),
        ):
            if whole and part / whole < GOALS[name]:
                lines.append(f"- {name} of `{code}`: {share(part, whole)}")
            if not whole and name == "recall":
                lines.append(f"- `{code}` was planted nowhere")
    sound = sum(report.sound.values())
    for rule in RULES:
        alarms = sum(count for (code, _), count in report.alarms.items() if code == rule.code)
        if sound and alarms / sound > FALSE_ALARMS:
            lines.append(f"- false alarms of `{rule.code}`: {share(alarms, sound)}")
    return lines or ["Every goal is met for every gap type."]


def main() -> None:
    """Print the figures, or put them in a page between its two marks."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--into", type=Path, metavar="PAGE", help="a Markdown page with the two marks of the figures")
    asked.add_argument("--sizes", type=int, nargs="+", metavar="N", help="only regions of so many organisations")
    asked.add_argument("--show", action="store_true", help="also what was missed, and what was found beside it")
    given = asked.parse_args()
    sizes = [size for size in SIZES if given.sizes is None or size.organisations in given.sizes]
    report = measure(sizes, told=True)
    told = figures(report, sizes)
    if given.show:
        print("\n".join(report.others))
    tell(told, given.into)


if __name__ == "__main__":
    main()
