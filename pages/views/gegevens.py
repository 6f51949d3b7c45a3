"""Data in and out: the account of an import as tables, the empty templates, and the map as files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from graph.network import Network
from graph.problems import Place
from graph.schema import load_schema
from graph.texts import texts
from loaders.account import COUNTS, Account
from loaders.exporting import Form, export_files
from loaders.templates import templates
from loaders.writing import csv_bytes


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
    names = ("severity", "file", "sheet", "row", "column", "value", "what")
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
    table = pd.DataFrame(rows, columns=[words(f"gegevens.{name}") for name in names], dtype=object)
    return table.fillna("").replace("", pd.NA).dropna(axis="columns", how="all").fillna("")


def template_files(language: str) -> Mapping[str, bytes]:
    """The empty templates, by file name: only the header, ready to be filled in."""
    return {
        f"{name}.csv": csv_bytes([column.header[language] for column in template.columns], ())
        for name, template in templates(load_schema()).items()
    }


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the user."""

    content: bytes = field(repr=False)


def export(network: Network, form: Form, language: str) -> Download:
    """The map as one file: what is more than one file goes into a zip."""
    files = export_files(network, form, language)
    if len(files) == 1:
        return Download(next(iter(files.values())))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return Download(packed.getvalue())


def export_name(form: Form, region: str | None) -> str:
    """What to call the file of an export."""
    return f"ketenkaart-{region or 'alles'}.{'zip' if form == 'csv' else form}"
