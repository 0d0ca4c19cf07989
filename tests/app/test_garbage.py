"""The garbage collector of processes that answer."""

import gc
import socket
from collections.abc import Iterator
from weakref import ref

import pytest
from starlette.applications import Starlette

from app.serve import Server
from app.settings import Settings


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The collector of this process, which others need as it was."""
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


class Ring:
    """Garbage that counting alone does not find."""

    def __init__(self) -> None:
        self.itself = self


async def test_a_server_that_answers_no_longer_looks_through_what_it_began_with() -> None:
    """Nobody waits while half a million objects are looked at that never become garbage."""
    told: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as ours:
        server = Server(Starlette(), Settings(), lambda: told.append(gc.get_freeze_count()))
        server.should_exit = True
        await server.serve([ours])

    assert told[0] > 10_000


async def test_what_becomes_garbage_afterwards_is_still_found() -> None:
    """Memory stays as it is: only what was there at the start is spared."""
    with socket.create_server(("127.0.0.1", 0)) as ours:
        server = Server(Starlette(), Settings(), lambda: None)
        server.should_exit = True
        await server.serve([ours])
    lost = ref(Ring())

    gc.collect()

    assert lost() is None
