"""`ecogram serve`: everything that is not configured elsewhere, in one command."""

import asyncio
import logging
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import uvicorn

from app.embedded import children
from app.embedded.folder import private
from app.house import furnished
from app.parts import environment, provided
from app.settings import Settings
from app.web import make_app

logger = logging.getLogger(__name__)
# A worker that was killed leaves its jobs to the next one; one that cannot start must not spin.
RESTART_SECONDS = 1.0
WORKER_STOP_SECONDS = 15.0

WELCOME = """
Ecogram is ready.
  API, and GraphiQL in a browser:  {address}/graphql
  Data:                            {data}

First step: make the first account, which becomes ADMIN. In GraphiQL or with any client:
  mutation {{ register(input: {{email: "you@example.com", password: "...", name: "You"}}) {{ accepted }} }}
Stop with Ctrl-C; everything is kept.
"""


def main(settings: Settings, *, worker: bool) -> None:
    """Serve until SIGINT or SIGTERM."""
    asyncio.run(_serve(settings, worker=worker), loop_factory=uvicorn.loops.uvloop.uvloop_loop_factory)


async def _serve(settings: Settings, *, worker: bool) -> None:
    async with AsyncExitStack() as stack:
        full = await stack.enter_async_context(provided(settings))
        ours = await stack.enter_async_context(furnished(full))
        if worker:
            working = asyncio.create_task(_keep_working(full))
            stack.push_async_callback(_stopped, working)
        server = Server(make_app(full, ours.house, ours.checks), full)
        await server.serve()


class Server(uvicorn.Server):
    """uvicorn, which says where we are once we answer."""

    def __init__(self, app: object, settings: Settings) -> None:
        super().__init__(
            uvicorn.Config(
                app,  # type: ignore[arg-type]
                host=settings.host,
                port=settings.port,
                loop="none",
                http="httptools",
                lifespan="off",
                access_log=False,
                log_config=None,
                timeout_graceful_shutdown=10,
            )
        )
        self.settings = settings

    async def startup(self, sockets: list[object] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            data = Path(self.settings.data).resolve()
            sys.stdout.write(WELCOME.format(address=self.settings.address, data=data))
            sys.stdout.flush()


async def _keep_working(settings: Settings) -> None:
    """A worker beside us, started anew whenever it dies."""
    logs = private(settings.data / "logs")
    # Strangers' bytes are decoded below this process; what it need not know it is not told.
    variables = {**os.environ, **environment(settings)}
    command = [sys.executable, "-m", "app.cli", "worker"]
    while True:
        async with children.running(
            "worker", command, log=logs / "worker.log", environment=variables,
            patience=WORKER_STOP_SECONDS,
        ) as child:
            await child.process.wait()
        logger.error("The worker ended and is started anew; see %s.", logs / "worker.log")
        await asyncio.sleep(RESTART_SECONDS)


async def _stopped(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
