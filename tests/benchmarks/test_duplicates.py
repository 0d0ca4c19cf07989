"""The benchmark of near duplicates runs; what it measures is no matter for a test."""

import asyncio
import re
import sys

from benchmarks.duplicates import Crowd


async def test_the_benchmark_runs_to_its_end() -> None:
    """Every look-up prints its figures, and the index finds what comparing with all finds."""
    command = ["-m", "benchmarks.duplicates", "--hashes", "3000", "--looks", "20"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    output, complaints = (text.decode() for text in await process.communicate())

    assert process.returncode == 0, complaints + output
    assert len(re.findall(r"median +\d+\.\d ms, p99 +\d+\.\d ms", output)) == 5
    assert re.search(r"^the same images found +yes", output, re.MULTILINE)


def test_the_crowd_is_as_large_as_asked_for_and_no_two_alike() -> None:
    """Each hash once, and some of them near each other."""
    hashes = Crowd(1).hashes(2_000)
    near = sum((one ^ two).bit_count() <= 8 for one in hashes[:100] for two in hashes if one != two)

    assert len(hashes) == len(set(hashes)) == 2_000
    assert near > 5
