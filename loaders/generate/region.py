"""Fictitious organisations, relations and referrals on real geography: any region, up to all of the Netherlands.

``generate`` gives records, ``write_templates`` files; the same arguments give the same outcome, byte
for byte. Every organisation is made up: its name ends in "(fictief)" and its property ``fictitious`` is
true, also where the role (a municipality, UWV) is real. Candidates are pseudonyms.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.records import Batch
from loaders.generate.answers import write_defects
from loaders.generate.defects import HABITS
from loaders.generate.files import write_plan
from loaders.generate.plan import Style, make_plan
from loaders.generate.plantable import CODES
from loaders.generate.records import batches
from loaders.generate.reference import load_reference
from loaders.generate.strengths import STRENGTHS

DEMO = {
    "regions": ("AM27",),
    "organisations": 250,
    "relations": 1300,
    "referrals": 6000,
    "seed": 27,
    "defects": tuple(HABITS),
}
"""What the committed demo region is made with, without the optional columns of the log.

Of 1,300 relations some 900 rows: a tie confirmed by both is one row.
"""


def generate(
    regions: Sequence[str],
    organisations: int,
    relations: int,
    referrals: int,
    seed: int = 0,
    defects: Sequence[str] | bool = False,
    batch_size: int = 20_000,
    style: Style = Style(),
) -> Iterator[Batch]:
    """Batches of records in an order in which they can be stored: places, organisations, relations, referrals.

    ``relations`` counts records without those of the places: each side's claim is one. See
    :func:`~loaders.generate.plan.make_plan` for the rest and for the errors.
    """
    return batches(make_plan(regions, organisations, relations, referrals, seed, defects, style), batch_size)


def write_templates(
    folder: Path,
    regions: Sequence[str],
    organisations: int,
    relations: int,
    referrals: int,
    seed: int = 0,
    defects: Sequence[str] | bool = False,
    style: Style = Style(),
) -> dict[str, Path]:
    """Write the same as the three template files, and ``defects.yaml`` where defects were planted.

    Places need no file: an organisation's municipality code leads to them. Answers the paths by name.
    """
    plan = make_plan(regions, organisations, relations, referrals, seed, defects, style)
    paths = write_plan(plan, folder)
    if plan.planted:
        paths["defects"] = write_defects(plan, folder / "defects.yaml")
    return paths


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: ``python -m loaders.generate FOLDER [--regions AM27 ...] ...``. Answers an exit code."""
    parser = argparse.ArgumentParser(prog="python -m loaders.generate", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the three template files go")
    parser.add_argument("--demo", action="store_true", help="the demo region as it is committed in data/demo")
    parser.add_argument("--regions", nargs="+", default=["AM27"], metavar="CODE", help="labour-market regions, or: all")
    parser.add_argument("--organisations", type=int, default=250)
    parser.add_argument("--relations", type=int, default=1300)
    parser.add_argument("--referrals", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--defects", nargs="*", metavar="GAP", help=f"plant defects (default all): {', '.join(CODES)}")
    parser.add_argument("--strength", choices=STRENGTHS, default="strong", help="of the planted defects")
    parser.add_argument("--full", action="store_true", help="with the optional columns of the referral log")
    parser.add_argument("--clean", action="store_true", help="without gaps of its own, as far as possible")
    asked = parser.parse_args(argv)
    regions = load_reference().region_codes if asked.regions == ["all"] else asked.regions
    defects = False if asked.defects is None else (asked.defects or True)
    try:
        if asked.demo:
            paths = write_demo(asked.folder)
        else:
            sizes = (asked.organisations, asked.relations, asked.referrals)
            style = Style(asked.strength, asked.full, asked.clean)
            paths = write_templates(asked.folder, regions, *sizes, asked.seed, defects, style)
    except (ValueError, OSError) as error:
        parser.exit(1, f"{error}\n")
    for path in paths.values():
        print(path)  # noqa: T201 - this is what the command answers
    return 0


def write_demo(folder: Path) -> dict[str, Path]:
    """Write the demo region as it is committed in ``data/demo``."""
    return write_templates(folder, **DEMO)  # type: ignore[arg-type]
