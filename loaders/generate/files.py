"""Columns go straight into the three template files, without making records: fast enough for millions of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from loaders.generate.columns import (
    HANDOVERS,
    OUTCOMES,
    PROVENANCE,
    codes_of,
    dates,
    days_of,
    domains_of,
    groups_of,
    pseudonyms,
    stages_of,
    words,
)
from loaders.generate.estimated import ESTIMATES, write_estimates
from loaders.generate.plan import Plan
from loaders.generate.reference import Bools, Ints
from loaders.generate.relations import Row
from loaders.templates import templates

Cells = Sequence[str]


def write_plan(plan: Plan, folder: Path) -> dict[str, Path]:
    """Write organisaties.csv, relaties.csv and doorverwijzingen.csv (``;``, UTF-8); answers their paths by name.

    Estimates per municipality, where the plan has them, go into a table beside them: ``schattingen``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"organisaties": _organisations(plan), "relaties": _relations(plan), "doorverwijzingen": _referrals(plan)}
    paths = {name: _write(folder / f"{name}.csv", name, table, plan) for name, table in tables.items()}
    if plan.estimates:
        paths[ESTIMATES] = write_estimates(plan.estimates, folder / f"{ESTIMATES}.csv")
    return paths


def _write(path: Path, name: str, table: Mapping[str, Cells], plan: Plan) -> Path:
    """Write one file in the layout of its template. Cells hold no ``;``, quote or line end: nothing needs quoting."""
    template = templates(plan.settings.schema)[name]
    rows = len(next(iter(table.values())))
    empty = [""] * rows
    columns = [table.get(column.name, empty) for column in template.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(column.header.nl for column in template.columns) + "\n")
        for start in range(0, rows, 50_000):
            part = [column[start : start + 50_000] for column in columns]
            file.write("\n".join(map(";".join, zip(*part, strict=True))) + "\n")
    return path


def _organisations(plan: Plan) -> dict[str, Cells]:
    made = plan.made
    lat, lon = ([f"{value:.4f}" for value in values.tolist()] for values in made.lat_lon)
    industries = [row["sbi"] for row in plan.settings.words["industries"]]
    employer, room = made.industry >= 0, made.capacity > 0
    n = len(made)
    return {
        "id": made.ids,
        "name": plan.names,
        "kind": words(made.kind, made.kinds),
        "gm_code": words(made.municipality, plan.reference.codes),
        "lat": lat,
        "lon": lon,
        "life_domains": ["|".join(codes) for codes in domains_of(plan)],
        "target_groups": ["|".join(codes) for codes in groups_of(plan)],
        "stages": ["|".join(codes) for codes in stages_of(plan)],
        "capacity": _numbers(made.capacity, room),
        "waiting_days": _numbers(np.round(made.wait).astype(np.int64), room & ~employer),
        "sbi_code": [industries[i] if i >= 0 else "" for i in made.industry.tolist()],
        "size": _numbers(made.size, employer),
        "provenance": [PROVENANCE] * n,
        "reference_date": [plan.settings.end.isoformat()] * n,
        "fictitious": ["1"] * n,
    }


def _numbers(values: Ints, shown: Bools) -> Cells:
    return [str(value) if show else "" for value, show in zip(values.tolist(), shown.tolist(), strict=True)]


def _relations(plan: Plan) -> dict[str, Cells]:
    ids, rows, claims = plan.made.ids, plan.relations, plan.claims
    k = len(rows)

    def both(first: Iterable[str], then: Iterable[str] | None = None) -> Cells:
        return [*first, *([""] * len(claims.source) if then is None else then)]

    return {
        "source": both((ids[row.source] for row in rows), words(claims.source, ids)),
        "target": both((row.to_place or ids[row.target] for row in rows), words(claims.target, ids)),
        "kind": both((row.kind for row in rows), ["samenwerking"] * len(claims.source)),
        "frequency": both((_text(row.frequency) for row in rows), map(str, claims.frequency.tolist())),
        "formal": both([""] * k, map(str, claims.formal.tolist())),
        "trust": both([""] * k, map(str, claims.trust.tolist())),
        "value": both([""] * k, map(str, claims.value.tolist())),
        "reported_by": both([""] * k, ["beide" if joint else "van" for joint in claims.joint.tolist()]),
        "last_contact": both(_days(rows, "last_contact"), dates(claims.last_contact, date.isoformat, "")),
        "stage": both(row.stage or "" for row in rows),
        "life_domain": both(row.domain or "" for row in rows),
        "target_group": both(row.group or "" for row in rows),
        "capacity": both(_text(row.capacity) for row in rows),
        "waiting_days": both(_text(row.waiting) for row in rows),
        "provenance": [PROVENANCE] * (k + len(claims.source)),
        "valid_from": both(_days(rows, "valid_from")),
    }


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _days(rows: Sequence[Row], name: str) -> list[str]:
    numbers = [getattr(row, name) for row in rows]
    return dates(np.array([-1 if n is None else n for n in numbers], dtype=np.int64), date.isoformat, "")


def _referrals(plan: Plan) -> dict[str, Cells]:
    log, settings, ids = plan.referrals, plan.settings, plan.made.ids
    stages = settings.codes("stages")
    columns: dict[str, Cells] = {
        "case": pseudonyms(log.case, plan.seed),
        "date": dates(log.date, date.isoformat, ""),
        "source": words(log.source, ids),
        "target": words(log.target, ids),
        "stage_from": words(log.stage_from, stages),
        "stage_to": words(log.stage_to, stages),
        "life_domain": words(log.domain, settings.codes("life_domains")),
        "target_group": words(log.group, settings.codes("target_groups")),
        "handover": words(log.warm, HANDOVERS),
        "received_on": dates(log.received, date.isoformat, ""),
        "first_contact_on": dates(log.contact, date.isoformat, ""),
        "outcome": words(log.outcome, OUTCOMES),
        "feedback_on": dates(log.feedback, date.isoformat, ""),
    }
    if plan.details is not None:
        for name, days in days_of(plan.details).items():
            columns[name] = dates(days, date.isoformat, "")
        for name, (codes, numbers) in codes_of(plan, plan.details).items():
            columns[name] = words(numbers, (*codes, ""))
    return columns
