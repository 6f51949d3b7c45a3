"""The short cuts of the pass over the rows: they decide as the long way does, and memory stays bounded."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Referral, referral
from graph.schema import load_schema
from graph.store.embedded import EmbeddedStore
from graph.validate import referral_problems
from loaders.importing import accept, read_files
from loaders.passing import Pass
from tests.support.files import TODAY, text_file

SCHEMA = load_schema()
KINDS = {"a": "gemeente", "b": "pro", "GM0828": "gebied_gemeente", "k": "kandidaat"}
ENDS = st.sampled_from([*KINDS, "nergens"])
DATES = st.dates(date(2024, 1, 1), date(2024, 1, 9))


@given(ENDS, ENDS, DATES, st.dictionaries(st.sampled_from(["received_on", "first_contact_on", "feedback_on"]), DATES))
def test_what_is_plainly_sound_has_no_problem(source: str, target: str, on: date, values: dict[str, date]) -> None:
    reader = Pass.__new__(Pass)
    reader.__init__(None, SCHEMA, TODAY, lambda _: ())  # type: ignore[misc,arg-type]
    reader.ends.kinds.update(KINDS)
    event: Referral = referral("K-1", on, source, target, values)
    problems = list(referral_problems(event, SCHEMA, KINDS))
    assert reader._plainly_sound(event) == (not problems)


def referrals_file(path: Path, rows: int) -> Path:
    """A file of referrals, each of another candidate, between 40 organisations."""
    with path.open("w", encoding="utf-8") as file:
        file.write("casus;datum;van_org_id;naar_org_id;fase_van;fase_naar;overdracht;ontvangen_op;uitkomst\n")
        for n in range(rows):
            ends = f"o{n % 40};o{(n + 1) % 40}"
            file.write(f"K-{n:07d};12-03-2025;{ends};in_beeld;matching;warm;13-03-2025;afgerond\n")
    return path


PEAK = """
import resource, sys
from loaders.__main__ import main
code = main(["check", "--store", sys.argv[1], sys.argv[2]])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(store: Path, file: Path) -> int:
    """The most memory, in kB, of a process that looks at a file."""
    command = [sys.executable, "-c", PEAK, f"sqlite:///{store}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, memory = done.stdout.split("\n")[-2].split()
    assert code == "0", done.stderr
    return int(memory)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in kB on Linux only")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """A file of 7 MB takes little more memory than one of a tenth of it: no rows or records are kept."""
    path = tmp_path / "kaart.db"
    with EmbeddedStore(path) as store:
        orgs = text_file("o.csv", "org_id;naam;soort", *(f"o{n};Naam {n};pro" for n in range(40)))
        accept(read_files([orgs], store), store, "tester")
    small = peak(path, referrals_file(tmp_path / "klein.csv", 10_000))
    large = referrals_file(tmp_path / "groot.csv", 100_000)
    assert large.stat().st_size > 7_000_000
    assert peak(path, large) - small < 30_000
