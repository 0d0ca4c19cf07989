"""One request to one address, checked: what every way of asking strangers shares."""

import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cache

import httpcore

from fetching.connecting import CheckedBackend, Resolve
from fetching.errors import FetchTimedOut, InvalidUrl, Unreachable
from fetching.rules import FetchRules
from fetching.targets import Target


@asynccontextmanager
async def asked(
    method: str,
    here: Target,
    headers: Mapping[str, str],
    *,
    rules: FetchRules,
    resolve: Resolve,
    content: bytes | None = None,
) -> AsyncIterator[httpcore.Response]:
    """The answer, to be read while the block runs; redirects are answers like others.

    Raises FetchTimedOut, Unreachable, InvalidUrl, AddressRefused, HostUnknown.
    """
    # A pool for each hop: no connection is ever used for a host it was not checked for.
    pool = httpcore.AsyncConnectionPool(
        ssl_context=_trust(), network_backend=CheckedBackend(rules.allowed, resolve)
    )
    said = [("Host", here.url.netloc.decode("ascii")), *headers.items()]
    with _translated(here, rules):
        async with (
            pool,
            pool.stream(
                method,
                _url(here),
                headers=said,
                content=content,
                extensions={"timeout": _patience(rules)},
            ) as response,
        ):
            yield response


def told(response: httpcore.Response) -> dict[str, str]:
    """The headers of an answer, by their names in small letters."""
    return {key.decode("ascii").lower(): _text(value) for key, value in response.headers}


def _text(value: bytes) -> str:
    """Headers are Latin-1 by the book, and UTF-8 wherever names have accents."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _url(here: Target) -> httpcore.URL:
    return httpcore.URL(
        scheme=here.url.raw_scheme,
        host=here.host.encode("ascii"),
        port=here.port,
        target=here.url.raw_path,
    )


def _patience(rules: FetchRules) -> dict[str, float]:
    return dict.fromkeys(("connect", "read", "write", "pool"), rules.idle_seconds)


@cache
def _trust() -> ssl.SSLContext:
    # Some milliseconds each time, so it is made once.
    return httpcore.default_ssl_context()


@contextmanager
def _translated(here: Target, rules: FetchRules) -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchTimedOut(rules.idle_seconds) from error
    except httpcore.LocalProtocolError as error:
        raise InvalidUrl("it cannot be asked for") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise Unreachable(here.host) from error
