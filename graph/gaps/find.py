"""Find the gaps of a region: every rule, ranked. A new rule is added to ``RULES`` and to ``rules.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.gaps.adjusted import USUAL, Adjusted, known_thresholds, settings_of
from graph.gaps.region import Region
from graph.gaps.rule import Finding, Rule
from graph.gaps.rules import cases, coverage, employers, handover, placements, relations, schools, sight, structure
from graph.gaps.settings import THEMES, RuleError, rule_settings
from graph.gaps.template import ChainTemplate
from graph.network import Network

RULES: tuple[Rule, ...] = (
    *coverage.RULES,
    *handover.RULES,
    *schools.RULES,
    *structure.RULES,
    *relations.RULES,
    *employers.RULES,
    *placements.RULES,
    *cases.RULES,
    *sight.RULES,
)


def find_gaps(
    network: Network,
    codes: Iterable[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
    settings: Adjusted | None = None,
    chain: ChainTemplate | None = None,
) -> tuple[Finding, ...]:
    """Every gap in a snapshot, the most serious that touches most people first; equal ones by id.

    ``codes`` limits the rules. ``progress`` is told, after each rule, how many are done and of how many.
    ``settings`` are thresholds that differ from the usual; ``chain`` is what the region agreed itself.
    Raises RuleError when ``rules.yaml`` and the rules do not fit, and ValueError for an unknown code.
    """
    check_rules()
    known = {rule.code for rule in RULES}
    wanted = known if codes is None else set(codes)
    if wanted - known:
        raise ValueError(f"unknown gap rules: {', '.join(sorted(wanted - known))}")
    region, limits = Region(network, chain), settings_of(settings or USUAL)
    chosen = [rule for rule in RULES if rule.code in wanted]
    found: list[Finding] = []
    for done, rule in enumerate(chosen, start=1):
        found += rule.find(region, limits[rule.code])
        if progress is not None:
            progress(done, len(chosen))
    return tuple(sorted(found, key=lambda f: (-f.score, f.id)))


def check_rules() -> None:
    """Rules, ``rules.yaml`` and ``thresholds.yaml`` name the same rules and thresholds. Raises RuleError otherwise."""
    settings = rule_settings()
    faults = [f"{code}: no theme of gaps" for code, one in settings.items() if one.theme not in THEMES]
    faults += [f"{code}: no such rule" for code in settings if code not in {r.code for r in RULES}]
    for rule in RULES:
        if rule.code not in settings:
            faults.append(f"{rule.code}: not in rules.yaml")
        elif set(settings[rule.code].thresholds) != set(rule.thresholds):
            faults.append(f"{rule.code}: thresholds must be {', '.join(rule.thresholds) or 'none'}")
    if faults:
        raise RuleError("; ".join(faults))
    known_thresholds()
