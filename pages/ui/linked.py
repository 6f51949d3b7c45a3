"""Choices of a screen that live in the link: a copied link shows the same view."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

import streamlit as st


def keep(name: str, value: str | None) -> None:
    """Put a choice in the link, or take it out."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def choice(name: str, label: str, options: Mapping[Any, str], usual: str, *, width: int) -> str:
    """A list to choose from, kept in the query parameter ``name``; what the link says and is no option is ignored."""
    now = st.query_params.get(name, usual)
    if now not in options:
        now = usual if usual in options else next(iter(options))
    key = f"choice_{name}"
    st.session_state[key] = now

    def changed() -> None:
        picked = st.session_state[key]
        keep(name, None if picked == usual else picked)

    picked: str = st.selectbox(
        label, list(options), key=key, on_change=changed, format_func=lambda code: options[code], width=width
    )
    return picked


def begin(name: str, key: str, options: Container[str], usual: str | None = None, *, many: bool = False) -> None:
    """Let the widget ``key`` begin with what the link says, as far as that is an option; else with ``usual``."""
    if key in st.session_state:
        return
    found = [one for one in st.query_params.get(name, "").split("|") if one in options]
    first = found if many else next(iter(found), usual)
    if first:  # what is set here goes over what a quick visitor picks meanwhile, so only when there is something
        st.session_state[key] = first


def keep_picked(name: str, key: str) -> None:
    """Put what was picked in the widget ``key`` in the link: for its ``on_change``."""
    picked = st.session_state[key]
    keep(name, "|".join(picked) if isinstance(picked, list) else picked)
