"""The documentation is run: its links lead somewhere and its commands work, in the order of the page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from graph.__main__ import main as graph
from loaders.__main__ import main as loaders

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("data/*/README.md"), *ROOT.glob("benchmarks/*.md")]
)
NAMES = [str(p.relative_to(ROOT)) for p in PAGES]
MODULES = {"graph": graph, "loaders": loaders}
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def commands(page: Path) -> list[str]:
    """The commands of the modules in the shell blocks of a page, in order."""
    blocks = re.findall(r"```bash\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if re.match(r"\s*\.venv/bin/python -m (loaders|graph)\b", line)]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {t for page in PAGES for t in re.findall(r"`make ([a-z]+)`", page.read_text(encoding="utf-8"))}
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("name", ["README.md", "docs/command-line.md"])
def test_every_command_on_the_page_works(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a program each starts elsewhere in the tests; here all run in this process, which loads the libraries once."""
    for file in (ROOT / "data" / "demo").glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KETENKAART_STORE", f"sqlite:///{tmp_path}/region.sqlite")
    found = commands(ROOT / name)
    assert found
    for command in found:
        _, _, module, *given = shlex.split(command, comments=True)
        code = MODULES[module](given)
        said = capsys.readouterr()
        assert code == 0, f"{command}\n{said.out[-500:]}\n{said.err[-2000:]}"


def test_the_guide_names_what_stands_on_the_screen() -> None:
    """Words in bold are words of the interface, so that a reader finds them."""
    page = (ROOT / "docs" / "handleiding.md").read_text(encoding="utf-8")
    named = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", page, flags=re.DOTALL)}
    files = (ROOT / "data" / "texts" / "nl").glob("*.yaml")
    said = {str(text) for file in files for text in yaml.safe_load(file.read_text(encoding="utf-8")).values()}
    questions = {words for words in named if words.endswith("?")} - said  # the reader's own, at the head of a paragraph
    assert named - said - questions - {"vet"} == set()
