"""The agreed chain of ``data/chain/template.yaml`` as analysis wants it: for conformance, and who needs whom."""

from __future__ import annotations

from graph.analysis.agreed import Line
from graph.analysis.conformance import Agreement
from graph.gaps.template import ChainTemplate, chain_template
from graph.schema import load_schema


def agreement(template: ChainTemplate | None = None) -> Agreement:
    """The order of the stages, the duties, the kinds in each stage and the agreed handovers."""
    agreed = template or chain_template()
    usual = {one.code: one for one in chain_template().handovers}
    return Agreement(
        stages=tuple(stage.code for stage in agreed.stages),
        duties={stage.code: stage.duty for stage in agreed.stages if stage.duty},
        kinds={stage.code: frozenset(stage.kinds) for stage in agreed.stages},
        handovers={one.code: (one.sources, one.targets) for one in agreed.handovers},
        groups={one.code: one.groups for one in agreed.handovers if one.groups},
        own=frozenset(one.code for one in agreed.handovers if one != usual.get(one.code)),
    )


def agreed_lines(template: ChainTemplate | None = None) -> tuple[Line, ...]:
    """Each agreed handover by the kind that hands over, in the order of the files."""
    agreed = template or chain_template()
    return tuple(
        Line(one.code, kind, one.targets, one.stage, one.duty, one.groups)
        for one in agreed.handovers
        for kind in load_schema().entities
        if kind in one.sources
    )


def needed_pairs(template: ChainTemplate | None = None) -> frozenset[tuple[str, str]]:
    """The pairs of kinds of which the one hands over to the other, each as (smaller, larger) code."""
    agreed = template or chain_template()
    return frozenset(
        (min(a, b), max(a, b)) for one in agreed.handovers for a in one.sources for b in one.targets if a != b
    )
