"""The tables in ``docs/instruments.md``: every rule of ``data/instruments``; the words around them are by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.instruments import Instrument, Version, load_instruments
from graph.instruments.minimum_wage import MinimumWage, load_minimum_wage
from graph.schema import DATA

PAGE = DATA.parent / "docs" / "instruments.md"
BEGIN, END = "<!-- begin: python -m loaders dictionary -->", "<!-- end -->"


def write_instrument_page(path: Path = PAGE) -> Path:
    """Write the tables between the marks of the page again. Raises OSError, or ValueError without the marks."""
    page = path.read_text(encoding="utf-8")
    before, found, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        raise ValueError(f"{path.name}: no marks {BEGIN} and {END}")
    path.write_text(f"{before}{BEGIN}\n\n{rules_text()}\n\n{END}{after}", encoding="utf-8")
    return path


def rules_text() -> str:
    """The tables as Markdown."""
    parts = [part for one in load_instruments().values() for part in _instrument(one)]
    return "\n\n".join([*parts, *_wages(load_minimum_wage())])


def _instrument(one: Instrument) -> Iterator[str]:
    yield f"### {one.label.en} ({one.label.nl})"
    alone = f" Of all with `{one.one_of}` only the highest counts." if one.one_of else ""
    yield (
        f"`{one.code}`: {one.kind}, {one.phase}, formula `{one.formula}`, from {one.payer} to {one.payee}.{alone}\n"
        f"Duty of the employer: {one.duty.en} Decides: {one.decides.en}"
    )
    rows = [_version(version) for version in one.versions]
    yield _table(("holds", "inputs", "at most", "applies when", "law", "source", "mark"), rows)


def _version(one: Version) -> tuple[str, ...]:
    inputs = ", ".join(f"{name} {value:g}" for name, value in one.inputs.items())
    holds = f"from {one.valid_from}" + (f" to {one.valid_until}" if one.valid_until else "")
    most = f"{one.months} months" if one.months else ""
    tests = " ".join(f"`{name}`" for name in one.applies)
    return (holds, inputs, most, f"{one.condition.en} ({tests})", one.law, one.source.en, one.mark)


def _wages(wages: MinimumWage) -> Iterator[str]:
    yield "### Minimum wage"
    yield (
        f"Euro an hour, known until {wages.known_until}. Holiday allowance: {wages.holiday_pay:.0%}. "
        "In brackets: with a bbl contract, where that differs."
    )
    ages = sorted(wages.periods[-1].regular, reverse=True)
    rows = []
    for period in wages.periods:
        amounts = [
            f"{period.regular[age]:.2f}" + (f" ({period.bbl[age]:.2f})" if age in period.bbl else "") for age in ages
        ]
        rows.append((f"{period.valid_from}", *amounts, period.source.en, period.mark))
    heads = [f"{age} and over" if age == wages.adult else f"{age}" for age in ages]
    yield _table(("from", *heads, "source", "mark"), rows)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
