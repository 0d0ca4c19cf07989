"""One child process, seen from its parent: lines in, lines out, and a sure end."""

import asyncio
import logging
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

log = logging.getLogger(__name__)

# Where this package lies, so that a child imports the same one.
ROOT = Path(__file__).resolve().parents[1]
# Nothing of the parent's environment goes down to a child; keys and secrets live there.
BARE_ENVIRONMENT = {"PATH": "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
# A child that complains without end is heard this far.
MOST_COMPLAINT = 16 * 1024


class Gone(Exception):
    """The process has ended, or said more than a line may hold.

    `status` is its exit status, negative for a signal, as in subprocess.
    """

    def __init__(self, status: int | None) -> None:
        super().__init__(f"The process ended with status {status}.")
        self.status = status


class Subprocess:
    """A running child in a session of its own; `close` ends it and everything it started."""

    def __init__(self, process: Process, name: str) -> None:
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise ValueError("The process needs three pipes.")
        self._process, self._name = process, name
        self._stdin, self._stdout = process.stdin, process.stdout
        self._complaints = asyncio.create_task(self._drain(process.stderr))

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        *,
        name: str,
        longest_line: int,
        environment: Mapping[str, str] | None = None,
    ) -> Self:
        """Start the command with a bare environment. Raises OSError if it cannot be started.

        Call it from a thread that outlives the child: a death signal follows that thread.
        """
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            cwd="/",
            env={**BARE_ENVIRONMENT, **(environment or {})},
            start_new_session=True,
            limit=longest_line,
        )
        return cls(process, name)

    @property
    def pid(self) -> int:
        """The process id, which is also its group's."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process has not been seen ending."""
        return self._process.returncode is None

    async def say(self, data: bytes) -> None:
        """Write to the child; a dead child is noticed by the next `line`."""
        with suppress(ConnectionError):
            self._stdin.write(data)
            await self._stdin.drain()

    async def line(self) -> bytes:
        """The next line that the child writes. Raises Gone."""
        return await self.until(b"\n")

    async def until(self, ending: bytes) -> bytes:
        """Everything up to `ending`, without it. Raises Gone."""
        try:
            return (await self._stdout.readuntil(ending)).removesuffix(ending)
        except asyncio.LimitOverrunError as error:
            raise Gone(None) from error
        except asyncio.IncompleteReadError as error:
            raise Gone(await self._status()) from error

    async def close(self) -> None:
        """End the child and all that it started, now, and wait until it is gone."""
        self.kill()
        self._stdin.close()
        with suppress(ConnectionError):
            await self._stdin.wait_closed()
        # A pipe that is full of unread words would never be seen closing, nor the process ending.
        while await self._stdout.read(MOST_COMPLAINT):
            pass
        await self._process.wait()
        await self._complaints

    def kill(self) -> None:
        """End the child and all that it started, without waiting."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    async def _status(self) -> int | None:
        # It closed its output: either it is about to end, or it never will.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), timeout=1)
        return self._process.returncode

    async def _drain(self, stderr: asyncio.StreamReader) -> None:
        left = MOST_COMPLAINT
        while complaint := await stderr.read(4096):
            if left > 0:
                text = complaint.decode(errors="replace")
                log.warning("%s %d says: %r", self._name, self.pid, text)
            left -= len(complaint)
