"""`python -m benchmarks.reads`: a page of 50 approved pictures, by us and by others.

All servers read the same MongoDB, are asked the same query, give the same answer (it is checked),
have one process each and take turns. What counts is requests per second of the server's own
processor time: it does not depend on who else uses the machine. Servers in JavaScript are
installed by npm into a folder that is removed afterwards; without Node.js they are left out.
"""

import argparse
import asyncio
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psutil
from pymongo import AsyncMongoClient

import documents
from actions.access import OPERATOR
from actions.accounts import accounts, people
from app.embedded import mongod
from benchmarks import report
from benchmarks.readers import rules
from benchmarks.reading import PAGE, QUERY, SIGNED, fill
from benchmarks.service import cores
from documents.users import Role

PACKAGES = (
    "graphql-yoga@5.24.1",
    "@apollo/server@5.5.1",
    "mercurius@16.10.1",
    "fastify@5.12.8",
    "graphql@16.15.0",
    "mongodb@6.22.0",
)
IN_PYTHON = ("ecogram", "interpreted", "bare", "beanie")
IN_NODE = ("yoga", "apollo", "mercurius")
SCRIPT = Path(__file__).with_name("readers.mjs")
DATABASE = "benchmark_reads"
PASSWORD = "correct horse battery"  # noqa: S105
# How many times as many requests a processor second as the peers we promise.
GOALS = {"yoga": 3.5, "apollo": 3.5, "mercurius": 1.7, "beanie": 10.0, "bare": 0.85}
IN_FLIGHT = 4
WARM_UP = 30


@dataclass(slots=True)
class Reader:
    """A server that answers, and its milliseconds of processor time a request, by round."""

    name: str
    address: str
    process: psutil.Process
    spent: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests per second of processor time."""
        return 1000 / median(self.spent)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reads", description=__doc__)
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=150, help="of each server, a round")
    parser.add_argument("--without-node", action="store_true", help="install nothing")
    parser.add_argument("--only", nargs="*", help="these servers alone")
    parser.add_argument("--data", type=Path, help="keep the database here for the next time")
    return asyncio.run(_measure(parser.parse_args(arguments)))


async def _measure(told: argparse.Namespace) -> int:
    report.heading(f"Reading {PAGE} of {told.images:,} images, on {report.machine(cores())}")
    report.figure("load before", " ".join(f"{load:.1f}" for load in os.getloadavg()))
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        uri = await stack.enter_async_context(mongod.running(told.data or folder))
        token = await _prepared(uri, told.images)
        commands = _commands(uri, folder, told)
        readers = [
            await stack.enter_async_context(_reading(name, command, folder))
            for name, command in commands.items()
        ]
        await _same_answers(readers, token)
        for _ in range(told.rounds):
            for reader in readers:
                reader.spent.append(await _spent(reader, QUERY, token, told.requests))
        _told(readers)
        await _told_signed(readers, token, told.requests)
        report.figure("load after", " ".join(f"{load:.1f}" for load in os.getloadavg()))
        return _judged(readers)


async def _prepared(uri: str, images: int) -> str:
    """An access token for a library of so many images."""
    async with AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as mongo:
        await documents.connect(mongo[DATABASE])
        await fill(images)
        email = f"{secrets.token_hex(4)}@example.com"
        await people.create_user(
            OPERATOR, email=email, password=PASSWORD, role=Role.VIEWER, name="Reader"
        )
        signed = await accounts.login(rules(), email=email, password=PASSWORD, client="benchmark")
        return signed.access_token


def _commands(uri: str, folder: Path, told: argparse.Namespace) -> dict[str, list[str]]:
    ours = [sys.executable, "-m", "benchmarks.readers"]
    commands = {name: [*ours, name, uri, DATABASE] for name in IN_PYTHON}
    script = None if told.without_node else _installed(folder)
    if script:
        commands |= {name: ["node", str(script), name, uri, DATABASE] for name in IN_NODE}
    return {name: command for name, command in commands.items() if name in (told.only or commands)}


def _installed(folder: Path) -> Path | None:
    """The script beside fresh servers; None, with a word why, where npm cannot bring them."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        report.figure("servers in JavaScript", "left out: there is no Node.js here")
        return None
    home = folder / "node"
    home.mkdir()
    home.joinpath("package.json").write_text("{}")
    wanted = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        subprocess.run([*wanted, *PACKAGES], cwd=home, check=True, capture_output=True, timeout=300)
    except (subprocess.SubprocessError, OSError) as error:
        report.figure("servers in JavaScript", f"left out: {error}")
        return None
    return Path(shutil.copy(SCRIPT, home))


