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
from time import perf_counter
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
from benchmarks.reading import ORDER, PAGE, QUERY, ROTATING, SIGNED, WANTED, fill
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
OURS = ("ecogram", "fragments", "kept")
IN_PYTHON = (*OURS, "interpreted", "bare", "beanie")
IN_NODE = ("yoga", "apollo", "mercurius")
SCRIPT = Path(__file__).with_name("readers.mjs")
DATABASE = "benchmark_reads"
PASSWORD = "correct horse battery"  # noqa: S105
# How many times as many requests a processor second as the peers we promise, keeping nothing of
# the pictures, and keeping what we may; the latter with many queries in rotation as well.
COLD = {"yoga": 3.5, "apollo": 3.5, "mercurius": 1.7, "beanie": 10.0, "bare": 0.85}
WARM = {"mercurius": 4.0}
MOST_STALE_MS = 50
WRITES = 40
IN_FLIGHT = 4
WARM_UP = 30


@dataclass(slots=True)
class Reader:
    """A server that answers, and its milliseconds of processor time a request, by round.

    `spent` is for one query again and again, `rotating` for many different ones in turn.
    """

    name: str
    address: str
    process: psutil.Process
    spent: list[float] = field(default_factory=list)
    rotating: list[float] = field(default_factory=list)


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
                reader.spent.append(await _spent(reader, [QUERY], token, told.requests))
                reader.rotating.append(await _spent(reader, ROTATING, token, told.requests))
        _told("one query again and again", {one.name: median(one.spent) for one in readers})
        _told(
            f"{len(ROTATING)} queries in rotation",
            {one.name: median(one.rotating) for one in readers},
        )
        await _told_signed(readers, token, told.requests)
        stale = await _staleness(readers, uri, token)
        report.figure("load after", " ".join(f"{load:.1f}" for load in os.getloadavg()))
        return _judged(readers, stale)


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
            queries = [QUERY, QUERY, QUERY, ROTATING[7]]
            answers[reader.name] = [(await _asked(client, one)).json()["data"] for one in queries]
    expected = next(iter(answers.values()))
    for name, answer in answers.items():
        if answer != expected:
            raise SystemExit(
                f"{name} answers otherwise: {str(answer)[:2000]}\n{str(expected)[:2000]}"
            )


async def _spent(reader: Reader, queries: Sequence[str], token: str, requests: int) -> float:
    """The milliseconds of processor time that a request took it."""
    async with _client(reader, token) as client:
        # Each is compiled when it comes a second time, and kept then.
        await _flood(client, queries, max(WARM_UP, 3 * len(queries)))
        before = _seconds(reader.process)
        await _flood(client, queries, requests)
        return (_seconds(reader.process) - before) / requests * 1000


async def _flood(client: httpx.AsyncClient, queries: Sequence[str], requests: int) -> None:
    left = iter(range(requests))

    async def ask_on() -> None:
        for number in left:
            (await _asked(client, queries[number % len(queries)])).raise_for_status()

    await asyncio.gather(*(ask_on() for _ in range(IN_FLIGHT)))


async def _asked(client: httpx.AsyncClient, query: str) -> httpx.Response:
    body = {"query": query, "variables": {"first": PAGE}, "operationName": "Approved"}
    return await client.post("/graphql", json=body)


def _client(reader: Reader, token: str) -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    return httpx.AsyncClient(base_url=reader.address, headers=headers, timeout=60, trust_env=False)


def _seconds(process: psutil.Process) -> float:
    """User and system, of all its threads; in nanoseconds where the kernel counts them so."""
    counted = [*Path(f"/proc/{process.pid}/task").glob("*/schedstat")]
    if counted:
        return sum(int(one.read_text().split()[0]) for one in counted) / 1e9
    times = process.cpu_times()
    return float(times.user + times.system)


def _told(what: str, spent: Mapping[str, float]) -> None:
    ours = [name for name in OURS if name in spent]
    heads = "".join(f"{name + ' is':>14}" for name in ours)
    print(f"\n{what}\n{'server':<14}{'ms a request':>14}{'a CPU second':>14}{heads}")
    for name, ms in spent.items():
        ratios = "".join(f"{f'{ms / spent[one]:.2f}x':>14}" for one in ours)
        print(f"{name:<14}{ms:>14.2f}{1000 / ms:>14.0f}{ratios}")


async def _told_signed(readers: Sequence[Reader], token: str, requests: int) -> None:
    for reader in readers:
        if reader.name in (*OURS, "interpreted"):
            spent = await _spent(reader, [SIGNED], token, requests)
            report.figure(f"{reader.name}, 150 signed links", f"{spent:.2f} ms a request")


async def _staleness(readers: Sequence[Reader], uri: str, token: str) -> float:
    """For how long what is kept was behind a write, in milliseconds; the median of many writes."""
    kept = [reader for reader in readers if reader.name == "kept"]
    spans = [span for reader in kept for span in await _behind(reader, uri, token)]
    if not spans:
        return 0.0
    spans.sort()
    told = f"median {median(spans):.1f} ms, longest of {len(spans)} {spans[-1]:.1f} ms"
    report.figure("a kept page is behind a write for", told)
    return median(spans)


async def _behind(reader: Reader, uri: str, token: str) -> list[float]:
    """From the moment that each of some writes is acknowledged to an answer that shows it."""
    spans = []
    async with (
        AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as mongo,
        _client(reader, token) as client,
    ):
        images = mongo[DATABASE]["images"]
        newest = await images.find_one(WANTED, sort=ORDER)
        assert newest is not None, "The library was filled."
        for number in range(WRITES):
            title = {"edits.title": f"Chair {number}, again"}
            await _asked(client, QUERY)
            await images.update_one({"_id": newest["_id"]}, {"$set": title})
            began = perf_counter()
            while title["edits.title"] not in (await _asked(client, QUERY)).text:
                pass
            spans.append((perf_counter() - began) * 1000)
        await images.replace_one({"_id": newest["_id"]}, newest)
    return spans


def _judged(readers: Sequence[Reader], stale: float) -> int:
    same = {reader.name: median(reader.spent) for reader in readers}
    rotating = {reader.name: median(reader.rotating) for reader in readers}
    missed = [
        *_missed("nothing kept", same, "ecogram", COLD),
        *_missed("kept", same, "kept", WARM),
        *_missed("kept, in rotation", rotating, "kept", WARM),
    ]
    if stale > MOST_STALE_MS:
        missed.append(f"stale for {stale:.0f} ms")
    report.figure("promises not kept", ", ".join(missed) or "none")
    return 1 if missed else 0


def _missed(
    what: str, spent: Mapping[str, float], ours: str, goals: Mapping[str, float]
) -> list[str]:
    """What was promised and is not so; each is told."""
    missed = []
    for name, goal in goals.items():
        if name in spent and ours in spent:
            reached = spent[name] / spent[ours]
            report.figure(f"{what}: {name}", f"{reached:.2f} times it; the goal is {goal}")
            if reached < goal:
                missed.append(f"{name} ({what})")
    return missed


if __name__ == "__main__":
    sys.exit(main())
