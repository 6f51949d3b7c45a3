# ruff: noqa: S608 - SQL is put together from our own names only; values always go as parameters
"""The tables of the embedded store, and what of them follows from the schema.

Fixed are the shapes of entity, relation, referral and the journal. From ``data/schema`` come the
rows of the lookup tables that foreign keys point at (kinds, codes) and one typed column of
``referral`` for each declared property; :func:`follow_schema` brings a file up to the schema of today.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from graph.schema import Property, Schema
from graph.store.codec import properties_from_text, properties_to_text
from graph.store.embedded_retracing import INDEXES
from graph.store.embedded_rows import code_table, column_name, from_column, in_words, to_column
from graph.store.folding import folded
from graph.validate import value_problem

APPLICATION = 0x4B454B41  # "KEKA" in the header of the file tells it from other programs' files
FORM = 2  # of the fixed tables; another one is refused

FIXED = (
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE entity_kind (code TEXT PRIMARY KEY, class TEXT NOT NULL, pseudonymous INTEGER NOT NULL)
       STRICT, WITHOUT ROWID""",
    "CREATE TABLE relation_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """CREATE TABLE change (
         id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
         inserted INTEGER NOT NULL, updated INTEGER NOT NULL, removed INTEGER NOT NULL,
         change_group INTEGER NOT NULL REFERENCES change(id) DEFERRABLE INITIALLY DEFERRED,
         undoes INTEGER REFERENCES change(id), undone_by INTEGER REFERENCES change(id)) STRICT""",
    # A record that a write inserted has no item: its ``added`` says so. ``after_touched`` is what the
    # change left in ``touched`` (NULL: the record is gone); undo is allowed while that still stands.
    """CREATE TABLE change_item (
         change INTEGER NOT NULL REFERENCES change(id),
         type TEXT NOT NULL CHECK (type IN ('entity', 'relation', 'referral')), id TEXT NOT NULL,
         before TEXT, before_added INTEGER, before_touched INTEGER, after_touched INTEGER,
         PRIMARY KEY (change, type, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX change_item_added ON change_item(before_added) WHERE before_added IS NOT NULL",
    """CREATE TABLE entity (
         no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL REFERENCES entity_kind(code),
         name TEXT NOT NULL, valid_from TEXT, valid_to TEXT,
         properties TEXT NOT NULL CHECK (json_valid(properties)),
         gm_code TEXT GENERATED ALWAYS AS (json_extract(properties, '$.gm_code')) STORED,
         added INTEGER NOT NULL, touched INTEGER NOT NULL) STRICT""",
    "CREATE INDEX entity_gm_code ON entity(gm_code)",
    "CREATE INDEX entity_kind_of ON entity(kind)",
    "CREATE INDEX entity_added ON entity(added)",
    """CREATE TABLE relation (
         no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL REFERENCES relation_kind(code),
         source INTEGER NOT NULL REFERENCES entity(no), target INTEGER NOT NULL REFERENCES entity(no),
         valid_from TEXT, valid_to TEXT, properties TEXT NOT NULL CHECK (json_valid(properties)),
         added INTEGER NOT NULL, touched INTEGER NOT NULL, CHECK (source <> target)) STRICT""",
    "CREATE INDEX relation_source ON relation(source, target)",
    "CREATE INDEX relation_target ON relation(target, source)",
    "CREATE INDEX relation_added ON relation(added)",
    """CREATE TABLE referral (
         no INTEGER PRIMARY KEY, "case" TEXT NOT NULL, date INTEGER NOT NULL,
         source INTEGER NOT NULL REFERENCES entity(no), target INTEGER NOT NULL REFERENCES entity(no),
         extras TEXT, added INTEGER NOT NULL, touched INTEGER NOT NULL, CHECK (source <> target)) STRICT""",
    # The id of a referral is made of these four, so it is not kept once more.
    'CREATE UNIQUE INDEX referral_identity ON referral(source, date, "case", target)',
    "CREATE INDEX referral_target ON referral(target, source)",
    "CREATE INDEX referral_added ON referral(added)",
    # Words are folded before they come here, so the tokenizer has nothing to fold.
    "CREATE VIRTUAL TABLE search USING fts5(name, id, tokenize = 'unicode61 remove_diacritics 0')",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {FORM}",
)

# What later versions added: made when it is missing, also in a file that was there before.
ADDED = {
    "kept": "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
    **{name: f"CREATE INDEX IF NOT EXISTS {name} ON {what}" for name, what in INDEXES.items()},
}


def create(db: sqlite3.Connection) -> None:
    """Make the fixed tables in an empty file."""
    for statement in FIXED:
        db.execute(statement)


def complete(db: sqlite3.Connection) -> bool:
    """Whether the file has what later versions added."""
    return {name for (name,) in db.execute("SELECT name FROM sqlite_schema")} >= set(ADDED)


def make_complete(db: sqlite3.Connection) -> None:
    """Make what later versions added."""
    for statement in ADDED.values():
        db.execute(statement)


def followed(db: sqlite3.Connection, schema: Schema) -> bool:
    """Whether the file is up to the schema already."""
    row = db.execute("SELECT value FROM setting WHERE name = 'schema'").fetchone()
    return row is not None and row[0] == _print_of(schema)


def follow_schema(db: sqlite3.Connection, schema: Schema) -> None:
    """Bring lookup tables, columns and the search index up to ``schema``. Nothing that is stored is lost:
    values of a property that is no longer declared go on as extra properties."""
    kinds = [(k.code, k.cls.name, int(k.cls.pseudonymous)) for k in schema.entities.values()]
    known = {tuple(row) for row in db.execute("SELECT code, class, pseudonymous FROM entity_kind")}
    db.executemany(
        "INSERT INTO entity_kind VALUES (?, ?, ?) ON CONFLICT (code) "
        "DO UPDATE SET class = excluded.class, pseudonymous = excluded.pseudonymous",
        kinds,
    )
    _forget(db, "entity_kind", set(schema.entities))
    db.executemany("INSERT OR IGNORE INTO relation_kind (code) VALUES (?)", [(code,) for code in schema.relations])
    _forget(db, "relation_kind", set(schema.relations))
    for name, codes in schema.codes.items():
        table = code_table(name)
        db.execute(f"CREATE TABLE IF NOT EXISTS {table} (no INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT")
        # A code that is no longer declared stays: its number may not come to mean another one.
        db.executemany(f"INSERT OR IGNORE INTO {table} (code) VALUES (?)", [(code,) for code in codes.codes])
    _follow_properties(db, schema)
    if known - set(kinds):  # a kind became another class: candidates may not be found, the rest must
        _search_again(db)
    db.execute("INSERT OR REPLACE INTO setting VALUES ('schema', ?)", (_print_of(schema),))


def _print_of(schema: Schema) -> str:
    """Everything of the schema that the tables depend on, as text."""
    return json.dumps(
        {
            "entities": {k.code: [k.cls.name, k.cls.pseudonymous] for k in schema.entities.values()},
            "relations": sorted(schema.relations),
            "codes": {name: sorted(found.codes) for name, found in schema.codes.items()},
            "referral": _signatures(schema),
        },
        sort_keys=True,
    )


def _signatures(schema: Schema) -> dict[str, list[str | None]]:
    """Type and code list of each property of a referral: what its column is made for."""
    return {name: [prop.type, prop.codes] for name, prop in schema.referral.properties.items()}


def _forget(db: sqlite3.Connection, table: str, codes: set[str]) -> None:
    """Drop what is no longer declared, unless stored records still have it."""
    for (code,) in db.execute(f"SELECT code FROM {table}").fetchall():
        if code not in codes:
            try:
                db.execute(f"DELETE FROM {table} WHERE code = ?", (code,))
            except sqlite3.IntegrityError:
                continue


def code_numbers(db: sqlite3.Connection, schema: Schema) -> dict[str, dict[str, int]]:
    """The number of each code, by list."""
    return {name: dict(db.execute(f"SELECT code, no FROM {code_table(name)}")) for name in schema.codes}


_SQL_TYPES = {"integer": "INTEGER", "date": "INTEGER", "number": "ANY"}  # ANY: a whole number stays one


def _declaration(prop: Property) -> str:
    column = column_name(prop.name)
    if prop.type == "boolean":
        return f"{column} INTEGER CHECK ({column} IN (0, 1))"
    if prop.type == "code" and prop.codes:
        return f"{column} INTEGER REFERENCES {code_table(prop.codes)}(no)"
    return f"{column} {_SQL_TYPES.get(prop.type, 'TEXT')}"


def _follow_properties(db: sqlite3.Connection, schema: Schema) -> None:
    """One column for each property: values move to the extras when theirs goes, and back when it comes."""
    row = db.execute("SELECT value FROM setting WHERE name = 'referral'").fetchone()
    old, new = json.loads(row[0]) if row else {}, _signatures(schema)
    columns = {name for _, name, *_ in db.execute("PRAGMA table_info(referral)")}
    for name in [name for name in old if new.get(name) != old[name]]:
        _to_extras(db, name, *old[name])
        free = next(n for n in range(len(columns) + 1) if f"gone_{n}_{name}" not in columns)
        db.execute(f'ALTER TABLE referral RENAME COLUMN {column_name(name)} TO "gone_{free}_{name}"')
    for name in [name for name in new if new[name] != old.get(name)]:
        prop = schema.referral.properties[name]
        db.execute(f"ALTER TABLE referral ADD COLUMN {_declaration(prop)}")
        _from_extras(db, prop, schema)
    db.execute("INSERT OR REPLACE INTO setting VALUES ('referral', ?)", (json.dumps(new),))


def _to_extras(db: sqlite3.Connection, name: str, kind: str, codes: str | None) -> None:
    column = column_name(name)
    value = in_words(f"x.{column}", kind, codes)
    rows = db.execute(f"SELECT x.no, {value}, x.extras FROM referral x WHERE {column} IS NOT NULL").fetchall()
    moved = (
        (properties_to_text({**properties_from_text(extras or "{}"), name: from_column(kind, value)}), no)
        for no, value, extras in rows
    )
    db.executemany(f"UPDATE referral SET extras = ?, {column} = NULL WHERE no = ?", moved)


def _from_extras(db: sqlite3.Connection, prop: Property, schema: Schema) -> None:
    rows = db.execute("SELECT no, extras FROM referral WHERE instr(extras, ?)", (json.dumps(prop.name),)).fetchall()

    def moved() -> Iterator[tuple[object, str, int]]:
        for no, text in rows:
            extras = properties_from_text(text)
            value = extras.pop(prop.name, None)
            if value is not None and value_problem(value, prop, schema) is None:
                yield to_column(value), properties_to_text(extras), no

    value = "?"
    if prop.type == "code" and prop.codes:
        value = f"(SELECT no FROM {code_table(prop.codes)} WHERE code = ?)"
    db.executemany(f"UPDATE referral SET {column_name(prop.name)} = {value}, extras = ? WHERE no = ?", list(moved()))


def _search_again(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM search")
    rows = db.execute(
        "SELECT e.no, e.name, e.id FROM entity e JOIN entity_kind k ON k.code = e.kind WHERE NOT k.pseudonymous"
    )
    words = [(no, folded(name), folded(identifier)) for no, name, identifier in rows]
    db.executemany("INSERT INTO search(rowid, name, id) VALUES (?, ?, ?)", words)
