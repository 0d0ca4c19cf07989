"""The benchmark of what is written for a picture that comes in."""

import asyncio
import re
import sys


async def test_both_ways_are_measured_and_compared() -> None:
    """It prints what a picture costs with and without the indexes of searches, and the ratios."""
    command = ["-m", "benchmarks.writes", "--kept=200", "--pictures=10", "--rounds=1"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    output, complaints = (text.decode() for text in await process.communicate())

    assert process.returncode == 0, complaints
    for which in ("with", "without"):
        assert re.search(rf"^{which} finding indexes +\d+ pictures a second", output, re.MULTILINE)
    ratios = r"^with / without, (?:mongod alone|all) +\d\.\d\d$"
    assert len(re.findall(ratios, output, re.MULTILINE)) == 2
