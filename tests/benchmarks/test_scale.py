"""The benchmarks of scale run; what they measure is no matter for a test."""

import asyncio
import re
import sys


async def printed(*words: str) -> str:
    """What a benchmark prints, which ends by itself whatever it has measured."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, complaints = (text.decode() for text in await process.communicate())
    assert process.returncode in {0, 1}, complaints + output
    assert "Traceback" not in complaints, complaints
    return output


async def test_the_benchmark_of_growth_runs_to_its_end() -> None:
    """Each query has its cost over each library, and how much that grew."""
    few = ["--sizes", "200", "400", "--rounds", "1", "--times", "2"]
    output = await printed("benchmarks.growth", *few)

    assert len(re.findall(r"[\d.]+ +[\d.]+ ms   x [\d.]+$", output, re.MULTILINE)) == 23


async def test_the_benchmark_of_subscribers_runs_to_its_end() -> None:
    """Nobody is left out: fifty hear each event."""
    output = await printed("benchmarks.subscribers", "--subscribers", "50", "--events", "2")

    assert re.search(r"^memory a subscriber +-?\d+ kB$", output, re.MULTILINE)
    assert re.search(r"^hung up, missed +0, 0$", output, re.MULTILINE)
