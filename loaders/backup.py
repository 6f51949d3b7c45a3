"""A full copy of a store as the three templates, referrals with their pseudonyms included.

Only for keeping and for moving to another store: it holds what no screen shows. Reading the files
into an empty store gives the same organisations, places, agreements, relations and referrals. What is kept beside the
graph (actions on gaps, what was laid aside, what a region agreed, scenarios, places on the map) goes into a file of
its own.
Candidates as entities cannot be read from a store in bulk, so they are not in it; how many records
are missing is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.records import Record, Referral
from graph.schema import Schema, load_schema
from graph.store.contract import GraphStore
from loaders.kept_texts import write_kept
from loaders.writing import ENCODING, Layout, layouts, table_bytes, write_rows

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written, and how many records of the store are not in it.

    ``paths``: the three templates; ``kept_path``: the kept texts, None without any.
    """

    paths: tuple[Path, ...]
    kept_path: Path | None
    entities: int
    relations: int
    referrals: int
    left_out: int


def write_backup(
    store: GraphStore,
    folder: Path,
    language: str = "nl",
    *,
    schema: Schema | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Backup:
    """Write ``organisaties.csv``, ``relaties.csv``, ``doorverwijzingen.csv`` and, with kept texts, ``bewaard.json``.

    The folder is made when it is not there. Raises OSError when it cannot be written, and
    StoreUnavailable. Referrals are streamed; the rest is held in memory.
    """
    schema = schema or load_schema()
    network = store.snapshot()
    for_entities, for_relations, for_referrals = layouts(schema, language)
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / f"{layout.template.name}.csv" for layout in (for_entities, for_relations, for_referrals))
    paths[0].write_bytes(table_bytes(for_entities, network.entities))
    paths[1].write_bytes(table_bytes(for_relations, network.relations))
    ids = tuple(network.referrals["id"])
    written = _write_referrals(store, ids, paths[2], for_referrals, progress)
    kept_path = write_kept(store, folder)
    counts = store.counts()
    total = len(network.entities) + len(network.relations) + written
    missing = counts.entities + counts.relations + counts.referrals - total
    return Backup(paths, kept_path, len(network.entities), len(network.relations), written, missing)


def _write_referrals(
    store: GraphStore, ids: tuple[str, ...], path: Path, layout: Layout, progress: Callable[[str, int], None] | None
) -> int:
    """Read the referrals twice: first for the extra columns that they have, then to write them."""
    further = layout.further(_referrals(store, ids))

    def rows() -> Iterator[list[str]]:
        for at, event in enumerate(_referrals(store, ids), start=1):
            if progress and at % _AT_ONCE == 0:
                progress(path.name, at)
            yield layout.row(event, further)

    with path.open("w", encoding=ENCODING, errors="replace", newline="") as file:
        return write_rows(file, layout.header(further), rows())


def _referrals(store: GraphStore, ids: tuple[str, ...]) -> Iterator[Record]:
    for start in range(0, len(ids), _AT_ONCE):
        for record in store.get("referral", ids[start : start + _AT_ONCE]):
            if isinstance(record, Referral):
                yield record
