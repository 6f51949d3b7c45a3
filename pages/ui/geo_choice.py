"""Choices of a screen that live in the link: a copied link shows the same view."""

from __future__ import annotations

from collections.abc import Mapping
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
