"""The data dictionary: everything that ``data/schema`` declares, as a page of documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from graph.schema import DATA, Property, Schema
from loaders.templates import templates

PAGE = DATA.parent / "docs" / "data-dictionary.md"
_HEAD = """# Data dictionary

Made from `data/schema/*.yaml` by `python -m loaders dictionary` (`make docs`); change those files, not this page.
Files may use the Dutch or the English column names, and codes or labels in either language."""


def write_dictionary(schema: Schema, path: Path = PAGE) -> Path:
    """Write the page. Raises OSError when it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dictionary(schema), encoding="utf-8")
    return path


def dictionary(schema: Schema) -> str:
    """The page as Markdown."""
    parts = [_HEAD, *_templates(schema), *_entities(schema), *_relations(schema), *_referrals(schema), *_codes(schema)]
    return "\n\n".join(parts) + "\n"


def _templates(schema: Schema) -> Iterator[str]:
    yield "## Templates"
    for template in templates(schema).values():
        yield f"### {template.name}"
        rows = [
            (f"`{c.header.nl}`", f"`{c.header.en}`", c.type, "yes" if c.required else "", _cell(c.codes), c.label.en)
            for c in template.columns
        ]
        yield _table(("column (nl)", "column (en)", "type", "required", "codes", "meaning"), rows)


def _entities(schema: Schema) -> Iterator[str]:
    yield "## Entities"
    for cls in schema.classes.values():
        note = " Held as pseudonyms only." if cls.pseudonymous else ""
        yield f"### {cls.label.en} ({cls.label.nl})\n\nClass `{cls.name}`.{note}"
        kinds = [k for k in schema.entities.values() if k.cls is cls]
        rows = [(f"`{k.code}`", k.label.nl, k.label.en, _cell(k.sector), f"`{k.node}`") for k in kinds]
        yield _table(("kind", "label (nl)", "label (en)", "sector", "label in Neo4j"), rows)
        yield _properties(cls.properties)


def _relations(schema: Schema) -> Iterator[str]:
    yield "## Relations"
    rows = []
    for kind in schema.relations.values():
        ends = (_ends(kind.sources, schema), _ends(kind.targets, schema))
        what = "claim" if kind.claim else ""
        rows.append(
            (f"`{kind.code}`", kind.label.nl, kind.label.en, *ends, _list(kind.identity), what, f"`{kind.edge}`")
        )
    yield _table(("kind", "label (nl)", "label (en)", "from", "to", "identified by", "", "type in Neo4j"), rows)
    yield "In a claim the source says so about the target. Properties by kind:"
    yield _table(
        ("kind", "properties"), [(f"`{kind.code}`", _list(kind.properties)) for kind in schema.relations.values()]
    )
    yield _properties(schema.relation_properties)


def _referrals(schema: Schema) -> Iterator[str]:
    yield f"## Referrals\n\n{schema.referral.label.en} ({schema.referral.label.nl}); in Neo4j `{schema.referral.node}`."
    yield _properties(schema.referral.properties)


def _codes(schema: Schema) -> Iterator[str]:
    yield "## Code lists"
    for codes in schema.codes.values():
        order = " In a meaningful order." if codes.ordered else ""
        about = f" {codes.help.en}" if codes.help else ""
        yield f"### {codes.label.en} ({codes.label.nl})\n\n`{codes.name}`.{about}{order}"
        rows = [(f"`{c.code}`", c.label.nl, c.label.en, "exit" if c.exit else "") for c in codes.codes.values()]
        yield _table(("code", "label (nl)", "label (en)", ""), rows)


def _properties(properties: Mapping[str, Property]) -> str:
    rows = []
    for prop in properties.values():
        limits = _limits(prop) + (["sensitive"] if prop.sensitive else [])
        row = (f"`{prop.name}`", f"`{prop.column.nl}`", f"`{prop.column.en}`", prop.type)
        rows.append((*row, _cell(prop.codes), "; ".join(limits), prop.help.en if prop.help else prop.label.en))
    return _table(("property", "column (nl)", "column (en)", "type", "codes", "limits", "meaning"), rows)


def _limits(prop: Property) -> list[str]:
    limits = []
    if prop.min is not None or prop.max is not None:
        low, high = ("" if bound is None else f"{bound:g}" for bound in (prop.min, prop.max))
        unit = f" {prop.unit.en}" if prop.unit else ""
        limits.append(
            f"{low} to {high}{unit}" if low and high else f"at least {low}{unit}" if low else f"at most {high}{unit}"
        )
    if prop.pattern:
        limits.append(f"`{prop.pattern}`")
    if prop.after:
        limits.append(f"not before `{prop.after}`")
    if prop.requires:
        limits.append(f"only with `{prop.requires}`")
    return limits


def _ends(kinds: frozenset[str], schema: Schema) -> str:
    """The kinds that a relation may join: whole classes by their name."""
    parts: list[str] = []
    left = set(kinds)
    for cls in schema.classes:
        members = schema.kinds_of(cls)
        if members <= left:
            parts.append(cls)
            left -= members
    return _list([*parts, *(kind for kind in schema.entities if kind in left)])


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(name: str | None) -> str:
    return f"`{name}`" if name else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
