"""The service as a user starts it, in a folder of its own, and the wait for its first answer."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.app.service import environment

START_SECONDS = 120
STOP_SECONDS = 60
LOG_BYTES = 4_000
QUIET = {"ECOGRAM_LOG_LEVEL": "WARNING", "ECOGRAM_COST_BUDGET": "0"}
# Asks for a token's owner: the schema, the context and the routes must all stand.
FIRST_QUERY = {"query": "{ viewer { email } }"}


class DidNotStart(Exception):
    """The service ended, or took too long; the message shows what it said last."""


@dataclass(frozen=True, slots=True)
class Service:
    """A running service, and the seconds from its process's start to its first answer."""

    address: str
    started_in: float
    process: psutil.Process


@asynccontextmanager
async def serving(
    data: Path, port: int, *, worker: bool = True, **more: str
) -> AsyncIterator[Service]:
    """`ecogram serve` on `data`, from its first answer on; stopped at the end of the block.

    `more` are variables that it sees. Without a worker beside it, nothing is done but answering.
    """
    log = data.with_suffix(".log")
    with log.open("ab") as output:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.cli",
            "serve",
            *([] if worker else ["--no-worker"]),
            env=environment(data, port, **QUIET, **more),
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        await _answered(process, address, log)
        took = time.perf_counter() - began
        yield Service(address, took, psutil.Process(process.pid))
    finally:
        await _stopped(process)


async def _answered(process: asyncio.subprocess.Process, address: str, log: Path) -> None:
    try:
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
            while not await _answers(client, address):
                if process.returncode is not None:
                    raise DidNotStart(_said(log))
                await asyncio.sleep(0.01)
    except TimeoutError as error:
        raise DidNotStart(_said(log)) from error


async def _answers(client: httpx.AsyncClient, address: str) -> bool:
    # The port is taken before anybody answers at it, so one request waits for all the rest.
    with suppress(httpx.TransportError):
        answer = await client.post(f"{address}/graphql", json=FIRST_QUERY, timeout=START_SECONDS)
        return answer.status_code == 200
    return False


def _said(log: Path) -> str:
    said = log.read_bytes()[-LOG_BYTES:].decode(errors="replace")
    return f"The service did not start. It said:\n{said}"


async def _stopped(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    own = psutil.Process(process.pid)
    family = [own, *own.children(recursive=True)]
    process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    finally:
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    await process.wait()


def cores() -> int:
    """The processor cores that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def answering(service: psutil.Process) -> list[psutil.Process]:
    """The processes that answer clients: those that the service has started, or itself."""
    started = service.children()
    return [one for one in started if "app.answering" in one.cmdline()] or [service]
