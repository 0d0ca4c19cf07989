"""Programs that we start, watch and stop, and that never outlive us."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from time import monotonic

import psutil
import pytest

from app.embedded import children
from app.embedded.errors import FolderInUse, ProgramFailed
from app.embedded.folder import claimed

SLEEPS = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(60)"]
HEARS_NOTHING = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
DEAF = [sys.executable, "-c", HEARS_NOTHING]
FAILS = [sys.executable, "-c", "print('no such thing as a cat'); raise SystemExit(7)"]


def says(log: Path, word: str) -> bool:
    """Whether the log has the word."""
    return log.exists() and word in log.read_text()


async def test_a_child_is_stopped_with_the_block(tmp_path: Path) -> None:
    """It lives as long as the block, in a session of its own, and no longer."""
    log = tmp_path / "log"
    async with children.running("cat", SLEEPS, log=log) as child:
        await child.until(lambda: written(log, "awake"), patience=10)
        alone = os.getsid(child.process.pid) == child.process.pid

    assert alone
    assert child.process.returncode == -signal.SIGTERM


async def written(log: Path, word: str) -> bool:
    """The same, for those who wait."""
    return says(log, word)


async def test_a_deaf_child_is_killed(tmp_path: Path) -> None:
    """Who does not hear SIGTERM gets SIGKILL when patience ends."""
    log = tmp_path / "log"
    async with children.running("cat", DEAF, log=log, patience=0.3) as child:
        await child.until(lambda: written(log, "deaf"), patience=10)

    assert child.process.returncode == -signal.SIGKILL


async def test_a_child_stops_when_its_task_is_cancelled(tmp_path: Path) -> None:
    """Even a second cancellation, while it is being stopped, leaves nothing behind."""
    log, started = tmp_path / "log", asyncio.Event()
    pids: list[int] = []

    async def serve() -> None:
        async with children.running("cat", DEAF, log=log, patience=30) as child:
            await child.until(lambda: written(log, "deaf"), patience=10)
            pids.append(child.process.pid)
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(serve())
    await started.wait()
    task.cancel()
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await ends(pids[0])


async def test_a_failed_start_shows_the_end_of_the_log(tmp_path: Path) -> None:
    """The error says how it ended, what it said last, and where the rest is."""
    log = tmp_path / "log"
    with pytest.raises(ProgramFailed) as raised:
        async with children.running("cat", FAILS, log=log) as child:
            await child.until(never, patience=10)

    assert "cat ended with exit code 7" in str(raised.value)
    assert "no such thing as a cat" in str(raised.value)
    assert str(log) in str(raised.value)


async def eventually(true: Callable[[], bool]) -> None:
    """Wait until it is true, for at most 20 s."""
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.02)


async def ends(pid: int) -> bool:
    """True once the process is gone, or dead and not yet buried."""
    await eventually(lambda: not psutil.pid_exists(pid) or is_dead(pid))
    return True


def is_dead(pid: int) -> bool:
    """Whether only its entry in the table of processes is left."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def never() -> bool:
    """Nothing is ever ready."""
    return False


async def test_waiting_for_a_child_has_an_end(tmp_path: Path) -> None:
    """A program that hangs while starting is an error, and is stopped."""
    with pytest.raises(ProgramFailed, match="was not ready after 1 s"):
        async with children.running("cat", SLEEPS, log=tmp_path / "log") as child:
            await child.until(never, patience=1)

    assert child.process.returncode is not None


async def test_the_log_of_the_run_before_is_kept(tmp_path: Path) -> None:
    """After a crash and a new start one can still read why."""
    log = tmp_path / "cat.log"
    log.write_text("why")
    async with children.running("cat", SLEEPS, log=log) as child:
        await child.until(lambda: written(log, "awake"), patience=10)

    assert says(tmp_path / "cat.log.old", "why")
    assert not says(log, "why")


PARENT = dedent("""
    import asyncio, os, sys
    from pathlib import Path
    from app.embedded import children
    from app.embedded.folder import claimed

    async def main(home):
        async with claimed(home) as lock:
            command = [sys.executable, "-c", {code!r}]
            async with children.running("cat", command, log=home / "log", inherit=[lock]) as cat:
                (home / "pid").write_text(str(cat.process.pid))
                await asyncio.sleep(60)

    asyncio.run(main(Path(sys.argv[1])))
""")
# It takes a second to end, as a database does.
SLOW_END = (
    "import signal, sys, time;"
    "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(1), sys.exit()));"
    "print('awake', flush=True); time.sleep(60)"
)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells children of a death.")
async def test_a_child_dies_with_a_killed_parent_and_holds_its_folder_until_then(
    tmp_path: Path,
) -> None:
    """After a kill -9 of ours nothing keeps running, and the next start waits for its end."""
    program = PARENT.format(code=SLOW_END)
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program, str(tmp_path))
    await eventually(lambda: says(tmp_path / "log", "awake") and says(tmp_path / "pid", ""))
    parent.kill()
    await parent.wait()
    with pytest.raises(FolderInUse):
        async with claimed(tmp_path, patience=0):
            pass
    began = monotonic()
    async with claimed(tmp_path, patience=10):
        waited = monotonic() - began

    assert 0.3 < waited < 8
    assert await ends(int(pid_in(tmp_path)))


def pid_in(folder: Path) -> str:
    """The process id that the parent wrote down."""
    return (folder / "pid").read_text()


async def test_a_folder_serves_one_at_a_time(tmp_path: Path) -> None:
    """The second one is told which folder, and what to do."""
    async with claimed(tmp_path):
        with pytest.raises(FolderInUse, match="in use by another running Ecogram"):
            async with claimed(tmp_path, patience=0.1):
                pass
    async with claimed(tmp_path, patience=0):
        pass
