"""Direct uploads: what each costs the API, in processor time and in memory.

    python -m benchmarks.direct [--quick] [--files 1000] [--at-once 32] [--batch 25]

Starts Ecogram with its embedded parts in a folder of its own, announces the files in calls of
250, sends them to the store `at-once` at a time, and completes them in calls of `batch`.
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.app.service import Service, environment, free_port
from tests.server import Client

SIZE = 200_000
ANNOUNCED_AT_ONCE = 250
MIB = 1024**2
PASSWORD = "correct horse battery"  # noqa: S105
REGISTER = """
mutation ($me: RegisterInput!, $again: LoginInput!) {
  register(input: $me) { userErrors { message } }
  login(input: $again) { session { accessToken } userErrors { message } }
}"""
CREATE = """
mutation ($input: CreateUploadsInput!) {
  createUploads(input: $input) {
    results { uploadId url headers { name value } error { code } } userErrors { code }
  }
}"""
COMPLETE = """
mutation ($input: CompleteUploadsInput!) {
  completeUploads(input: $input) {
    results { uploadId state error { code } } userErrors { code }
  }
}"""


@dataclass
class Meter:
    """What the API's process has used, and the most memory that it had."""

    api: psutil.Process
    peak: int = 0

    @property
    def seconds(self) -> float:
        """Processor time so far."""
        used = self.api.cpu_times()
        return float(used.user + used.system)

    @property
    def resident(self) -> int:
        """Memory now, in bytes."""
        return int(self.api.memory_info().rss)

    async def watch(self) -> None:
        """Note the peak, until cancelled."""
        while True:
            self.peak = max(self.peak, self.resident)
            await asyncio.sleep(0.05)


async def announce(client: Client, count: int) -> list[dict[str, Any]]:
    """The tickets of files that are going to be sent."""
    file = {"fileName": "photo.jpg", "contentType": "image/jpeg", "size": SIZE}
    tickets: list[dict[str, Any]] = []
    for start in range(0, count, ANNOUNCED_AT_ONCE):
        files = [file] * min(ANNOUNCED_AT_ONCE, count - start)
        answer = await client.ask(CREATE, input={"files": files, "method": "PUT"})
        tickets += answer["createUploads"]["results"]
    return tickets


async def send(http: httpx.AsyncClient, ticket: dict[str, Any], content: bytes) -> None:
    """Send one file to the store."""
    headers = {one["name"]: one["value"] for one in ticket["headers"]}
    (await http.put(ticket["url"], content=content, headers=headers)).raise_for_status()


async def complete(client: Client, tickets: Sequence[dict[str, Any]]) -> None:
    """Complete uploads that were sent."""
    input = {"ids": [ticket["uploadId"] for ticket in tickets]}
    answer = await client.ask(COMPLETE, input=input)
    states = {result["state"] for result in answer["completeUploads"]["results"]}
    assert states == {"QUEUED"}, answer


async def run(client: Client, count: int, at_once: int, batch: int) -> None:
    """Announce, send and complete `count` files."""
    tickets = await announce(client, count)
    content = secrets.token_bytes(SIZE)
    gate = asyncio.Semaphore(at_once)

    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:

        async def some(few: Sequence[dict[str, Any]]) -> None:
            async def one(ticket: dict[str, Any]) -> None:
                async with gate:
                    await send(http, ticket, content)

            await asyncio.gather(*map(one, few))
            await complete(client, few)

        batches = [tickets[start : start + batch] for start in range(0, count, batch)]
        lanes = asyncio.Semaphore(max(1, at_once // batch) + 1)

        async def laned(few: Sequence[dict[str, Any]]) -> None:
            async with lanes:
                await some(few)

        await asyncio.gather(*map(laned, batches))


async def measure(service: Service, options: argparse.Namespace) -> float:
    """Run once to warm up and once to measure; the processor time of a file, in ms."""
    me = {"email": "bench@example.com", "password": PASSWORD, "name": "Bench"}
    again = {"email": me["email"], "password": PASSWORD}
    async with Client(service.address) as client:
        answer = await client.ask(REGISTER, me=me, again=again)
        client.token = answer["login"]["session"]["accessToken"]
        await run(client, max(100, options.files // 10), options.at_once, options.batch)
        meter = Meter(psutil.Process(service.process.pid))
        watching = asyncio.create_task(meter.watch())
        before, began, used = meter.resident, time.monotonic(), meter.seconds
        await run(client, options.files, options.at_once, options.batch)
        took, spent = time.monotonic() - began, meter.seconds - used
        watching.cancel()
    each = float(spent * 1000 / options.files)
    print(f"{options.files} files of {SIZE // 1000} kB, {options.at_once} at a time: {took:.1f} s")
    print(f"API processor time per file: {each:.1f} ms (goal: under 10)")
    print(
        f"API memory before, at its peak, after: {before / MIB:.0f}, "
        f"{meter.peak / MIB:.0f}, {meter.resident / MIB:.0f} MiB"
    )
    return each


async def main(options: argparse.Namespace) -> int:
    """0 when the goal was met."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "app.cli", "serve", "--no-worker"),
            env=environment(
                Path(folder), port, ECOGRAM_LOG_LEVEL="WARNING", ECOGRAM_COST_BUDGET="0"
            ),
            stdout=asyncio.subprocess.DEVNULL,
        )
        service = Service(process, f"http://127.0.0.1:{port}", 0.0)
        try:
            await ready(service)
            return int(await measure(service, options) >= 10)
        finally:
            process.terminate()
            await process.wait()


async def ready(service: Service) -> None:
    """Wait until the service answers."""
    async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as http:
        while True:
            with suppress(httpx.TransportError):
                if (await http.get(f"{service.address}/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.1)


def parse() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="What direct uploads cost the API.")
    parser.add_argument("--quick", action="store_true", help="200 files, for a first look")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--batch", type=int, default=25)
    options = parser.parse_args()
    if options.quick:
        options.files = min(options.files, 200)
    return options


if __name__ == "__main__":
    sys.exit(asyncio.run(main(parse())))
