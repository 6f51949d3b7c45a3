"""``python -m graph instruments``: the same lines, as a table and as JSON, and every key explained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.__main__ import main

ROOT = Path(__file__).resolve().parents[3]
CASE = ["instruments", "--work-capacity", "0.6", "--hours", "32", "--age", "23", "--date", "2026-07-01"]


def answer(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    assert main([*CASE, *more, "--json"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return dict(json.loads(shown.out))


def test_the_answer_has_the_worked_case(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--register", "--months", "2")
    lines = {line["instrument"]: line for line in found["months"][0]["lines"]}
    assert lines["lks"]["euro"] == 1108.98
    assert lines["lks"]["parts"] == {"subsidy": 897.96, "charges": 211.02}
    assert found["months"][0]["wage"] == 2244.90
    assert found["summary"]["employer"] == pytest.approx(2 * (1108.98 + 140.05), abs=0.02)
    assert found["summary"]["municipality"] == pytest.approx(-2 * 1108.98, abs=0.02)
    assert "UWV" in found["summary"]["notice"]


def test_every_key_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    found = answer(capsys, "--register", "--trial-months", "1", "--months", "3")
    parts = [found, found["scope"], found["summary"], found["months"][0], found["months"][2]["lines"][0]]
    assert {key for part in parts for key in part if f"`{key}`" not in page} == set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_in_words_every_line_has_its_condition_and_duty(capsys: pytest.CaptureFixture[str], language: str) -> None:
    assert main([*CASE, "--language", language, "--public-contract", "--learning"]) == 0
    shown = capsys.readouterr().out
    words = {
        "nl": ("Voorwaarde", "Wat u moet doen", "Indicatie"),
        "en": ("Condition", "What you must do", "indication"),
    }
    assert all(word in shown for word in words[language])
    assert shown.count(words[language][0] + ":") == shown.count(words[language][1] + ":") >= 7


@pytest.mark.parametrize(
    ("more", "part"), [(["--wage", "10"], "14.99"), (["--months", "0"], "120"), (["--trial-months", "9"], "6")]
)
def test_what_cannot_be_is_bad_input(capsys: pytest.CaptureFixture[str], more: list[str], part: str) -> None:
    assert main([*CASE, *more]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert part in shown.err


def test_a_benefit_that_does_not_exist_is_a_wrong_call() -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*CASE, "--benefit", "pgb"])
    assert stopped.value.code == 2
