"""Connections to addresses that were looked up once, and checked."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import ip_address
from typing import TypeAlias

from httpcore import (
    SOCKET_OPTION,
    AnyIOBackend,
    AsyncNetworkBackend,
    AsyncNetworkStream,
    ConnectError,
    ConnectTimeout,
)

from fetching.addresses import Address, may_be_reached
from fetching.errors import AddressRefused, HostUnknown
from fetching.rules import Network

# Every address that a name leads to, as texts. Raises OSError when there is none.
Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]


async def look_up(host: str, port: int) -> list[str]:
    """Every address of a host, as this machine's resolver tells them."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


class CheckedBackend(AsyncNetworkBackend):
    """Connects to public addresses only, whatever a name is made to lead to.

    A name is looked up once for each connection, every address it has is checked, and the
    connection is made to one of those very addresses: there is no second look-up in which a
    name server could answer otherwise. Who asks keeps the name for TLS and the Host header.
    Raises AddressRefused and HostUnknown besides httpcore's own errors.
    """

    def __init__(self, allowed: Sequence[Network], resolve: Resolve = look_up) -> None:
        self._allowed, self._resolve = allowed, resolve
        self._plain = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore names its arguments
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """A connection to the first address that takes one."""
        failed: ConnectError | ConnectTimeout = ConnectError(host)
        for address in await self._checked(host, port):
            try:
                return await self._plain.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                failed = error
        raise failed

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore names its arguments
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Never."""
        raise AddressRefused(path)

    async def sleep(self, seconds: float) -> None:
        """Let others work."""
        await asyncio.sleep(seconds)

    async def _checked(self, host: str, port: int) -> list[Address]:
        """The host's addresses. One that is refused spoils all: honest hosts have none."""
        try:
            found = [ip_address(text) for text in await self._resolve(host.strip("[]"), port)]
        except (OSError, UnicodeError) as error:
            raise HostUnknown(host) from error
        except ValueError as error:
            raise AddressRefused(host) from error
        if not found:
            raise HostUnknown(host)
        if not all(may_be_reached(address, self._allowed) for address in found):
            raise AddressRefused(host)
        return found
