"""The benchmark of renditions runs; what it measures is no matter for a test."""

import asyncio
import re
import sys


async def test_the_benchmark_runs_to_its_end() -> None:
    """Each contender has its line, ours and those that need nothing installed."""
    command = ["-m", "benchmarks.renditions", "--photos", "2", "--rounds", "1", "--without-sharp"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    output, complaints = (text.decode() for text in await process.communicate())

    assert process.returncode in {0, 1}, complaints
    for name in ("ecogram", "plain", "thumbnail"):
        line = rf"^{name} +\d+\.\d\d +\d+ +\d+ +0\.\d{{4}} +\d+\.\d +0\.\d{{4}} +\d+\.\d$"
        assert re.search(line, output, re.MULTILINE), output + complaints
    assert re.search(r"^ecogram / plain +\d+\.\d\d$", output, re.MULTILINE)
