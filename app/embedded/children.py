"""Programs that we start, watch and stop, and that never outlive us."""

import asyncio
import shutil
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.embedded.errors import ProgramFailed

LAST_LINES = 15
LAST_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Child:
    """A program that we started, and where it writes what it has to say."""

    name: str
    process: Process
    log: Path

    async def until(self, ready: Callable[[], Awaitable[bool]], *, patience: float) -> None:
        """Wait until `ready` says so, asking every 20 ms, for at most `patience` seconds.

        Raises ProgramFailed, with the end of the log, when the program ends or time is up.
        """
        try:
            async with asyncio.timeout(patience):
                while not await ready():
                    self.must_live()
                    await asyncio.sleep(0.02)
        except TimeoutError as error:
            raise self.failed(f"was not ready after {patience:.0f} s") from error

    def must_live(self) -> None:
        """Raise ProgramFailed when the program has ended."""
        if self.process.returncode is not None:
            raise self.failed(f"ended with {meaning(self.process.returncode)}")

    def failed(self, problem: str) -> ProgramFailed:
        """The error that says what the program did, and shows the end of its log."""
        return ProgramFailed(self.name, problem, self.log, last_lines(self.log))

    async def stop(self, *, patience: float) -> None:
        """Ask it to end; after `patience` seconds, or when we are cancelled, make it end."""
        await stop(self.process, patience=patience)


async def stop(process: Process, *, patience: float) -> None:
    """Ask a program to end; after `patience` seconds, or when we are cancelled, make it end."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), patience)
    except TimeoutError:
        pass
    finally:
        if process.returncode is None:
            process.kill()
    await process.wait()


@asynccontextmanager
async def running(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    inherit: Sequence[int] = (),
    patience: float = 10.0,
) -> AsyncIterator[Child]:
    """Run `command` while the block runs; then stop it, within `patience` seconds.

    It works in `folder` and sees `environment`, or ours if none is given, and `inherit` names
    the descriptors that it keeps. The log of the run before stays beside the new one, as
    `.old`. Call this from the main thread: see `bound_to_us`.
    """
    process = await _start(command, log, folder, environment, inherit)
    child = Child(name, process, log)
    try:
        yield child
    finally:
        await child.stop(patience=patience)


async def _start(
    command: Sequence[str],
    log: Path,
    folder: Path | None,
    environment: Mapping[str, str] | None,
    inherit: Sequence[int],
) -> Process:
    with _fresh(log) as output:
        return await asyncio.create_subprocess_exec(
            *bound_to_us(command),
            stdin=DEVNULL,
            stdout=output,
            stderr=STDOUT,
            cwd=folder,
            env=environment,
            pass_fds=inherit,
            # A session of its own: Ctrl-C in the terminal reaches us only, and we stop it
            # in good order.
            start_new_session=True,
        )


def _fresh(log: Path) -> BinaryIO:
    if log.exists():
        log.replace(log.with_suffix(log.suffix + ".old"))
    return log.open("wb")


def bound_to_us(command: Sequence[str]) -> list[str]:
    """`command`, so that it gets SIGTERM when we die, however we die.

    Linux sends it when the *thread* that started the child ends, so start children from the
    main thread. Where there is no setpriv (util-linux) the child outlives a kill -9 of ours.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else list(command)


def last_lines(log: Path) -> str:
    """The last lines of a log, without reading the whole of it."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LAST_BYTES))
        lines = file.read().decode(errors="replace").splitlines()
    return "\n".join(lines[-LAST_LINES:])


def meaning(code: int) -> str:
    """What the status of a program that ended says."""
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
