"""What other libraries say, asked in a Python of their own (``make oracles``); tests skip where that is absent.

The question is a function of :mod:`tests.support.oracle_answers`, its input and answer are JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
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
    script = Path(__file__).with_name("oracle_answers.py")
    done = subprocess.run(
        [str(python), str(script), question],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.rpartition("\n@@")[2])