@asynccontextmanager
async def _reading(name: str, command: Sequence[str], folder: Path) -> AsyncIterator[Reader]:
    """A server, from the moment that it says its address to the end of the block."""
    environment = {**os.environ, "NODE_ENV": "production"}
    with (folder / f"{name}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=log, env=environment
        )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(120):
            address = (await process.stdout.readline()).decode().strip()
        if not address:
            raise SystemExit((folder / f"{name}.log").read_text()[-3000:])
        yield Reader(name, address, psutil.Process(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _same_answers(readers: Sequence[Reader], token: str) -> None:
    """Raise unless all servers answer the same."""
    answers = {}
    for reader in readers:
        async with _client(reader, token) as client:
            # What it cost is told by us alone.
            answers[reader.name] = (await _asked(client, QUERY)).json()["data"]
    expected = next(iter(answers.values()))
    for name, answer in answers.items():
        if answer != expected:
            raise SystemExit(
                f"{name} answers otherwise: {str(answer)[:2000]}\n{str(expected)[:2000]}"
            )


async def _spent(reader: Reader, query: str, token: str, requests: int) -> float:
    """The milliseconds of processor time that a request took it."""
    async with _client(reader, token) as client:
        await _flood(client, query, WARM_UP)
        before = _seconds(reader.process)
        await _flood(client, query, requests)
        return (_seconds(reader.process) - before) / requests * 1000


async def _flood(client: httpx.AsyncClient, query: str, requests: int) -> None:
    left = iter(range(requests))

    async def ask_on() -> None:
        for _ in left:
            (await _asked(client, query)).raise_for_status()

    await asyncio.gather(*(ask_on() for _ in range(IN_FLIGHT)))


async def _asked(client: httpx.AsyncClient, query: str) -> httpx.Response:
    body = {"query": query, "variables": {"first": PAGE}, "operationName": "Approved"}
    return await client.post("/graphql", json=body)


def _client(reader: Reader, token: str) -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    return httpx.AsyncClient(base_url=reader.address, headers=headers, timeout=60, trust_env=False)


def _seconds(process: psutil.Process) -> float:
    """User and system, of all its threads, in nanosecond counters where there are any."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _told(readers: Sequence[Reader]) -> None:
    ours = readers[0]
    print(f"\n{'server':<14}{'ms a request':>14}{'requests a CPU second':>24}{'we are':>10}")
    for reader in readers:
        ratio = f"{ours.rate / reader.rate:.2f}x"
        print(f"{reader.name:<14}{median(reader.spent):>14.2f}{reader.rate:>24.0f}{ratio:>10}")


async def _told_signed(readers: Sequence[Reader], token: str, requests: int) -> None:
    for reader in readers:
        if reader.name in ("ecogram", "interpreted"):
            spent = await _spent(reader, SIGNED, token, requests)
            report.figure(f"{reader.name}, 150 signed links", f"{spent:.2f} ms a request")


def _judged(readers: Sequence[Reader]) -> int:
    rates: Mapping[str, float] = {reader.name: reader.rate for reader in readers}
    missed = [
        name
        for name, goal in GOALS.items()
        if name in rates and rates.get("ecogram", 0) < goal * rates[name]
    ]
    if missed:
        report.figure("promises not kept", ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
