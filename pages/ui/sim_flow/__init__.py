"""People through the chain, week by week: a packaged Streamlit component (v2) that plays, pauses and steps.

All weeks are sent at once, so that a step asks nothing of the server. Every text is set as text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_HOME = Path(__file__).parent
_PROJECT = tomllib.loads((_HOME / "pyproject.toml").read_text(encoding="utf-8"))
_COMPONENTS = [ComponentConfig.from_dict(c) for c in _PROJECT["tool"]["streamlit"]["component"]["components"]]
NAME = f"{_PROJECT['project']['name']}.{_COMPONENTS[0].name}"


def sim_flow(flow: Mapping[str, Any], *, key: str) -> None:
    """Show ``flow``, as :func:`pages.views.werkgeversketen_flow.flow` makes it."""
    _register()
    _component()(key=key, data=dict(flow), height="content")


def _register() -> None:
    """Make the assets known to this Streamlit server, once."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is None:
        project = _PROJECT["project"]
        manager.register_from_manifest(ComponentManifest(project["name"], project["version"], _COMPONENTS), _HOME)


@cache
def _component() -> Any:
    return st.components.v2.component(NAME, js="main.js", css="flow.css")
