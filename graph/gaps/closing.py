"""Who could close a gap in coverage: those who already do it near by, or something near it there."""

from __future__ import annotations

from graph.analysis.coverage import Asked, Candidate, who_could
from graph.analysis.serving import Lines
from graph.gaps.rule import Finding
from graph.gaps.settings import every_setting
from graph.network import Network

_COVERAGE = "coverage"


def asked_by(network: Network, finding: Finding) -> Asked | None:
    """What a gap in coverage lacks: a stage or a life domain, in a municipality where it names one."""
    codes, subject = network.schema.codes, finding.subject or ""
    if every_setting()[finding.code].theme != _COVERAGE:
        return None
    if subject in codes["stages"].codes:
        return Asked(municipality=finding.municipality, stage=subject)
    if subject in codes["life_domains"].codes:
        return Asked(municipality=finding.municipality, life_domain=subject)
    return None


def who_could_close(network: Network, finding: Finding, lines: Lines | None = None) -> tuple[Candidate, ...]:
    """Organisations that could close a gap, best first (see :func:`graph.analysis.coverage.who_could`).

    None for gaps that no other organisation can take over, such as a cold handover.
    """
    asked = asked_by(network, finding)
    if asked is None:
        return ()
    return tuple(one for one in who_could(network, asked, lines) if one.id not in finding.parties)
