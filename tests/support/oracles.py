"""What other libraries say, asked in a Python of their own (``make oracles``); tests skip where that is absent.

The question is a function of :mod:`tests.support.oracle_answers`, its input and answer are JSON.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".venv-oracles" / "bin" / "python"


def asked(question: str, **given: Any) -> Any:
    """The answer of another library."""
    python = Path(os.environ.get("KETENKAART_ORACLES", PLACE))
    if not python.is_file():
        absent = "the libraries to compare with are not here: make oracles"
        if os.environ.get("KETENKAART_REQUIRE_ORACLES") == "1":
            pytest.fail(absent)
        pytest.skip(absent)
    process = _started(python)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([question, given]) + "\n")
    process.stdin.flush()
    told = json.loads(next(line for line in process.stdout if line.startswith("@@")).removeprefix("@@"))
    assert "wrong" not in told, told["wrong"]
    return told["answer"]


@cache
def _started(python: Path) -> subprocess.Popen[str]:
    """One process for all questions: to import those libraries takes longer than to answer."""
    script = Path(__file__).with_name("oracle_answers.py")
    process = subprocess.Popen(
        [str(python), str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    atexit.register(process.kill)
    return process
