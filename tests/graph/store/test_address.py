"""Addresses of stores: what is understood, what is refused, and that a password never shows."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.problems import BadAddress
from graph.store.address import StoreAddress, data_folder
from graph.texts import texts


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sqlite:///regio.db", "regio.db"),
        ("sqlite:////srv/regio.db", "/srv/regio.db"),
        ("sqlite:///map/regio%20oost.db", "map/regio oost.db"),
        ("SQLite:///C:/data/regio.db", "C:/data/regio.db"),
        ("sqlite:///~/regio.db", str(Path.home() / "regio.db")),
    ],
)
def test_a_file(text: str, path: str) -> None:
    assert StoreAddress.parse(text) == StoreAddress("sqlite", path=Path(path))


@pytest.mark.parametrize(
    ("text", "uri", "user", "password", "database"),
    [
        ("neo4j://u:p@host:7688/keten", "neo4j://host:7688", "u", "p", "keten"),
        ("bolt://u:p@host", "bolt://host:7687", "u", "p", ""),
        ("neo4j+s://u:p%40ss%2F%3Aw@x.databases.neo4j.io", "neo4j+s://x.databases.neo4j.io:7687", "u", "p@ss/:w", ""),
        ("bolt+ssc://[::1]:7000/a", "bolt+ssc://[::1]:7000", "", "", "a"),
        ("neo4j://u:a:b@h/", "neo4j://h:7687", "u", "a:b", ""),
    ],
)
def test_a_server(text: str, uri: str, user: str, password: str, database: str) -> None:
    address = StoreAddress.parse(text)
    assert (address.uri, address.user, address.password, address.database) == (uri, user, password, database)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("regio.db", "no_scheme"),
        ("", "no_scheme"),
        ("postgres://geheim@host/db", "unknown_scheme"),
        ("sqlite://", "no_file"),
        ("sqlite:///", "no_file"),
        ("sqlite://regio.db", "no_file"),
        ("neo4j://", "bad_host"),
        ("neo4j://u:geheim@host:bolt", "bad_host"),
        ("neo4j://u:geheim@host:99999", "bad_host"),
        ("neo4j://u:geheim@[::1", "bad_host"),
        ("neo4j://u:ge/heim@host", "sign_in_password"),
        ("neo4j://u:1/geheim@host/neo4j", "sign_in_password"),
        ("neo4j://u:ge#heim@host", "sign_in_password"),
        ("neo4j://u:ge?heim@host", "sign_in_password"),
        ("neo4j://u:p@host/neo4j?geheim=1", "sign_in_password"),
        ("neo4j://:geheim@host", "no_user"),
    ],
)
def test_a_wrong_address_gets_a_sentence_that_repeats_no_secret(text: str, key: str) -> None:
    with pytest.raises(BadAddress) as caught:
        StoreAddress.parse(text)
    assert caught.value.key == f"store.{key}"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    for language in ("nl", "en"):
        sentence = texts(language).error(caught.value)
        assert "heim" not in sentence + str(caught.value) + repr(caught.value)


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=8))
def test_any_password_comes_through_and_never_shows(password: str) -> None:
    secret = f"geheim-{password}"
    address = StoreAddress.parse(f"neo4j://ik:{quote(secret, safe='')}@host:7687/neo4j")
    assert address.password == secret
    assert "geheim" not in f"{address} {address!r} {address.uri}"


@pytest.mark.parametrize(
    "text", ["sqlite:////srv/a%20b.db", "sqlite:///a.db", "neo4j://u@h:7687/db", "neo4j+s://[::1]:7687"]
)
def test_the_text_of_an_address_without_password_reads_back(text: str) -> None:
    assert str(StoreAddress.parse(text)) == text
    assert StoreAddress.parse(str(StoreAddress.parse(text))) == StoreAddress.parse(text)


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, "/home/u/.local/share"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data"),
        ("linux", {"XDG_DATA_HOME": "not/absolute"}, "/home/u/.local/share"),
        ("darwin", {}, "/home/u/Library/Application Support"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
        ("win32", {}, "/home/u/AppData/Local"),
    ],
)
def test_each_system_has_its_own_folder_for_data(platform: str, environment: dict[str, str], folder: str) -> None:
    assert data_folder(platform, environment, Path("/home/u")) == Path(folder)
