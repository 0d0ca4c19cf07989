"""The benchmark of the catalogue runs; what it measures is no matter for a test."""

import asyncio
import re
import sys


async def test_the_benchmark_runs_to_its_end() -> None:
    """It prints what is kept beside what is made anew, and their ratio."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.catalog", "--quick", "--only", "reading"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, complaints = (text.decode() for text in await process.communicate())

    assert process.returncode in {0, 1}, complaints
    assert re.search(r"^made anew, processor +[\d.]+ ms an answer$", output, re.MULTILINE), (
        complaints
    )
    assert re.search(r"^kept, full load +\d+ answers a second$", output, re.MULTILINE)
    assert re.search(r"^ratio of processor time +[\d.]+$", output, re.MULTILINE)
