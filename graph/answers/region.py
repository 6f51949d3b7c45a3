"""The region as data: who is there and how it goes, who serves what, and the gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from graph.analysis.coverage import STATES, WHITE, Coverage, who_could, who_serves
from graph.analysis.overview import Overview
from graph.analysis.serving import CODE_LISTS, DIMENSIONS, Lines, service_lines
from graph.answers.common import VERSION, named, plain, scope_answer, vars_of
from graph.gaps.adjusted import USUAL, Adjusted
from graph.gaps.certainty import certainty
from graph.gaps.closing import who_could_close
from graph.gaps.region import Region
from graph.gaps.rule import Finding
from graph.gaps.words import certainty_text, explain
from graph.network import Network
from graph.texts import Texts

FIGURES = ("referrals", "people", "wait", "warm", "refused", "vanished")


def overview_answer(network: Network, found: Overview) -> dict[str, Any]:
    """The region at a glance: organisations, ties by status, and the last year beside the one before."""
    table = found.organisations
    by_kind, by_place = table.sum(axis=1), table.sum(axis=0)
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"until": plain(found.until)},
        "summary": {"organisations": network.n_organisations, "ties": plain(found.ties)},
        "kinds": {str(kind): int(count) for kind, count in by_kind.items()},
        "municipalities": {str(code): int(count) for code, count in by_place.items()},
        "year": {name: vars_of(getattr(found, name)) for name in FIGURES},
        "months": plain(found.months),
    }


def coverage_answer(network: Network, found: Coverage, lines: Lines) -> dict[str, Any]:
    """The cells of a coverage matrix: who serves each, and who could serve the white spots."""
    cells = []
    for row, row_code in enumerate(found.row_codes):
        for column, column_code in enumerate(found.column_codes):
            asked, white = found.asked_in(row_code, column_code), found.state[row, column] == WHITE
            could = who_could(network, asked, lines) if white else ()
            cells.append(
                {
                    "row": row_code,
                    "column": column_code,
                    "state": found.state[row, column],
                    "organisations": [vars_of(one) for one in who_serves(network, asked, lines)],
                    "capacity": found.capacity[row, column],
                    "capacity_stated_by": found.stated[row, column],
                    "waiting_days": found.waiting_days[row, column],
                    "soonest_days": found.soonest_days[row, column],
                    "nearest_km": found.nearest_km[row, column],
                    "could": [vars_of(one) for one in could],
                }
            )
    asked_for = {dimension: found.asked.code(dimension) for dimension in DIMENSIONS}
    names = {code: {"nl": e.name, "en": e.name} for code, e in network.municipalities.items()}
    for listed in CODE_LISTS.values():
        names |= {c: {"nl": x.label.nl, "en": x.label.en} for c, x in network.schema.codes[listed].codes.items()}
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"rows": found.rows, "columns": found.columns, "asked": asked_for},
        "summary": {state: int((found.state == state).sum()) for state in STATES},
        "cells": plain(cells),
        "labels": {code: names[code] for code in (*found.row_codes, *found.column_codes)},
    }


def gaps_answer(
    network: Network,
    found: Iterable[Finding],
    say: Texts,
    settings: Adjusted = USUAL,
    opportunities: Iterable[Finding] = (),
) -> dict[str, Any]:
    """The gaps in order of rank, each with its evidence, and in the words of ``say.language``; and the opportunities.

    ``settings``: the thresholds that differ from the usual, with which they were found.
    """
    findings, region, lines = list(found), Region(network), service_lines(network)
    chances = list(opportunities)
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"thresholds": dict(settings.changes)},
        "summary": {
            "gaps": len(findings),
            "by_code": dict(Counter(f.code for f in findings)),
            "opportunities": len(chances),
            "opportunities_by_code": dict(Counter(f.code for f in chances)),
        },
        "gaps": [_gap(region, lines, f, say, settings) for f in findings],
        "opportunities": [_gap(region, lines, f, say, settings) for f in chances],
    }


def _gap(region: Region, lines: Lines, found: Finding, say: Texts, settings: Adjusted) -> dict[str, Any]:
    network = region.network
    words, sure = explain(found, network, say), certainty(region, found, settings)
    return {
        "id": found.id,
        "code": found.code,
        "name": words.title,
        "severity": found.severity,
        "score": found.score,
        "parties": [named(network, party) for party in found.parties],
        "municipality": found.municipality,
        "subject": found.subject,
        "people": found.people,
        "found": words.found,
        "why": words.why,
        "action": words.action,
        "certainty": sure.level,
        "doubts": list(sure.doubts),
        "certain": certainty_text(sure, found, network, say),
        "could": [vars_of(one) for one in who_could_close(network, found, lines)],
        "evidence": [
            {
                "key": e.key,
                "value": plain(e.value),
                "bound": e.bound,
                "text": line.text,
                "records": list(e.records),
            }
            for e, line in zip(found.evidence, words.evidence, strict=True)
        ],
    }
