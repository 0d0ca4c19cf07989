"""The benchmark runs; what it measures is no matter for a test."""

import asyncio
import re
import sys

from benchmarks.pictures import padded
from tests.photos import opened


async def test_the_benchmark_runs_to_its_end() -> None:
    """Every part prints its figures, and the API stays under its ceiling."""
    command = ["-m", "benchmarks.ingest", "--quick", "--photos", "2", "--uploads", "4"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    output, complaints = (text.decode() for text in await process.communicate())

    assert process.returncode == 0, complaints
    assert re.search(r"^photos a second +\d+\.\d\d$", output, re.MULTILINE)
    assert re.search(r"^Ecogram / plain script +\d+\.\d\d$", output, re.MULTILINE)
    for role in ("API", "worker", "picture child", "exiftool", "mongod", "seaweedfs"):
        assert len(re.findall(rf"^{role} +[1-9]\d* +[1-9]\d* ", output, re.MULTILINE)) == 2
    assert "The API stayed under 250 MB" in output


def test_padded_pictures_are_pictures() -> None:
    """They have the size that was asked for to the byte, differ, and decode."""
    for size in (600_000, 1_000_000, 1_000_003):
        first, second = padded(2, size)

        assert len(first) == len(second) == size
        assert first != second
        with opened(first) as image:
            assert image.format == "JPEG"
