"""How well does the score of likely partners find ties that were hidden? Beside what others use, on published networks.

``python -m benchmarks.hidden_ties FOLDER [--into docs/likely-partners.md]``. FOLDER holds, per network,
``<name>_edges.csv`` (source, target) and ``<name>_nodes.csv`` (id, and if known a column with a kind); of
``chemnet_pol`` the nodes may stand in ``chemnet_nodes.csv``. Ties count without direction. In each split a
fifth of the ties is hidden; every method then ranks the pairs without a tie, the hidden ones among them. AUC
is the chance that a hidden tie stands above a pair that truly has none; precision@k the share of hidden
ties among the first k, with k the number hidden. AUC alone flatters when ties are few (Yang, Lichtenwalter
& Chawla 2015, Knowl. Inf. Syst. 45:751).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from benchmarks.figures_page import tell
from graph.analysis.pair_score import pair_score

KINDS = ("agency", "agency_cat", "Sponsorship", "type", "Discipline", "group", "sesType", "is_event", "kind", "sector")
SHARE, SPLITS, FIRST = 0.2, 20, 10
LEAST = 25  # ties; with fewer, less than five are hidden and a precision says nothing
OURS = "ours"
Floats = np.ndarray
Method = Callable[[Floats, list[str]], Floats]


@dataclass(frozen=True)
class Published:
    """A network without direction: ``edges`` of shape (m, 2), the kind of each node, and where that comes from."""

    name: str
    kinds: list[str]
    column: str | None
    edges: np.ndarray


def read(folder: Path) -> list[Published]:
    """The networks in a folder, those with enough ties and one sort of node in their table of ties."""
    found = []
    for path in sorted(folder.glob("*_edges.csv"), key=lambda one: one.name.lower()):
        name = path.name.removesuffix("_edges.csv")
        nodes = next(
            (p for p in (folder / f"{name}_nodes.csv", folder / f"{name.split('_')[0]}_nodes.csv") if p.exists()), None
        )
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        if nodes is None or not {"source", "target"} <= set(rows[0]):
            continue
        with nodes.open(encoding="utf-8", newline="") as handle:
            people = list(csv.DictReader(handle))
        at = {row["id"]: number for number, row in enumerate(people)}
        pairs = np.sort([(at[row["source"]], at[row["target"]]) for row in rows], axis=1)
        edges = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0).astype(np.int32)
        column = next((one for one in KINDS if one in people[0]), None)
        if len(edges) >= LEAST:
            found.append(Published(name, [row[column] if column else "" for row in people], column, edges))
    return found


def ours(ties: Floats, kinds: list[str]) -> Floats:
    """The score of the product."""
    score = pair_score(np.argwhere(np.triu(ties)).astype(np.int32), kinds)
    return score.score(*np.triu_indices(len(ties), 1))


def common_neighbours(ties: Floats, _kinds: list[str]) -> Floats:
    return _pairs(ties @ ties)


def adamic_adar(ties: Floats, _kinds: list[str]) -> Floats:
    return _pairs((ties / np.log(np.maximum(ties.sum(axis=0), 2))) @ ties)


def resource_allocation(ties: Floats, _kinds: list[str]) -> Floats:
    return _pairs((ties / np.maximum(ties.sum(axis=0), 1)) @ ties)


def preferential_attachment(ties: Floats, _kinds: list[str]) -> Floats:
    return _pairs(np.outer(ties.sum(axis=0), ties.sum(axis=0)))


def same_kind(_ties: Floats, kinds: list[str]) -> Floats:
    kind = np.array(kinds)
    return _pairs((kind[:, None] == kind).astype(float))


def chance(ties: Floats, _kinds: list[str]) -> Floats:
    return np.zeros(len(ties) * (len(ties) - 1) // 2)  # all equal: the order is drawn


METHODS: Mapping[str, Method] = {
    OURS: ours,
    "common neighbours": common_neighbours,
    "Adamic-Adar": adamic_adar,
    "resource allocation": resource_allocation,
    "preferential attachment": preferential_attachment,
    "same kind": same_kind,
    "random": chance,
}
MEASURES = ("AUC", "precision@k", f"precision@{FIRST}")


def _pairs(table: Floats) -> Floats:
    return table[np.triu_indices(len(table), 1)]


def splits(network: Published) -> dict[str, np.ndarray]:
    """Per method the measures of each split, shape (splits, 3)."""
    n = len(network.kinds)
    whole = np.zeros((n, n))
    whole[network.edges[:, 0], network.edges[:, 1]] = whole[network.edges[:, 1], network.edges[:, 0]] = 1
    hidden = round(SHARE * len(network.edges))
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in METHODS}
    for seed in range(SPLITS):
        draw = np.random.default_rng(seed)
        away = network.edges[draw.choice(len(network.edges), hidden, replace=False)]
        ties = whole.copy()
        ties[away[:, 0], away[:, 1]] = ties[away[:, 1], away[:, 0]] = 0
        free = _pairs(ties) == 0
        true = _pairs(whole)[free]
        for name, method in METHODS.items():
            order = draw.permutation(len(true))  # equal scores stand in an order that is drawn
            scores, right = method(ties, network.kinds)[free][order], true[order]
            ranked = right[np.argsort(-scores, kind="stable")]
            found[name].append((auc(scores, right), float(ranked[:hidden].mean()), float(ranked[:FIRST].mean())))
    return {name: np.array(values) for name, values in found.items()}


def auc(scores: Floats, right: Floats) -> float:
    """Area under the ROC curve by ranks; equal scores count half."""
    ranks, ties = stats.rankdata(scores), right.sum()
    return float((ranks[right == 1].sum() - ties * (ties + 1) / 2) / (ties * (len(right) - ties)))


def figures(networks: list[Published]) -> str:
    """The tables in Markdown, and where ours does not win."""
    results = {network.name: splits(network) for network in networks}
    lines = ["| network | organisations | ties | kinds from | hidden of pairs |", "|---|---|---|---|---|"]
    for network in networks:
        n, m = len(network.kinds), len(network.edges)
        hidden = round(SHARE * m)
        base = hidden / (n * (n - 1) / 2 - m + hidden)
        lines.append(f"| {network.name} | {n} | {m} | {network.column or 'none'} | {base:.3f} |")
    for at, measure in enumerate(MEASURES):
        lines += ["", f"### {measure}", "", f"Mean and standard deviation over {SPLITS} splits; the best in bold.", ""]
        lines += ["| network | " + " | ".join(METHODS) + " |", "|---" * (len(METHODS) + 1) + "|"]
        for name, found in results.items():
            means = {method: values[:, at].mean() for method, values in found.items()}
            best = max(means.values())
            cells = [_cell(means[method], values[:, at], best) for method, values in found.items()]
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", "### Beside the best of the others", "", *beside(results)])


def _cell(mean: float, values: Floats, best: float) -> str:
    mark = "**" if mean == best else ""
    return f"{mark}{mean:.3f}{mark} ({values.std(ddof=1):.3f})"


def beside(results: Mapping[str, Mapping[str, np.ndarray]]) -> list[str]:
    """Per network: ours less the best other method (chosen afterwards, by its mean), split by split."""
    lines = [
        "The difference with the best other method of each network, and in how many splits ours was higher.",
        "",
        "| network | "
        + " | ".join(f"{measure}: best other | difference | higher in" for measure in MEASURES[:2])
        + " |",
        "|---" * 7 + "|",
    ]
    won = dict.fromkeys(MEASURES[:2], 0)
    for name, found in results.items():
        cells = []
        for at, measure in enumerate(MEASURES[:2]):
            other = max((m for m in found if m != OURS), key=lambda m: found[m][:, at].mean())
            gap = found[OURS][:, at] - found[other][:, at]
            won[measure] += bool(gap.mean() > 0)
            cells += [other, f"{gap.mean():+.3f} (sd {gap.std(ddof=1):.3f})", f"{(gap > 0).sum()} of {SPLITS}"]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    told = " and ".join(f"{count} of {len(results)} by {measure}" for measure, count in won.items())
    return [*lines, "", f"Ours is ahead of the best other method on {told}."]


def main() -> None:
    """Print the figures, or put them in a page between its two marks."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--into", type=Path, metavar="PAGE", help="a Markdown page with the two marks of the figures")
    given = asked.parse_args()
    told = figures(read(given.folder))
    tell(told, given.into)


if __name__ == "__main__":
    main()
