"""The game that docs/games.md works out by hand, read from it and computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graph.games.core import Leaving, least_core, leaving
from graph.games.nucleolus import nucleolus
from graph.games.shapley import interaction, marginal, shapley
from graph.games.table import coalition_of, table
from graph.games.transfers import smallest_transfers

DOC = (Path(__file__).resolve().parents[3] / "docs" / "games.md").read_text(encoding="utf-8")
PLAYERS = ("A", "B", "C")


def rows(heading: str, which: int = 0) -> dict[str, list[float]]:
    """The numbers of the table below this heading row, by its first column."""
    lines = DOC.split(heading)[1 + which].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[: lines.index("")]]
    return {name: [float(one) for one in numbers] for name, *numbers in cells}


WORTH = {frozenset(group.split()): numbers[0] for group, numbers in rows("| group | worth |").items()}
GAME = table(PLAYERS, lambda group: WORTH.get(group, 0.0))
OWN = np.array([-1.0, 3.0, 10.0])


def test_shares_and_what_is_missed() -> None:
    told = rows("| | A | B | C |")
    assert shapley(GAME) == pytest.approx(told["Shapley value"], abs=5e-4)
    assert marginal(GAME) == pytest.approx(told["what the chain misses without it"])
    assert nucleolus(GAME) == pytest.approx(told["nucleolus"])


def test_pairs() -> None:
    for pair, (told,) in rows("| pair | brings together |").items():
        i, j = (PLAYERS.index(one) for one in pair.split())
        assert interaction(GAME)[i, j] == pytest.approx(told)


def test_who_leaves_and_what_holds_everybody() -> None:
    assert leaving(GAME, OWN) == Leaving(coalition_of(PLAYERS, ("A",)), 1.0)
    assert least_core(GAME).epsilon == pytest.approx(-4)
    payments = smallest_transfers(GAME, OWN, "nobody_loses")
    assert payments.amounts == pytest.approx(rows("| | A | B | C |", 1)["receives"], abs=5e-4)
    assert payments.outside == 0
