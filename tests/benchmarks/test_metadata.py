"""The benchmark of metadata runs; what it measures is no matter for a test."""

import asyncio
import re
import sys


async def test_the_benchmark_runs_to_its_end() -> None:
    """Both parts print their figures beside a peer's."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.metadata", "--quick"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, complaints = (text.decode() for text in await process.communicate())

    assert process.returncode in {0, 1}, complaints
    assert re.search(r"^photos a processor second +\d+\.\d$", output, re.MULTILINE), complaints
    assert re.search(r"^median +\d+ ms$", output, re.MULTILINE)
    assert re.search(r"^ExifTool anew, unverified, median +\d+ ms$", output, re.MULTILINE)
