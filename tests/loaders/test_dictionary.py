"""The data dictionary in docs/ is the one that the schema gives."""

from __future__ import annotations

from graph.schema import load_schema
from loaders.dictionary import PAGE, dictionary

SCHEMA = load_schema()


def test_the_committed_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary(SCHEMA), "run: python -m loaders dictionary"


def test_every_kind_property_and_code_is_in_it() -> None:
    page = dictionary(SCHEMA)
    names = [*SCHEMA.entities, *SCHEMA.relations, *SCHEMA.relation_properties, *SCHEMA.referral.properties]
    names += [name for cls in SCHEMA.classes.values() for name in cls.properties]
    names += [code for codes in SCHEMA.codes.values() for code in codes.codes]
    assert [name for name in names if f"`{name}`" not in page] == []
