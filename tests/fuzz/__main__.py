"""`python -m tests.fuzz [--minutes 10] [--seed N] [--kept fuzz-findings]`: damage and see.

Prints its seed first, so that a run can be repeated; keeps each input that ended as none may, and
ends with 1 if there was one.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

from tests.fuzz.cases import Case, cases
from tests.fuzz.judge import Judge, judging

REPORT_SECONDS = 60


async def main(options: argparse.Namespace) -> int:
    """Judge damaged files until the time is over."""
    print(f"seed {options.seed}; what fails is kept in {options.kept}", flush=True)
    end = time.monotonic() + 60 * options.minutes
    found = 0
    with TemporaryDirectory() as folder:
        async with judging(Path(folder)) as judge:
            told = time.monotonic()
            for number, case in enumerate(cases(Random(options.seed)), start=1):
                if fault := await judge.fault(case.data, f"{number}, {case.name}"):
                    found += 1
                    _keep(options.kept, options.seed, number, case, fault)
                if time.monotonic() > told + REPORT_SECONDS:
                    told = time.monotonic()
                    _tell(judge, number, found)
                if time.monotonic() > end:
                    break
            _tell(judge, number, found)
    return int(found > 0)


def _keep(folder: Path, seed: int, number: int, case: Case, fault: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{seed}-{number}.bin"
    path.write_bytes(case.data)
    print(f"FAULT {path} ({case.name}): {fault}", flush=True)


def _tell(judge: Judge, number: int, found: int) -> None:
    print(
        f"{number} files, {found} faults; slowest {judge.slowest[0]:.2f} s ({judge.slowest[1]}),"
        f" largest child {judge.largest:,} bytes; {dict(judge.outcomes.most_common())}",
        flush=True,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    parser.add_argument("--kept", type=Path, default=Path("fuzz-findings"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_options())))
