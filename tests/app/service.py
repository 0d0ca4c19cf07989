"""`ecogram serve` as a user starts it: a process of its own, in a folder of its own."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

START_SECONDS = 120


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    """The variables of a user who set nothing but these; the folder is told as from here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ECOGRAM_")}
    return {**kept, "ECOGRAM_DATA": os.path.relpath(data), "ECOGRAM_PORT": str(port), **more}


@dataclass(frozen=True)
class Service:
    """A running Ecogram with its children."""

    process: asyncio.subprocess.Process
    address: str
    started_in: float

    @property
    def tree(self) -> list[psutil.Process]:
        """The process and all that it has started."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    @property
    def worker(self) -> psutil.Process:
        """The worker beside it."""
        [found] = [one for one in self.tree if one.cmdline()[-2:] == ["app.cli", "worker"]]
        return found

    async def kill(self) -> None:
        """End all of it at once, as a power cut does."""
        doomed = self.tree
        for one in doomed:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        await self.process.wait()

    async def stop(self) -> str:
        """Ctrl-C, and what was printed meanwhile."""
        self.process.send_signal(signal.SIGINT)
        output, _ = await asyncio.wait_for(self.process.communicate(), 60)
        return output.decode()


@asynccontextmanager
async def serving(data: Path, port: int, **more: str) -> AsyncIterator[Service]:
    """The service, once it is ready; whatever is left of it at the end is ended."""
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        "serve",
        env=environment(data, port, **more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await _ready(process, address)
        yield Service(process, address, time.monotonic() - began)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.communicate()


async def _ready(process: asyncio.subprocess.Process, address: str) -> None:
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
        while True:
            assert process.returncode is None, "The service ended before it was ready."
            with suppress(httpx.TransportError):
                if (await client.get(f"{address}/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.05)
