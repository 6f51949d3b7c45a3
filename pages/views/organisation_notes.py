"""Notes about an organisation: read from a snapshot, and made out of what somebody typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.network import Network
from graph.problems import Problem
from graph.records import Batch, Entity, relation
from graph.schema import Schema
from graph.validate import entity_problems
from loaders.identifiers import personal_in_text

KIND, ABOUT = "notitie", "gaat_over"


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is shown."""

    id: str
    text: str
    author: str
    on: date | None


def notes_of(network: Network, organisation: str) -> tuple[Note, ...]:
    """The notes about an organisation, newest first; undated ones last."""
    found = []
    for link in network.relations:
        if link.kind == ABOUT and link.target == organisation:
            known = network.entity(link.source).properties
            on = known.get("written_on")
            text, author = (str(known.get(name) or "") for name in ("text", "author_function"))
            found.append(Note(link.source, text, author, on if isinstance(on, date) else None))
    return tuple(sorted(found, key=lambda note: (note.on or date.min, note.id), reverse=True))


def made(
    schema: Schema, organisation: str, text: str, author: str, on: date, identifier: str, language: str
) -> tuple[Batch, tuple[Problem, ...]]:
    """A note as records, and what forbids storing it. Personal data are refused as they are in files."""
    text, author = text.strip(), author.strip()
    known = {"text": text, "author_function": author or None, "written_on": on}
    name = f"{schema.entities[KIND].label[language]} {on.isoformat()}"
    note = Entity(identifier, KIND, name, known)
    problems = [Problem("organisatie.note_empty")] if not text else []
    problems += [Problem(key) for one in (text, author) if (key := personal_in_text(one, on))]
    problems += entity_problems(note, schema)
    batch = Batch((note,), (relation(ABOUT, identifier, organisation, schema=schema),))
    return batch, tuple(problems)
