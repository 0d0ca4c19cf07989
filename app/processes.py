"""Several processes that answer clients at one address, kept alive side by side.

Each takes the next connection that it has time for: the address is a socket that they share.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from app.embedded import children
from app.errors import CannotStart
from app.parts import environment
from app.settings import Settings

logger = logging.getLogger(__name__)
# One that cannot start must not spin.
RESTART_SECONDS = 1.0
# What a process says on its standard output once it answers.
READY = b"ready\n"


class NeverAnswered(CannotStart):
    """A process ended while we were starting: it would end again."""

    def __init__(self, name: str, status: int) -> None:
        super().__init__(
            f"{name} ended with {children.meaning(status)} before it answered: see above."
        )


@dataclass(eq=False)
class Processes:
    """As many as the settings say, each of which gets `patience` seconds to stop."""

    settings: Settings
    ours: socket.socket
    patience: float
    _alive: dict[str, Process] = field(default_factory=dict)
    _stopping: bool = False

    async def run(self, ready: Callable[[], None]) -> None:
        """Answer until SIGINT or SIGTERM; call `ready` once all do. Raises NeverAnswered."""
        names = [f"api-{number}" for number in range(1, self.settings.processes + 1)]
        answering = {name: asyncio.Event() for name in names}
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(signum, self._hear, signum, stop)
        try:
            async with asyncio.TaskGroup() as group:
                keeping = [group.create_task(self._keep(*one)) for one in answering.items()]
                telling = group.create_task(_told(answering, ready))
                await stop.wait()
                for task in (telling, *keeping):
                    task.cancel()
        except* NeverAnswered as failed:
            raise failed.exceptions[0] from None

    def _hear(self, signum: int, stop: asyncio.Event) -> None:
        """The first signal stops us in good order, the next ones are the processes' own."""
        if stop.is_set():
            for process in self._alive.values():
                with suppress(ProcessLookupError):
                    process.send_signal(signum)
        self._stopping = True
        stop.set()

    async def _keep(self, name: str, answers: asyncio.Event) -> None:
        """Run a process, and another one in its place whenever it ends."""
        while True:
            status = await self._one(name, answers)
            if self._stopping:
                return
            if not answers.is_set():
                raise NeverAnswered(name, status)
            said = children.meaning(status)
            logger.error("%s ended with %s and is started anew.", name, said)
            await asyncio.sleep(RESTART_SECONDS)

    async def _one(self, name: str, answers: asyncio.Event) -> int:
        """The status of a process that has ended."""
        process = self._alive[name] = await _started(
            name, self.ours.fileno(), {**os.environ, **environment(self.settings)}
        )
        try:
            assert process.stdout is not None, "It is a pipe."
            async for line in process.stdout:
                if line == READY:
                    logger.info("%s answers as process %d.", name, process.pid)
                    answers.set()
            return await process.wait()
        finally:
            await children.stop(process, patience=self.patience)
            del self._alive[name]


async def _told(answering: Mapping[str, asyncio.Event], ready: Callable[[], None]) -> None:
    for one in answering.values():
        await one.wait()
    ready()


async def _started(name: str, descriptor: int, variables: Mapping[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(
        *children.bound_to_us([sys.executable, "-m", "app.answering", str(descriptor), name]),
        stdin=DEVNULL,
        stdout=PIPE,
        env=variables,
        pass_fds=(descriptor,),
        # Ctrl-C in the terminal reaches us only: they are stopped before what they work with.
        start_new_session=True,
    )
