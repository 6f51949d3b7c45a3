"""A full copy back into an empty store: the templates through the import, then what is kept beside the graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.problems import KetenkaartError
from graph.schema import Schema, load_schema
from graph.store.contract import GraphStore
from loaders.account import Account
from loaders.importing import accept, read_files
from loaders.kept_texts import KEPT_FILE, read_kept
from loaders.passing import Progress
from loaders.templates import ORDER


class CannotRestore(KetenkaartError):
    """A folder that is no full copy, or a store that is not empty."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the account of the import, and how many kept texts."""

    account: Account
    kept: int


def restore(
    store: GraphStore,
    folder: Path,
    who: str,
    language: str = "nl",
    *,
    schema: Schema | None = None,
    progress: Progress | None = None,
) -> Restored:
    """Read a full copy into a store without records, so that nothing that is there is mixed with it or lost.

    Kept texts come after the records, under their own names. Raises CannotRestore, BadKeptFile and StoreUnavailable
    before anything is written; ImportFailed when writing fails, and then nothing is.
    """
    schema = schema or load_schema()
    paths = [folder / f"{name}.csv" for name in ORDER]
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise CannotRestore("loaders.no_copy", folder=folder, names=", ".join(missing))
    counts = store.counts()
    if counts.entities or counts.relations or counts.referrals:
        raise CannotRestore("loaders.not_empty")
    texts = read_kept(folder / KEPT_FILE)
    preview = read_files(paths, store, language, schema=schema, progress=progress)
    account = accept(preview, store, who, schema=schema, progress=progress)
    for name, text in texts.items():
        store.keep(name, text)
    return Restored(account, len(texts))
