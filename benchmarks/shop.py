"""A client that uploads by multipart, some requests in flight, and follows until all is done."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

from tests.server import Client, Sent, Stream

WHO = {"email": "bench@example.com", "password": "correct horse battery"}
REGISTER = "mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code } } }"
LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }"
UPLOAD = """
mutation ($input: UploadImagesInput!) {
  uploadImages(input: $input) {
    results { fileName imageId error { code message } job { id } } userErrors { code message }
  }
}"""
FOLLOW = "subscription { imageProcessing { imageId stage problem { code message } } }"
STAGES = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Job { stages { name at } } } }"
MOST_NODES = 100
# No stage takes as long as this, whatever the machine.
SILENCE_SECONDS = 120


class WentWrong(Exception):
    """A picture that should have been taken in was not, so there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Ingest:
    """What came of some uploads; seconds count from the first byte that was sent."""

    jobs: list[str]
    answered: float
    ready: float


@asynccontextmanager
async def signed_in(address: str) -> AsyncIterator[Client]:
    """A client with an account of its own, which is registered if it is not there."""
    async with Client(address) as client:
        await client.ask(REGISTER, input={**WHO, "name": "Bench"})
        session = (await client.ask(LOGIN, input=WHO))["login"]["session"]
        client.token = session["accessToken"]
        yield client


async def ingest(client: Client, requests: Iterable[Sequence[Sent]], *, flight: int) -> Ingest:
    """Send all requests, `flight` at a time, and wait until every picture is READY.

    A request is taken from the iterable when there is room for it. Raises groups of WentWrong.
    """
    ready: set[str] = set()
    news = asyncio.Condition()
    async with client.subscribed(FOLLOW) as stream, asyncio.TaskGroup() as group:
        following = group.create_task(_follow(stream, ready, news))
        began = time.perf_counter()
        results = await _sent(client, iter(requests), flight)
        answered = time.perf_counter() - began
        expected = {result["imageId"] for result in results}
        async with news:
            await news.wait_for(lambda: expected <= ready)
        took = time.perf_counter() - began
        following.cancel()
    return Ingest([result["job"]["id"] for result in results], answered, took)


async def _sent(
    client: Client, requests: Iterator[Sequence[Sent]], flight: int
) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = []

    async def sender() -> None:
        # All take from one iterator, so that none waits for another.
        for files in requests:
            payload = (await client.upload(UPLOAD, files))["uploadImages"]
            results.extend(_accepted(payload))

    async with asyncio.TaskGroup() as group:
        for _ in range(flight):
            group.create_task(sender())
    return results


def _accepted(payload: dict[str, Any]) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = payload["results"]
    errors = [*payload["userErrors"], *(one["error"] for one in results if one["error"])]
    if errors:
        raise WentWrong(f"An upload was refused: {errors[0]['message']}")
    return results


async def _follow(stream: Stream, ready: set[str], news: asyncio.Condition) -> None:
    while True:
        event = (await stream.next(SILENCE_SECONDS))["imageProcessing"]
        if event["stage"] == "FAILED":
            raise WentWrong(f"A picture failed: {event['problem']['message']}")
        if event["stage"] == "READY":
            async with news:
                ready.add(event["imageId"])
                news.notify_all()


async def stage_medians(client: Client, jobs: Sequence[str]) -> dict[str, float]:
    """The median seconds from one stage of a job to the next, by the later one's name."""
    spans: dict[str, list[float]] = {}
    for stages in await _stages(client, jobs):
        moments = [(stage["name"], datetime.fromisoformat(stage["at"])) for stage in stages]
        for (_, before), (name, after) in pairwise(moments):
            spans.setdefault(name, []).append((after - before).total_seconds())
    return {name: median(seconds) for name, seconds in spans.items()}


async def _stages(client: Client, jobs: Sequence[str]) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = []
    for start in range(0, len(jobs), MOST_NODES):
        answer = await client.ask(STAGES, ids=jobs[start : start + MOST_NODES])
        found += [node["stages"] for node in answer["nodes"]]
    return found
