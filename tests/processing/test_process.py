"""One child process, however it behaves."""

import asyncio
import sys

import pytest

from processing.process import Gone, Subprocess

CHATTER = "import os\nwhile True: os.write(1, b'x' * 65536)"


async def started(code: str) -> Subprocess:
    """A child that runs this."""
    return await Subprocess.start(
        [sys.executable, "-S", "-c", code], name="test child", longest_line=4096
    )


async def test_a_child_that_never_stops_talking_is_ended() -> None:
    """What it wrote and nobody read does not keep its end from being seen."""
    child = await started(CHATTER)
    with pytest.raises(Gone) as gone:
        await child.line()
    async with asyncio.timeout(10):
        await child.close()

    assert gone.value.status is None
    assert not child.alive


async def test_the_end_tells_its_status() -> None:
    """A child that ends by itself tells how."""
    child = await started("raise SystemExit(7)")
    with pytest.raises(Gone) as gone:
        await child.line()
    await child.close()

    assert gone.value.status == 7
