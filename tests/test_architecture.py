"""The house: imports go one way, modules stay small, and nothing names the machine it was made on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = [p for d in ("graph", "loaders", "pages") for p in (ROOT / d).rglob("*.py")] + [ROOT / "app.py"]


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_modules_stay_small_enough_to_read_at_once() -> None:
    long = {str(p.relative_to(ROOT)): n for p in CODE if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}


def test_a_screen_file_only_reads_calls_and_draws() -> None:
    long = {
        p.name: n
        for p in (ROOT / "pages" / "screens").glob("*.py")
        if (n := len(p.read_text("utf-8").splitlines())) > 150
    }
    assert long == {}


def test_every_module_says_why_it_exists() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in CODE
        if p.stat().st_size and not p.read_text("utf-8").lstrip().startswith(('"""', "#"))
    ]
    assert silent == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    """No script, style, font or tile of another host in what the pages send to a browser."""
    shipped = [
        *(ROOT / "pages").rglob("*.py"),
        *(ROOT / "pages").rglob("*.html"),
        *(ROOT / ".streamlit").glob("*.toml"),
    ]
    shipped += (ROOT / "pages").rglob("*.js")
    links = re.compile(r"""(?:src|href|import|fetch|url)\s*[=(:]?\s*["'(]?\s*https?://""", re.IGNORECASE)
    assert [str(p) for p in shipped if links.search(p.read_text(encoding="utf-8"))] == []
