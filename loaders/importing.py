"""Import: look at files first, then (after a person agreed) write them, all of it or nothing.

:func:`read_files` gives a :class:`Preview`; nothing is written. :func:`accept` writes what the preview
announced, in batches that share one group of the journal; when it fails half-way, what it had written
is undone. Rows that are not right are left out and accounted for, file by file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from graph.problems import InvalidBatch, KetenkaartError, Place, Problem
from graph.records import Batch
from graph.schema import Schema, load_schema
from graph.store.contract import GraphStore
from graph.texts import texts
from loaders.account import Account, TableAccount
from loaders.files import read_tables
from loaders.passing import Answer, Pass, Progress, Tally
from loaders.tables import FileRefused, Source, Table, Upload, source_of
from loaders.templates import ORDER, ORGANISATIONS, Template, recognise


class ImportFailed(KetenkaartError):
    """An import stopped half-way. Its key says whether everything it had written is undone."""


@dataclass(frozen=True)
class _Plan:
    """What was looked at: each table with its template, in order of import, and the state of each file.

    ``positions`` says for each table which entry of the account is about it.
    """

    tables: tuple[tuple[Table, Template], ...]
    positions: tuple[int, ...]
    states: tuple[tuple[Source, tuple[int, int]], ...] = field(repr=False)
    places: Batch
    today: date


@dataclass(frozen=True)
class Preview:
    """What an import would do. ``account`` has the numbers; give it to :func:`accept` to do it."""

    account: Account
    language: str
    plan: _Plan = field(repr=False)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every problem and notice in the language of the preview."""
        say = texts(self.language)
        return tuple(say.problem(problem) for problem in self.account.problems)


