"""What lives longer than a run: the store, opened once, and everything computed from it.

A derived value is kept by (store address, scope, revision): a new revision makes new values, and the
oldest are dropped. Networks and results are immutable, so that all sessions may share them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar

import streamlit as st

from graph.network import Network, Scope
from graph.records import Entity
from graph.store.contract import GraphStore
from graph.store.open import open_store, store_address

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
    return _opened(address())


def address() -> str:
    """Where the store is, without its password: a key of caches is no place for that."""
    return str(store_address())


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(address: str) -> GraphStore:  # noqa: ARG001 - the key
    return open_store()


def revision() -> int:
    """The newest revision of the store; asked at every run."""
    return store().revision()


def network(scope: Scope, as_of: date | None = None) -> Network:
    """The snapshot of a scope at the newest revision, of all dates or as it held on one."""
    return _network(address(), scope, as_of, revision())


@st.cache_resource(max_entries=16, show_spinner=False)
def _network(address: str, scope: Scope, as_of: date | None, revision: int) -> Network:  # noqa: ARG001 - the revision is the key
    return _opened(address).snapshot(scope, as_of)


def regions() -> tuple[Entity, ...]:
    """The regions in the store, by name."""
    return _regions(address(), revision())


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
    value: T = _derived(address(), of.scope, of.revision, key, function, of, args)
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
