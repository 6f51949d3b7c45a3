"""What is remembered of entities holds for one revision, and the database is asked for the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.store.known import Known

STORED = {"a": 1, "b": 2}


@pytest.fixture
def asked() -> list[set[str]]:
    return []


@pytest.fixture
def database(asked: list[set[str]]) -> Callable[[set[str]], dict[str, int]]:
    def ask(missing: set[str]) -> dict[str, int]:
        asked.append(missing)
        return {name: STORED[name] for name in missing & STORED.keys()}

    return ask


def test_what_is_known_is_not_asked_again(database: Callable, asked: list[set[str]]) -> None:
    known = Known[int]()
    assert known.find(7, ["a"], database) == {"a": 1}
    assert known.find(7, ["a", "b"], database) == STORED
    assert asked == [{"a"}, {"b"}]


def test_what_is_not_stored_is_asked_each_time(database: Callable, asked: list[set[str]]) -> None:
    known = Known[int]()
    assert known.find(7, ["c"], database) == known.find(7, ["c"], database) == {}
    assert asked == [{"c"}, {"c"}]


def test_another_revision_is_another_database(database: Callable, asked: list[set[str]]) -> None:
    known = Known[int]()
    known.find(7, ["a"], database)
    known.find(8, ["a"], database)
    assert asked == [{"a"}, {"a"}]


def test_a_write_of_our_own_takes_nothing_away(database: Callable, asked: list[set[str]]) -> None:
    known = Known[int]()
    known.find(7, ["a"], database)
    known.advance(7, 8)
    known.find(8, ["a"], database)
    assert asked == [{"a"}]


def test_a_write_on_another_revision_says_nothing_of_ours(database: Callable, asked: list[set[str]]) -> None:
    known = Known[int]()
    known.find(7, ["a"], database)
    known.advance(6, 8)
    known.find(8, ["a"], database)
    assert asked == [{"a"}, {"a"}]


def test_forgetting_asks_again(database: Callable, asked: list[set[str]]) -> None:
    known = Known[int]()
    known.find(7, ["a"], database)
    known.forget()
    known.find(7, ["a"], database)
    assert asked == [{"a"}, {"a"}]
