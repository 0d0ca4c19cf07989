"""The catalogue: what exporting it costs.

    python -m benchmarks.catalog [--quick] [--rows 100000]

Fills a database of its own with published pictures, and has a worker process of its own export
them in each format that is sent as it is written, and as a workbook. The peak is that of the whole
worker process, as the kernel counted it.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks import exporting, report
from benchmarks.service import cores


def main(arguments: list[str] | None = None) -> int:
    """0 where it is as frugal as promised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.catalog", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5,000 rows: only to see that it runs")
    parser.add_argument("--rows", type=int, default=100_000, help="published pictures")
    options = parser.parse_args(arguments)
    rows = 5_000 if options.quick else options.rows
    report.figure("machine", report.machine(cores()))
    with tempfile.TemporaryDirectory(prefix="ecogram-bench-") as folder:
        frugal = asyncio.run(exporting.measure(Path(folder), rows))
    print("\nAs frugal as promised." if frugal else "\nMore memory than promised.")
    return 0 if frugal else 1


if __name__ == "__main__":
    sys.exit(main())
