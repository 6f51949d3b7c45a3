"""A scenario in words: what is supposed, what would change, and what cannot be."""

from __future__ import annotations

from graph.analysis.serving import CODE_LISTS
from graph.gaps.rule import Finding
from graph.gaps.words import evidence_text, explain
from graph.network import Network
from graph.texts import Texts, number
from graph.whatif.compare import Number, Outcome
from graph.whatif.findings import Changed
from graph.whatif.steps import AddTie, MergeOrganisations, ServeAlso, Step, StopOrganisation

SHARES = ("density", "compactness", "reach")
"""Measures that are shares, and are said as percentages."""
_DECIMALS = 2


def step_text(step: Step, network: Network, say: Texts) -> str:
    """What a step supposes, in one sentence; ids that are not in ``network`` stay ids."""

    def name(identifier: str) -> str:
        return network.entity(identifier).name if identifier in network.index else identifier

    if isinstance(step, AddTie):
        return say("whatif.step_tie", a=name(step.a), b=name(step.b))
    if isinstance(step, StopOrganisation):
        return say("whatif.step_stop", name=name(step.organisation))
    if isinstance(step, MergeOrganisations):
        return say("whatif.step_merge", name=name(step.organisation), other=name(step.other))
    said = say("whatif.step_serve", name=name(step.organisation), place=name(step.municipality))
    codes = [label for dimension in CODE_LISTS if (label := _label(network, step, dimension, say.language))]
    return f"{said} ({', '.join(codes)})" if codes else said


def headline(found: Outcome, say: Texts) -> str:
    """What would change, in one sentence."""
    gone, new = len(found.gaps.gone), len(found.gaps.new)
    parts = [_counted(say, "gone", gone), _counted(say, "new", new)]
    if not gone and not new:
        parts = [say("whatif.same_gaps")]
    before, after = found.before.values, found.after.values
    more = int(after["ties"] or 0) - int(before["ties"] or 0)
    parts.append(_counted(say, "ties_more" if more > 0 else "ties_less", abs(more)))
    if after["components"] != before["components"]:
        counts = {"before": number(int(before["components"] or 0), say.language)}
        parts.append(say("whatif.components", after=number(int(after["components"] or 0), say.language), **counts))
    was, now = value_text("reach", before["reach"], say), value_text("reach", after["reach"], say)
    if was != now:
        way = "nearer" if float(after["reach"] or 0) > float(before["reach"] or 0) else "further"
        parts.append(say(f"whatif.{way}", before=was, after=now))
    told = [part for part in parts if part]
    listed = say("whatif.and", first=", ".join(told[:-1]), last=told[-1]) if len(told) > 1 else told[0]
    return say("whatif.headline", changes=listed)


def gap_text(finding: Finding, network: Network, say: Texts) -> tuple[str, str, str]:
    """A gap as severity, title and what is seen; ``network`` gives the names."""
    told = explain(finding, network, say)
    return told.severity, told.title, told.found


def change_text(pair: Changed, say: Texts) -> str:
    """What is seen otherwise in a gap that stays, before and after."""
    was, now = ([evidence_text(one, say) for one in side.evidence] for side in (pair.before, pair.after))
    gone, come = [one for one in was if one not in now], [one for one in now if one not in was]
    return f"{'; '.join(gone) or '–'} → {'; '.join(come) or '–'}"


def value_text(measure: str, value: Number, say: Texts) -> str:
    """A measure as the reader writes it: a share as a percentage, a dash for what is not known."""
    if value is None:
        return "–"
    if measure in SHARES:
        return f"{number(100 * value, say.language, _DECIMALS)}%"
    return number(value, say.language)


def _counted(say: Texts, name: str, count: int) -> str:
    if not count:
        return ""
    return say(f"whatif.{name}_{'one' if count == 1 else 'many'}", count=number(count, say.language))


def _label(network: Network, step: ServeAlso, dimension: str, language: str) -> str | None:
    code = getattr(step, dimension)
    known = network.schema.codes[CODE_LISTS[dimension]].codes.get(code or "")
    return known.label[language] if known is not None else code
