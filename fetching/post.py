"""Telling something to an address that a stranger gave."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore

from fetching.connecting import Resolve, look_up
from fetching.errors import FetchTimedOut
from fetching.hops import asked, told
from fetching.rules import FetchRules
from fetching.targets import target

USUAL = {"User-Agent": "Ecogram", "Accept": "*/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the status, the headers by small names, the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def post(
    url: str,
    content: bytes,
    headers: Mapping[str, str],
    *,
    rules: FetchRules,
    resolve: Resolve = look_up,
    method: str = "POST",
) -> Answered:
    """Send `content` once; whatever the status, it is an answer, and no redirect is followed.

    At most `max_bytes` of the answer are read, then the connection is closed. Raises the leaves
    of FetchError but those that are about files.
    """
    here = target(url, rules)
    said = {**USUAL, **headers, "Content-Length": str(len(content))}
    try:
        async with (
            asyncio.timeout(rules.total_seconds),
            asked(method, here, said, rules=rules, resolve=resolve, content=content) as response,
        ):
            body = await _beginning(response, rules.max_bytes)
            return Answered(response.status, told(response), body)
    except TimeoutError as error:
        raise FetchTimedOut(rules.total_seconds) from error


async def _beginning(response: httpcore.Response, limit: int) -> bytes:
    held = bytearray()
    async for chunk in response.aiter_stream():
        held += chunk
        if len(held) >= limit:
            break
    return bytes(held[:limit])
