"""The catalogue: what shops' reading costs, and what exporting it costs.

    python -m benchmarks.catalog [--quick] [--only reading | exports] [--rows 100000]

Reading: what an answer that is kept costs, beside one that is made anew; see
benchmarks.catalog_reading.

Exports: fills a database of its own with published pictures, and has a worker process of its own
export them in each format that is sent as it is written, and as a workbook. The peak is that of the
whole worker process, as the kernel counted it.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

import uvloop

from benchmarks import catalog_reading, exporting, report
from benchmarks.service import cores

PARTS = ("reading", "exports")


def main(arguments: list[str] | None = None) -> int:
    """0 where it is as fast and as frugal as promised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.catalog", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="few requests and 5,000 rows: only to see that it runs"
    )
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--rows", type=int, default=100_000, help="published pictures to export")
    options = parser.parse_args(arguments)
    parts = [options.only] if options.only else PARTS
    report.figure("machine", report.machine(cores()))
    fast = "reading" not in parts or _reading(quick=options.quick)
    rows = 5_000 if options.quick else options.rows
    frugal = "exports" not in parts or _exports(rows)
    return 0 if fast and frugal else 1


def _reading(*, quick: bool) -> bool:
    with (
        tempfile.TemporaryDirectory(prefix="ecogram-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        return runner.run(catalog_reading.measure(Path(folder), 1 if quick else 10))


def _exports(rows: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="ecogram-bench-") as folder:
        frugal = asyncio.run(exporting.measure(Path(folder), rows))
    print("\nAs frugal as promised." if frugal else "\nMore memory than promised.")
    return frugal


if __name__ == "__main__":
    sys.exit(main())
