"""The theme: every text can be read (WCAG 2.2, 1.4.3: contrast of at least 4.5), and nothing comes from elsewhere."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.pages.views.test_netwerk import luminance

ROOT = Path(__file__).resolve().parent.parent.parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", ["textColor", "linkColor"])
@pytest.mark.parametrize("paper", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_can_be_read(theme: str, text: str, paper: str) -> None:
    colours = CONFIG["theme"][theme]
    assert contrast(colours[text], colours[paper]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_text_of_a_primary_button_can_be_read(theme: str) -> None:
    assert contrast("#FFFFFF", CONFIG["theme"][theme]["primaryColor"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_primary_button_stands_out(theme: str) -> None:
    colours = CONFIG["theme"][theme]
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 3


def test_nothing_is_told_or_asked_outside() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert "fontFaces" not in CONFIG["theme"]
    assert CONFIG["client"]["showErrorDetails"] == "none"
