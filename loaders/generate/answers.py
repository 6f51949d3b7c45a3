"""The planted defects as a file: what a gap rule should find, and how it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from loaders.generate.plan import Plan
from loaders.generate.planting import Planted

_HEAD = """\
# Defects planted in this region on purpose, so that gap finding can be judged. Made by loaders.generate with the data
# beside it; every figure under `shows` was counted from those data. `code` is a gap type; the organisation or
# organisations that it is about come first under `organisations`, others that show it under `partners`.
"""


def write_defects(plan: Plan, path: Path) -> Path:
    """Write ``plan.planted`` as YAML: ``defects`` and ``good_practices``."""
    lists: dict[str, list[dict[str, Any]]] = {"defects": [], "good_practices": []}
    for planted in plan.planted:
        found = lists["good_practices" if planted.good else "defects"]
        number = 1 + sum(entry["code"] == planted.code for entry in found)
        found.append(_entry(plan, planted, number))
    text = yaml.safe_dump(lists, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(_HEAD + text, encoding="utf-8", newline="\n")
    return path


def _entry(plan: Plan, planted: Planted, number: int) -> dict[str, Any]:
    region = plan.reference.region_codes[planted.region]
    entry: dict[str, Any] = {
        "id": f"{region}-{planted.code}-{number}",
        "code": planted.code,
        "region": region,
        "organisations": [plan.made.ids[i] for i in planted.organisations],
        "partners": [plan.made.ids[i] for i in planted.partners],
        "municipalities": [plan.reference.codes[i] for i in planted.municipalities],
        "stage": planted.stage,
        "life_domain": planted.domain,
        "kind": planted.kind,
        "what": planted.what,
        "shows": dict(planted.shows),
    }
    if planted.thin:
        entry["thin"] = True
    return {name: value for name, value in entry.items() if value not in (None, [])}
