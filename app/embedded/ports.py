"""Ports on loopback that nobody uses."""

import asyncio
import random
import socket
from collections.abc import Iterable

# SeaweedFS looks for the gRPC twin of a port this far above it.
GRPC = 10_000
HIGHEST = 65_535
# Both ends, twins included, stay below the ports that the kernel hands to outgoing calls.
FIRST, LAST = 12_000, 21_999


def twin(port: int) -> int:
    """The gRPC port that goes with `port`."""
    return port + GRPC if port + GRPC <= HIGHEST else port - GRPC


def is_free(port: int) -> bool:
    """Whether nobody listens on `port`, nor on its gRPC twin."""
    return _can_listen(port) and _can_listen(twin(port))


def pick(taken: Iterable[int]) -> int:
    """A port that is free, with its twin, and not among `taken`."""
    excluded = set(taken)
    while True:
        port = random.randint(FIRST, LAST)  # noqa: S311 - it need not be a secret
        if port not in excluded and is_free(port):
            return port


async def listens(port: int) -> bool:
    """Whether somebody takes calls on `port`."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def _can_listen(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
