"""The account of an import as tables: what became of the rows, and what is wrong with which row."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from graph.problems import Place
from graph.texts import texts
from loaders.account import COUNTS, Account


def account_table(account: Account, language: str) -> pd.DataFrame:
    """A row per file or sheet: read = new + changed + unchanged + rejected."""
    words = texts(language)
    return pd.DataFrame(
        [
            {
                words("gegevens.file"): file.file if file.sheet is None else f"{file.file} ({file.sheet})",
                words("gegevens.template"): file.template or words("gegevens.refused"),
                **{words(f"gegevens.{name}"): getattr(file, name) for name in COUNTS},
            }
            for file in account.files
        ]
    )


def problem_table(account: Account, language: str) -> pd.DataFrame:
    """A row per problem, errors before notices: file, sheet, row, column, what was found and what to do."""
    words = texts(language)
    ordered = sorted(account.problems, key=lambda problem: problem.severity != "error")
    rows = [
        (
            words("gegevens.error" if problem.severity == "error" else "gegevens.notice"),
            problem.place.file,
            problem.place.sheet,
            problem.place.row,
            problem.place.column,
            problem.value,
            words.problem(replace(problem, place=Place(), value=None)),
        )
        for problem in ordered
    ]
    names = ("severity", "file", "sheet", "row", "column", "value", "what")
    table = pd.DataFrame(rows, columns=[words(f"gegevens.{name}") for name in names])
    return table.astype({words("gegevens.row"): "Int64"})
