"""The modules of the map as one file each for the browser: twenty small requests one after the other take longer.

Only what the modules in ``assets`` use is understood: ``import { a, b } from``, ``import * as a from`` and ``export``
at the start of a line, no cycles. Each module becomes a function that gives what it exports.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(
    r'^import (?:\* as (?P<whole>\w+)|\{(?P<parts>[^}]*)\}) from "\./(?P<name>\w+)\.js";\n', re.MULTILINE
)
_EXPORT = re.compile(
    r"^export (?P<default>default )?(?P<rest>(?:async )?(?:function|class|const) (?P<name>\w+))", re.MULTILINE
)


def bundle(folder: Path, entry: str) -> str:
    """One module with everything that ``entry`` (a name without ``.js``) leads to; it exports its default.

    Raises ValueError for an import or export of another form, a cycle, or an entry without a default.
    """
    done: dict[str, str] = {}
    _add(folder, entry, done, ())
    if " default:" not in done[entry]:
        raise ValueError(f"{entry}.js exports no default")
    return "\n".join([*done.values(), f"export default ${entry}.default;", ""])


def _add(folder: Path, name: str, done: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"modules that import each other: {' > '.join((*above, name))}")
    if name in done:
        return
    source = (folder / f"{name}.js").read_text(encoding="utf-8")
    for found in _IMPORT.finditer(source):
        _add(folder, found["name"], done, (*above, name))
    names: list[str] = []

    def exported(found: re.Match[str]) -> str:
        names.append(f"default: {found['name']}" if found["default"] else found["name"])
        return found["rest"]

    def imported(found: re.Match[str]) -> str:
        taken = found["whole"] or f"{{{found['parts']}}}"
        return f"const {taken} = ${found['name']};\n"

    body = _EXPORT.sub(exported, _IMPORT.sub(imported, source))
    if left := re.search(r"^(?:import|export)\b.*", body, re.MULTILINE):
        raise ValueError(f"{name}.js: not understood: {left[0]}")
    done[name] = f"const ${name} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();"
