"""Generated regions that several tests look at: made once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from graph.schema import DATA
from loaders.generate.plan import Plan, make_plan
from loaders.generate.region import DEMO

DEMO_FILES = DATA / "demo"


@pytest.fixture(scope="session")
def demo() -> Plan:
    """The demo region as columns."""
    return make_plan(**DEMO)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def large() -> Plan:
    """Two bordering regions without planted defects."""
    return make_plan(("AM27", "AM28"), 2000, 8000, 20_000, seed=3)


@pytest.fixture(scope="session")
def organisations() -> pd.DataFrame:
    return read(DEMO_FILES / "organisaties.csv").set_index("org_id")


@pytest.fixture(scope="session")
def relations() -> pd.DataFrame:
    return read(DEMO_FILES / "relaties.csv")


@pytest.fixture(scope="session")
def referrals() -> pd.DataFrame:
    """The committed referral log, with ``wait``: days from referral to first contact."""
    table = read(DEMO_FILES / "doorverwijzingen.csv")
    for column in ("datum", "ontvangen_op", "eerste_contact", "teruggekoppeld_op"):
        table[column] = pd.to_datetime(table[column])
    return table.assign(wait=(table["eerste_contact"] - table["datum"]).dt.days)


@pytest.fixture(scope="session")
def answers() -> dict[str, list[dict[str, Any]]]:
    """``defects.yaml``: what was planted."""
    return dict(yaml.safe_load((DEMO_FILES / "defects.yaml").read_text(encoding="utf-8")))


def read(path: Path) -> pd.DataFrame:
    """A template file as text, empty cells as missing."""
    return pd.read_csv(path, sep=";", dtype=str, encoding="utf-8", keep_default_na=False, na_values=[""])