def read_files(
    given: Iterable[str | Path | Source | Upload],
    store: GraphStore,
    language: str = "nl",
    *,
    template: str | None = None,
    schema: Schema | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Read files (paths, or uploads with a name and bytes) and say what importing them would do.

    Nothing is written. ``template`` takes all of them for that template instead of recognising each.
    Bad input never raises: it is in the account. Raises StoreUnavailable.
    """
    schema = schema or load_schema()
    today = today or datetime.now(UTC).date()
    sources = [source_of(item) for item in given]
    found: list[tuple[Table, Template]] = []
    refused: list[TableAccount] = []
    states: list[tuple[Source, tuple[int, int]]] = []
    for source in sources:
        try:
            states.append((source, source.state()))
            tables = read_tables(source)
        except FileRefused as fault:
            refused.append(_refusal(fault, source.name))
            continue
        fits, misfits = _recognised(tables, schema, template)
        found += fits
        refused += misfits
    found.sort(key=lambda fit: ORDER.index(fit[1].name))
    tallies, places, late = _look(found, store, schema, today, progress)
    refused += late
    accounts = tuple(_account(tally) for tally in tallies)
    order = {source.name: at for at, source in reversed(list(enumerate(sources)))}
    files = tuple(sorted((*accounts, *refused), key=lambda a: order[a.file]))
    positions = {id(account): at for at, account in enumerate(files)}
    readable = tuple((tally.table, tally.template) for tally in tallies)
    plan = _Plan(readable, tuple(positions[id(a)] for a in accounts), tuple(states), places, today)
    return Preview(Account(files, len(places)), language, plan)


def accept(
    preview: Preview,
    store: GraphStore,
    who: str,
    *,
    schema: Schema | None = None,
    progress: Progress | None = None,
) -> Account:
    """Write what the preview announced, under one group of the journal, and give the account of it.

    All or nothing: when something fails half-way, the parts written already are undone. (Of a process
    that is killed, the parts written stay: one group of the journal, to be undone or imported again.)
    Raises FileRefused when a file changed since the preview, :class:`ImportFailed` when writing failed.
    """
    for source, state in preview.plan.states:
        if source.state() != state:
            raise source.refused("problems.file_changed")
    why = "import: " + ", ".join(dict.fromkeys(file.file for file in preview.account.files))
    writer = _Writer(store, who, why[:500])
    reader = Pass(store, schema or load_schema(), preview.plan.today, writer.write, progress, writing=True)
    try:
        tallies = _write_all(preview.plan, reader, writer)
    except BaseException as error:
        writer.undo(error)
        if isinstance(error, Exception):
            raise ImportFailed("problems.import_undone", cause=_cause(error, preview.language)) from error
        raise
    files = list(preview.account.files)
    for position, tally in zip(preview.plan.positions, tallies, strict=True):
        files[position] = _account(tally)
    return Account(tuple(files), len(preview.plan.places), tuple(writer.changes))


def _write_all(plan: _Plan, reader: Pass, writer: _Writer) -> list[Tally]:
    """Areas, then organisations, then what the areas are part of, then the rest: ends before what refers to them."""
    writer.write(Batch(entities=plan.places.entities))
    first = [fit for fit in plan.tables if fit[1].name == ORGANISATIONS]
    rest = [fit for fit in plan.tables if fit[1].name != ORGANISATIONS]
    tallies = [reader.read(table, template) for table, template in first]
    writer.write(Batch(relations=plan.places.relations))
    return tallies + [reader.read(table, template) for table, template in rest]


@dataclass
class _Writer:
    """Writes batches under one group, and can take them back."""

    store: GraphStore
    who: str
    why: str
    changes: list[int] = field(default_factory=list)

    def write(self, batch: Batch) -> Sequence[Answer]:
        if not len(batch):
            return ()
        receipt = self.store.write(batch, who=self.who, why=self.why, group=self.changes[0] if self.changes else None)
        if receipt.change is not None:
            self.changes.append(receipt.change)
        return receipt.statuses

    def undo(self, error: BaseException) -> None:
        """Take back what was written, last first. Raises ImportFailed when that fails too."""
        try:
            for change in reversed(self.changes):
                self.store.undo(change, who=self.who)
        except KetenkaartError as second:
            raise ImportFailed("problems.import_half", group=self.changes[0], cause=str(second)) from error


def _cause(error: Exception, language: str) -> str:
    if isinstance(error, KetenkaartError):
        return texts(language).error(error)
    if isinstance(error, FileRefused):
        return texts(language).problem(error.problem)
    return type(error).__name__


def _recognised(
    tables: Sequence[Table], schema: Schema, chosen: str | None
) -> tuple[list[tuple[Table, Template]], list[TableAccount]]:
    """The tables of a file with their templates, and why the others are left out.

    A sheet that is none of our templates is left out with a notice when another sheet of the same
    workbook is one.
    """
    fits: list[tuple[Table, Template]] = []
    misfits: list[tuple[Table, Problem]] = []
    for table in tables:
        try:
            fits.append((table, recognise(table, schema, chosen)))
        except FileRefused as fault:
            misfits.append((table, fault.problem))
    if fits:
        misfits = [
            (t, Problem("problems.sheet_left_out", {}, t.place, severity="notice"))
            if p.key == "problems.template_unknown"
            else (t, p)
            for t, p in misfits
        ]
    return fits, [TableAccount(t.source.name, t.sheet, problems=(p,)) for t, p in misfits]


def _look(
    found: Sequence[tuple[Table, Template]], store: GraphStore, schema: Schema, today: date, progress: Progress | None
) -> tuple[list[Tally], Batch, list[TableAccount]]:
    """Read all tables for the preview. One that breaks half-way is left out, and the reading starts again."""
    late: list[TableAccount] = []
    left = list(found)
    while True:
        reader = Pass(store, schema, today, lambda batch: _previewed(store, batch), progress)
        tallies: list[Tally] = []
        for fit in left:
            try:
                tallies.append(reader.read(*fit))
            except FileRefused as fault:
                late.append(_refusal(fault, fit[0].source.name, fit[0].sheet))
                left.remove(fit)
                break
        else:
            return tallies, reader.ends.places(), late


def _previewed(store: GraphStore, batch: Batch) -> Sequence[Answer]:
    """What the store would do with each record; when it refuses the batch, which record is to blame."""
    try:
        return store.preview(batch).statuses
    except InvalidBatch as invalid:
        if len(batch) == 1:
            return invalid.problems[:1]
    halves = _halves(batch)
    return [answer for half in halves for answer in _previewed(store, half)]


def _halves(batch: Batch) -> tuple[Batch, Batch]:
    """A batch of one type of record in two."""
    middle = len(batch) // 2
    parts = {
        name: (records[:middle], records[middle:])
        for name in ("entities", "relations", "referrals")
        if (records := getattr(batch, name))
    }
    first, second = ({name: halves[at] for name, halves in parts.items()} for at in (0, 1))
    return Batch(**first), Batch(**second)


def _account(tally: Tally) -> TableAccount:
    return TableAccount(
        file=tally.table.source.name,
        sheet=tally.table.sheet,
        template=tally.template.name,
        read=tally.read,
        new=tally.new,
        changed=tally.changed,
        unchanged=tally.unchanged,
        rejected=tally.rejected,
        extra_columns=tally.extras,
        problems=tuple(sorted(tally.problems, key=lambda p: p.place.row or 0)),
    )


def _refusal(fault: FileRefused, name: str, sheet: str | None = None) -> TableAccount:
    problem = fault.problem
    if problem.place.file is None:
        problem = replace(problem, place=Place(name, sheet))
    return TableAccount(name, sheet, problems=(problem,))
