"""`python -m benchmarks.catalog`: what shops' reading of the catalogue costs.

What an answer that is kept costs, beside one that is made anew: see benchmarks.catalog_reading.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvloop

from benchmarks import catalog_reading


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print: 0 when it is as fast as we promise, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.catalog", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the requests")
    told = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="ecogram-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        good = runner.run(catalog_reading.measure(Path(folder), 1 if told.quick else 10))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
