"""Where workers' files lie: nobody else's while they live, and not for ever after."""

import asyncio
import sys
from pathlib import Path

from app.scratch import scratch

HOLD = """
import sys, pathlib
from app.scratch import scratch
with scratch(pathlib.Path(sys.argv[1])) as ours:
    (ours / "original").write_bytes(b"private")
    print(ours, flush=True)
    sys.stdin.read()
"""


async def worker(data: Path) -> tuple[asyncio.subprocess.Process, Path]:
    """A process that holds a folder, with a file in it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLD, str(data)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, Path((await process.stdout.readline()).decode().strip())


async def test_only_the_dead_are_cleared_away(tmp_path: Path) -> None:
    """A worker that starts removes what killed ones left, and leaves the living alone."""
    (killed, left), (alive, held) = await asyncio.gather(worker(tmp_path), worker(tmp_path))
    killed.kill()
    await killed.wait()
    with scratch(tmp_path) as ours:
        assert set((tmp_path / "scratch").iterdir()) == {held, ours}
        assert (held / "original").read_bytes() == b"private"
    assert not left.exists()
    await alive.communicate(b"")

    assert list((tmp_path / "scratch").iterdir()) == []


async def test_many_start_at_once(tmp_path: Path) -> None:
    """Of workers that start at the same moment none takes another's new folder away."""
    made = await asyncio.gather(*(worker(tmp_path) for _ in range(6)))
    kept = [(folder / "original").exists() for _, folder in made]
    await asyncio.gather(*(process.communicate(b"") for process, _ in made))

    assert kept == [True] * 6
