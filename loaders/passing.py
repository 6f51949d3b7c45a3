"""One pass over the tables of an import: rows to records, checked against each other and the store.

The same pass makes the preview (asking the store what would change) and the import (writing), so
both decide alike. Records are handled by the ten thousand and let go of, so memory does not grow with
the file: what stays is the kind of each entity mentioned and 24 bytes for each record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from graph.problems import Place, Problem
from graph.records import Batch, Entity, Record, Referral, Relation
from graph.schema import Schema
from graph.store.contract import GraphStore, RowStatus
from graph.validate import referral_problems, relation_problems
from loaders.columns import placed, with_column
from loaders.ends import Ends
from loaders.identifiers import personal_in_text
from loaders.mapping import Mapped, Mapper, mapper_for
from loaders.reference import place_kind
from loaders.seen import Earlier, Seen
from loaders.tables import Table
from loaders.templates import Template

AT_ONCE = 10_000
"""Records of a transaction: more is quicker in a large file, takes more memory and keeps other writers waiting."""
MAX_PROBLEMS = 10_000
"""Problems kept of one table; of more, the number is told."""

Answer = RowStatus | Problem
Statuses = Sequence[Answer]
StoreBatch = Callable[[Batch], Statuses]
Progress = Callable[[str, int], None]


@dataclass
class Tally:
    """The account of one table while it is read: read = new + changed + unchanged + rejected."""

    table: Table
    template: Template
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0
    extras: tuple[str, ...] = ()

    def tell(self, problems: Iterable[Problem]) -> None:
        """Keep problems, as far as there is room for them."""
        for problem in problems:
            if len(self.problems) < MAX_PROBLEMS:
                self.problems.append(problem)
            else:
                self.untold += 1

    def reject(self, problems: Iterable[Problem]) -> None:
        self.rejected += 1
        self.tell(problems)

    def count(self, status: RowStatus) -> None:
        setattr(self, status, getattr(self, status) + 1)


class _Line(NamedTuple):
    """A row that became records."""

    number: int
    records: tuple[Record, ...]


class Pass:
    """Reads tables one after the other, organisations first.

    ``store_batch`` previews records or (``writing``) writes them, and answers for each in turn what
    became of it, or why it may not be stored. ``progress`` hears the name of a file and the number of
    its rows read so far.
    """

    def __init__(
        self,
        store: GraphStore,
        schema: Schema,
        today: date,
        store_batch: StoreBatch,
        progress: Progress | None = None,
        *,
        writing: bool = False,
    ) -> None:
        self.ends = Ends(store)
        self._schema = schema
        self._today = today
        self._store_batch = store_batch
        self._writing = writing
        self._progress = progress
        self._seen = {Entity: Seen(), Relation: Seen(), Referral: Seen()}
        self._tables: list[Table] = []

    def read(self, table: Table, template: Template) -> Tally:
        """Read one table to its end. Raises FileRefused when it turns out unreadable half-way."""
        mapper = mapper_for(table, template, self._schema, self._today)
        tally = Tally(table, template)
        self._tables.append(table)
        for lines in self._chunks(tally, mapper):
            self._handle(lines, tally, mapper)
            if self._progress:
                self._progress(table.source.name, tally.read)
        tally.extras = mapper.extras
        tally.tell(mapper.notices())
        if tally.untold:
            more = Problem("problems.more_problems", {"count": tally.untold}, table.place, severity="notice")
            tally.problems.append(more)
        return tally

    def _chunks(self, tally: Tally, mapper: Mapper) -> Iterator[list[_Line]]:
        lines: list[_Line] = []
        for number, cells in tally.table.stream():
            tally.read += 1
            mapped = mapper(number, cells) if isinstance(cells, list) else Mapped((), (cells,))
            if mapped.problems:
                tally.reject(mapped.problems)
            else:
                lines.append(_Line(number, mapped.records))
            if len(lines) >= AT_ONCE or (self._progress and tally.read % AT_ONCE == 0):
                yield lines
                lines = []
        yield lines

    def _handle(self, lines: list[_Line], tally: Tally, mapper: Mapper) -> None:
        """Check a chunk of rows against the graph and against earlier rows, then hand it on."""
        self.ends.look_up(record for line in lines for record in line.records)
        sound = [line for line in lines if self._is_sound(line, tally, mapper)]
        rows = self._without_twins(sound, tally)
        answers = iter(self._store([record for _, kept, _ in rows for record in kept]))
        for line, kept, whole in rows:
            found = [next(answers) for _ in kept]
            wrong = [answer for answer in found if isinstance(answer, Problem)]
            if wrong:
                tally.reject(placed(wrong, mapper.columns, line.number))
            else:
                tally.count(_status({*found} if whole else {*found, "unchanged"}))
                self.ends.remember(kept, written=self._writing)

    def _is_sound(self, line: _Line, tally: Tally, mapper: Mapper) -> bool:
        found = [p for record in line.records for p in self._problems(record)]
        if found:
            named = {(p.key, p.place.column): p for p in (self._where(p, line.records[0], mapper) for p in found)}
            tally.reject(placed([*named.values()], mapper.columns, line.number))
        return not found

    def _problems(self, record: Record) -> Iterator[Problem]:
        if isinstance(record, Entity):
            area, old = place_kind(record.id), self.ends.stored_kind(record.id)
            if area not in (None, record.kind):
                yield Problem("problems.id_of_area", {"id": record.id})
            elif old not in (None, record.kind):
                yield Problem("problems.kind_changed", {"id": record.id, "old": old, "new": record.kind})
        elif isinstance(record, Relation):
            yield from relation_problems(record, self._schema, self.ends.kinds)
        elif not self._plainly_sound(record):
            yield from referral_problems(record, self._schema, self.ends.kinds)

    def _plainly_sound(self, event: Referral) -> bool:
        """Whether nothing can be wrong with a referral whose cells were checked one by one.

        A short cut, for a million rows: in doubt it says no, and the checks of the schema decide.
        """
        kinds, kind, on = self.ends.kinds, self._schema.referral, event.date
        return (
            kinds.get(event.source) in kind.sources
            and kinds.get(event.target) in kind.targets
            and event.source != event.target
            and len(event.case) <= 64
            and not any(type(value) is date and value < on for value in event.properties.values())
        )

    def _where(self, problem: Problem, record: Record, mapper: Mapper) -> Problem:
        """The problem with its column, and without a value that may be about a person."""
        columns = mapper.columns
        if isinstance(record, Entity):
            name = "kind" if problem.key == "problems.kind_changed" else "id"
            return replace(problem, place=Place(column=columns.header(name)))
        end = problem.values.get("id")
        if problem.key in ("problems.unknown_end", "problems.wrong_end"):
            place = Place(column=columns.header("source" if end == record.source else "target"))
            personal = personal_in_text(str(end), self._today) if self._about_people(record) else None
            return Problem(personal, {}, place) if personal else replace(problem, place=place)
        return with_column(problem, mapper.declared, columns)

    def _about_people(self, record: Relation | Referral) -> bool:
        """Whether an end of this record may be a candidate, or the record is about one."""
        if isinstance(record, Referral):
            return True
        kind = self._schema.relations[record.kind]
        return any(self._schema.entities[end].cls.pseudonymous for end in kind.sources | kind.targets)

    def _without_twins(self, lines: list[_Line], tally: Tally) -> list[tuple[_Line, list[Record], bool]]:
        """Rows with those of their records that did not come before, and whether those are all of them.

        A row that says again what an earlier row said is counted unchanged; one that contradicts an
        earlier row is rejected.
        """
        twins = self._twins(lines)
        answer: list[tuple[_Line, list[Record], bool]] = []
        at = 0
        for line in lines:
            spots = range(at, at + len(line.records))
            at += len(line.records)
            earlier = [twins[spot] for spot in spots if spot in twins]
            if not earlier:
                answer.append((line, list(line.records), True))
                continue
            kept = [record for spot, record in zip(spots, line.records, strict=True) if spot not in twins]
            place = tally.table.at(line.number)
            clash = next((twin for twin in earlier if not twin.same), None)
            if clash is not None:
                tally.reject([Problem("problems.row_contradicts", self._where_is(clash.place), place)])
            elif not kept:
                tally.count("unchanged")
                where = self._where_is(earlier[0].place)
                tally.tell([Problem("problems.row_repeated", where, place, severity="notice")])
            else:
                answer.append((line, kept, False))
        return answer

    def _twins(self, lines: list[_Line]) -> dict[int, Earlier]:
        """Which records of these rows, counted through, came before. The records of a table are of one type."""
        records = [record for line in lines for record in line.records]
        if not records:
            return {}
        table = len(self._tables) - 1 << 32
        places = [table + line.number for line in lines for _ in line.records]
        return self._seen[type(records[0])].add([r.id for r in records], [_content(r) for r in records], places)

    def _where_is(self, place: int) -> Mapping[str, object]:
        """Where an earlier row stands, as values for a sentence."""
        table = self._tables[place >> 32]
        return {"file": ": ".join(filter(None, (table.source.name, table.sheet))), "row": place & 0xFFFFFFFF}

    def _store(self, records: list[Record]) -> Statuses:
        """What happens to these records. What has an end that the store lacks is new, without asking."""
        if not records:
            return ()
        known = [self._writing or self.ends.both_stored(record) for record in records]
        batch = _batch(record for record, asked in zip(records, known, strict=True) if asked)
        answers = iter(self._store_batch(batch) if len(batch) else ())
        return [next(answers) if asked else "new" for asked in known]


def _status(statuses: set[Answer]) -> RowStatus:
    """The status of a row from those of its records: of different ones, the row is changed."""
    if statuses == {"new"}:
        return "new"
    return "unchanged" if statuses == {"unchanged"} else "changed"


def _batch(records: Iterable[Record]) -> Batch:
    """A batch of records that are all of one type, as they are within a table."""
    every = list(records)
    return Batch(
        tuple(r for r in every if isinstance(r, Entity)),
        tuple(r for r in every if isinstance(r, Relation)),
        tuple(r for r in every if isinstance(r, Referral)),
    )


def _content(record: Record) -> int:
    """A hash of what a record says besides its identity."""
    if isinstance(record, Referral):
        return hash(frozenset(record.properties.items()))
    properties = tuple(sorted((name, repr(value)) for name, value in record.properties.items()))
    if isinstance(record, Entity):
        return hash((record.kind, record.name, properties, record.valid_from, record.valid_to))
    return hash((properties, record.valid_from, record.valid_to))
