"""What lives longer than a run: the store, opened once, and everything computed from it.

A derived value is kept by (store address, scope, revision): a new revision makes new values, and the
oldest are dropped. Networks and results are immutable, so that all sessions may share them.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar

import streamlit as st

from graph.network import Network, Scope
from graph.records import Entity
from graph.store.contract import GraphStore
from graph.store.open import open_store, store_address
from pages.views.layout import Places, Point
from pages.views.netwerk import positions

T = TypeVar("T")
REGION_KINDS = ("arbeidsmarktregio", "rmc_regio")
Key = tuple[str, Scope, int]


@cache
def settle() -> None:
    """Take what the imports made out of garbage collection, once in the life of the process."""
    gc.collect()
    gc.freeze()


def store() -> GraphStore:
    """The store of this installation. Raises StoreUnavailable or BadAddress."""
    return _opened(_address())


def _address() -> str:
    """Where the store is, without its password: a key of caches is no place for that."""
    return str(store_address())


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(address: str) -> GraphStore:  # noqa: ARG001 - the key
    return open_store()


def revision() -> int:
    """The newest revision of the store; asked at every run."""
    return store().revision()


def network(scope: Scope) -> Network:
    """The snapshot of a scope at the newest revision."""
    return _network(_address(), scope, revision())


@st.cache_resource(max_entries=12, show_spinner=False)
def _network(address: str, scope: Scope, revision: int) -> Network:  # noqa: ARG001 - the revision is the key
    return _opened(address).snapshot(scope)


def regions() -> tuple[Entity, ...]:
    """The regions in the store, by name."""
    return _regions(_address(), revision())


@st.cache_resource(max_entries=8, show_spinner=False)
def _regions(address: str, revision: int) -> tuple[Entity, ...]:  # noqa: ARG001
    nothing = Scope(kinds=REGION_KINDS, start=date.max, end=date.max)
    found = _opened(address).snapshot(nothing).entities
    return tuple(sorted((e for e in found if e.kind in REGION_KINDS), key=lambda e: (e.kind, e.name)))


def derived(function: Callable[..., T], of: Network, *args: Any, variant: str = "") -> T:
    """``function(of, *args)``, computed once per snapshot and arguments.

    ``function`` is a pure function of a module, ``args`` are plain values or frozen dataclasses;
    ``variant`` tells snapshots of one scope and revision apart that were narrowed differently.
    """
    key = f"{function.__module__}.{function.__qualname__}{args!r}{variant}"
    value: T = _derived(_address(), of.scope, of.revision, key, function, of, args)
    return value


@st.cache_resource(max_entries=128, show_spinner=False)
def _derived(
    address: str,  # noqa: ARG001 - part of the key, as the next three are
    scope: Scope,  # noqa: ARG001
    revision: int,  # noqa: ARG001
    key: str,  # noqa: ARG001
    _function: Callable[..., Any],
    _of: Network,
    _args: tuple[Any, ...],
) -> Any:
    return _function(_of, *_args)


class _Positions:
    """Where organisations stand, per store and region: what was drawn once keeps its place."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Mapping[str, Point]] = {}

    def known(self, address: str, region: str) -> Mapping[str, Point]:
        with self._lock:
            return self._known.get((address, region), {})

    def keep(self, address: str, region: str, places: Mapping[str, Point]) -> None:
        with self._lock:
            self._known[address, region] = places


@st.cache_resource(show_spinner=False)
def _positions() -> _Positions:
    return _Positions()


def placed(of: Network, what: str = "", layout: str = "force") -> Places:
    """Where the organisations of a region stand on the map; they stay there when data change.

    ``what`` tells apart maps of one region that show different things, ``layout`` how they are arranged.
    """
    return _placed(_address(), "|".join((*of.scope.regions, what, layout)), of.revision, of)


@st.cache_resource(max_entries=8, show_spinner=False)
def _placed(address: str, region: str, revision: int, _of: Network) -> Places:  # noqa: ARG001
    places = positions(_of, _positions().known(address, region))
    _positions().keep(address, region, places.at)
    return places
