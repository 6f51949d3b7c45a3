"""A file becomes tables, whatever sort of file it is."""

from __future__ import annotations

from dataclasses import replace

from graph.problems import Problem
from loaders.csv_table import csv_table
from loaders.dangers import sort_of_file
from loaders.tables import FileRefused, Source, Table
from loaders.xlsx_table import xlsx_tables

MAX_COLUMNS = 300
MAX_HEADER = 100


def read_tables(source: Source) -> tuple[Table, ...]:
    """The tables in a file: one for CSV, one for each filled sheet of a workbook.

    Raises FileRefused when the file is of another sort, is damaged or may do harm.
    """
    tables = xlsx_tables(source) if sort_of_file(source) == "workbook" else (csv_table(source),)
    return tuple(_checked(table) for table in tables)


def _checked(table: Table) -> Table:
    """The table with a header that is fit to use: columns without a name at the end are cut off."""
    header = [" ".join(cell.split()) for cell in table.header]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise FileRefused(Problem("problems.too_many_columns", {"found": len(header), "max": MAX_COLUMNS}, table.place))
    if any(len(cell) > MAX_HEADER for cell in header):
        raise FileRefused(Problem("problems.header_too_long", {"max": MAX_HEADER}, table.at(table.header_row)))
    return replace(table, header=tuple(header))
