"""How fast regions are generated: columns, records and template files, for three sizes.

Run: ``python -m benchmarks.generate [--largest]``. Prints seconds and rows (organisations, relations and
referrals together) per second, and the processor's seconds, which a busy machine does not stretch.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from loaders.generate.files import write_plan
from loaders.generate.plan import make_plan
from loaders.generate.records import batches
from loaders.generate.reference import load_reference

SIZES = {
    "AM27, as the demo": (("AM27",), 250, 1300, 6000),
    "AM22, a large region": (("AM22",), 5000, 20_000, 50_000),
    "the Netherlands": (load_reference().region_codes, 100_000, 400_000, 1_000_000),
}


def main() -> None:
    """Print one line per size; the largest only when asked for."""
    heads = ("columns s", "records s", "files s", "records/s", "files/s", "cpu s")
    widths = (11, 11, 9, 11, 9, 8)
    print(f"{'':22}{'rows':>10}" + "".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True)))
    for name, (regions, *sizes) in SIZES.items():
        if name == "the Netherlands" and "--largest" not in sys.argv:
            continue
        started, working = time.perf_counter(), time.process_time()
        plan = make_plan(regions, *sizes, seed=1)
        planned = time.perf_counter()
        rows = sum(len(batch) for batch in batches(plan))
        recorded = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            write_plan(plan, Path(folder))
        written = time.perf_counter()
        columns, records, files = planned - started, recorded - planned, written - recorded
        speeds = f"{rows / (columns + records):11,.0f}{rows / (columns + files):9,.0f}"
        worked = time.process_time() - working
        print(f"{name:22}{rows:10,}{columns:11.2f}{records:11.2f}{files:9.2f}{speeds}{worked:8.1f}", flush=True)


if __name__ == "__main__":
    main()
