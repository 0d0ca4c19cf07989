"""Fetching one file from an address that a stranger gave."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import httpcore

from fetching.connecting import Resolve, look_up
from fetching.errors import (
    BadStatus,
    ContentEncoded,
    FetchedTooLarge,
    FetchTimedOut,
    StatusUnavailable,
    TooManyRedirects,
)
from fetching.hops import asked, told
from fetching.names import name_of
from fetching.rules import FetchRules
from fetching.targets import Target, target

REDIRECTS = {301, 302, 303, 307, 308}
# The host is busy, or something in front of it is.
COME_BACK = {408, 425, 429, 500, 502, 503, 504}
HEADERS = {"User-Agent": "Ecogram", "Accept": "*/*", "Accept-Encoding": "identity"}
# Written in one go, so that a file of many small pieces costs few trips to a thread.
PIECE = 1024 * 1024
LONGEST_TYPE = 255


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was fetched. Its type and name (perhaps empty) are what its host says."""

    bytes: int
    content_type: str
    name: str


async def fetch(url: str, to: Path, *, rules: FetchRules, resolve: Resolve = look_up) -> Fetched:
    """Fetch a file to the path `to`; whatever goes wrong, nothing is left there.

    Redirects are followed by us, each as if it had been asked for. Variables of the
    environment that name proxies are ignored. Raises the leaves of FetchError.
    """
    try:
        async with asyncio.timeout(rules.total_seconds):
            return await _followed(url, to, rules, resolve)
    except TimeoutError as error:
        _forget(to)
        raise FetchTimedOut(rules.total_seconds) from error
    except BaseException:
        _forget(to)
        raise


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)


async def _followed(url: str, to: Path, rules: FetchRules, resolve: Resolve) -> Fetched:
    here = target(url, rules)
    for _ in range(rules.max_redirects + 1):
        answer = await _asked(here, to, rules, resolve)
        if isinstance(answer, Fetched):
            return answer
        here = target(answer, rules, base=here.url)
    raise TooManyRedirects(rules.max_redirects)


async def _asked(here: Target, to: Path, rules: FetchRules, resolve: Resolve) -> Fetched | str:
    """The file, or the address that the host sends us on to."""
    async with asked("GET", here, HEADERS, rules=rules, resolve=resolve) as response:
        return await _received(response, here, to, rules)


async def _received(
    response: httpcore.Response, here: Target, to: Path, rules: FetchRules
) -> Fetched | str:
    said = told(response)
    if response.status in REDIRECTS:
        if "location" not in said:
            raise BadStatus(response.status)
        return said["location"]
    if response.status in COME_BACK:
        raise StatusUnavailable(response.status)
    if response.status != 200:
        raise BadStatus(response.status)
    if (encoding := said.get("content-encoding", "identity").lower()) != "identity":
        raise ContentEncoded(encoding[:LONGEST_TYPE])
    if int(said.get("content-length", 0)) > rules.max_bytes:
        raise FetchedTooLarge(rules.max_bytes)
    size = await _written(response, to, rules.max_bytes)
    content_type = said.get("content-type", "").partition(";")[0].strip().lower()
    name = name_of(said.get("content-disposition"), here.url)
    return Fetched(size, content_type[:LONGEST_TYPE], name)


async def _written(response: httpcore.Response, to: Path, max_bytes: int) -> int:
    """Write what comes, and tell its size: what was announced is nobody's word."""
    size, held = 0, bytearray()
    with await asyncio.to_thread(to.open, "wb") as file:
        async for chunk in response.aiter_stream():
            size += len(chunk)
            if size > max_bytes:
                raise FetchedTooLarge(max_bytes)
            held += chunk
            if len(held) >= PIECE:
                await asyncio.to_thread(file.write, held)
                held = bytearray()
        await asyncio.to_thread(file.write, held)
    return size
