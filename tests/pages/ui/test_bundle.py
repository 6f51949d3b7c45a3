"""Modules of the map in one file: everything is in it, in the order in which it is needed, and nothing is guessed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import pages.ui.network_map
from pages.ui.network_map.bundle import bundle

ASSETS = Path(pages.ui.network_map.__file__).parent / "assets"


def written(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source, encoding="utf-8")
    return folder


def test_what_is_imported_stands_before_who_needs_it(tmp_path: Path) -> None:
    written(
        tmp_path,
        main='import { two } from "./b.js";\nimport * as c from "./c.js";\nexport default function show() {}\n',
        b='import { one } from "./c.js";\nexport const two = one + 1;\n',
        c="export const one = 1;\n",
    )
    made = bundle(tmp_path, "main")
    assert re.findall(r"^const \$(\w+) =", made, re.MULTILINE) == ["c", "b", "main"]
    assert made.endswith("export default $main.default;\n")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('import x from "./b.js";\nexport default function show() {}\n', "not understood"),
        ("export { a };\nexport default function show() {}\n", "not understood"),
        ("export const a = 1;\n", "no default"),
        ('import { a } from "./main.js";\nexport default function show() {}\n', "import each other"),
    ],
)
def test_other_forms_are_refused(tmp_path: Path, source: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        bundle(written(tmp_path, main=source, b="export const a = 1;\n"), "main")


@pytest.mark.parametrize("entry", ["main", "card"])
def test_the_modules_of_the_map_make_one_that_imports_nothing(entry: str) -> None:
    made = bundle(ASSETS, entry)
    assert not re.search(r"^import\b", made, re.MULTILINE)
    assert len(re.findall(r"^export\b", made, re.MULTILINE)) == 1


@pytest.mark.skipif(shutil.which("node") is None, reason="node checks the syntax where it is installed")
@pytest.mark.parametrize("entry", ["main", "card"])
def test_what_is_made_is_a_valid_module(tmp_path: Path, entry: str) -> None:
    (tmp_path / "made.mjs").write_text(bundle(ASSETS, entry), encoding="utf-8")
    subprocess.run(["node", "--check", str(tmp_path / "made.mjs")], check=True)
