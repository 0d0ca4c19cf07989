"""`ecogram serve`: everything that is not configured elsewhere, in one command."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from pathlib import Path

import uvicorn
import uvloop
from starlette.types import ASGIApp

from app.embedded import children
from app.embedded.folder import private
from app.errors import CannotStart
from app.garbage import spare_what_is_here
from app.house import furnished
from app.parts import environment, provided
from app.processes import Processes
from app.settings import Settings
from app.web import make_app
from graph.http import MOST_JSON_BYTES

logger = logging.getLogger(__name__)
# A worker that cannot start must not spin.
RESTART_SECONDS = 1.0
WORKER_STOP_SECONDS = 15.0
# An upload or a subscription may be under way; after this it is cut.
GRACE_SECONDS = 10
# What a process needs after that to close its connections.
STOP_SECONDS = 5
DEAF_MILLISECONDS = 60_000

WELCOME = """
Ecogram is ready.
  Console, in a browser:           {address}/
  API, and GraphiQL in a browser:  {address}/graphql
  Everything is kept in:           {data}

First step: register; the first account becomes ADMIN. In the console, or with any client:
  mutation {{
    register(input: {{email: "you@example.com", password: "10 characters or more", name: "You"}}) {{
      userErrors {{ message }}
    }}
  }}
Stop with Ctrl-C.
"""


class AddressTaken(CannotStart):
    """Another program listens where we were told to."""

    def __init__(self, settings: Settings, reason: OSError) -> None:
        super().__init__(
            f"Cannot listen on {settings.host}:{settings.port} ({reason.strerror}): stop the "
            "program that does, or set ECOGRAM_PORT to another port."
        )


def main(settings: Settings, *, worker: bool) -> None:
    """Serve until SIGINT or SIGTERM. Raises CannotStart."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, worker=worker))


async def _serve(settings: Settings, *, worker: bool) -> None:
    with _listening(settings) as ours:
        async with AsyncExitStack() as stack:
            full = await stack.enter_async_context(provided(settings))
            welcome = partial(_welcome, full.address, await asyncio.to_thread(full.data.resolve))
            if worker:
                working = asyncio.create_task(_keep_working(full))
                stack.push_async_callback(_stopped, working)
            if full.processes == 1:
                await answer(full, ours, welcome)
            else:
                await Processes(full, ours, patience=GRACE_SECONDS + STOP_SECONDS).run(welcome)


async def answer(settings: Settings, ours: socket.socket, ready: Callable[[], None]) -> None:
    """Answer at `ours` in this process until SIGINT or SIGTERM, and call `ready` once we do."""
    async with furnished(settings) as parts:
        app = make_app(settings, parts.house, parts.checks)
        await Server(app, settings, ready).serve([ours])


def _welcome(address: str, data: Path) -> None:
    sys.stdout.write(WELCOME.format(address=address, data=data))
    sys.stdout.flush()


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """The address, taken before anything is started that would have to be stopped again."""
    try:
        ours = socket.create_server((settings.host, settings.port), backlog=2048)
    except OSError as error:
        raise AddressTaken(settings, error) from error
    with ours:
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Who reads nothing for so long is dropped, and with them what waits to be sent.
            ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAF_MILLISECONDS)
        yield ours


class Server(uvicorn.Server):
    """uvicorn, which calls `ready` once it answers."""

    def __init__(self, app: ASGIApp, settings: Settings, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="none",
                http="httptools",
                lifespan="off",
                access_log=False,
                ws_max_size=MOST_JSON_BYTES,
                # Events are small, and each connection would keep tens of kilobytes for it.
                ws_per_message_deflate=False,
                forwarded_allow_ips=settings.trusted_proxies,
                log_config=None,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self.ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal, the second time at once; our parts are then stopped in good order.

        uvicorn's own way raises the signal again at its end, which would cut our stopping short.
        """
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(signum, self.handle_exit, signum, None)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        spare_what_is_here()
        self.ready()


async def _keep_working(settings: Settings) -> None:
    """A worker beside us, started anew whenever it dies."""
    log = private(settings.data / "logs") / "worker.log"
    variables = {**os.environ, **environment(settings)}
    command = [sys.executable, "-m", "app.cli", "worker"]
    while True:
        async with children.running(
            "worker", command, log=log, environment=variables, patience=WORKER_STOP_SECONDS
        ) as child:
            await child.process.wait()
        logger.error("The worker ended and is started anew; see %s.", log)
        await asyncio.sleep(RESTART_SECONDS)


async def _stopped(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
