"""Getting jobs to workers: by change streams, or through Celery where a broker is configured."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from beanie import PydanticObjectId
from celery import Celery
from kombu.exceptions import OperationalError

from actions.delivery import Deliver, by_change_stream
from app.broker import RUN, make_sender
from app.settings import Settings
from documents.jobs import Job

logger = logging.getLogger(__name__)
SWEEP_SECONDS = 5.0
# A message that was lost, with its broker or its worker, is sent again after this.
PATIENCE = timedelta(seconds=30)
MOST_AT_ONCE = 500
PING_SECONDS = 2
# An upload waits for its messages to be sent; a broker that hangs must not make it wait longer.
SEND_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """How to tell workers of jobs, and how to ask whether they can be told."""

    deliver: Deliver
    ping: Callable[[], Awaitable[object]]


@asynccontextmanager
async def delivering(settings: Settings) -> AsyncIterator[Delivery]:
    """The delivery that the settings ask for."""
    if settings.broker_url is None:
        yield Delivery(by_change_stream, _always)
        return
    celery = make_sender(settings.broker_url.get_secret_value())
    with ThreadPoolExecutor(1, thread_name_prefix="celery") as executor:
        sender = Sender(celery, executor)
        sweeping = asyncio.create_task(sender.sweep())
        try:
            yield Delivery(sender.deliver, sender.ping)
        finally:
            sweeping.cancel()
            await asyncio.gather(sweeping, return_exceptions=True)
            await asyncio.get_running_loop().run_in_executor(executor, celery.close)


class Sender:
    """Sends ids of jobs to Celery from a thread of its own, for its client blocks."""

    def __init__(self, celery: Celery, executor: ThreadPoolExecutor) -> None:
        self.celery, self.executor = celery, executor

    async def deliver(self, ids: Sequence[PydanticObjectId]) -> None:
        """Send; what the broker does not take now, the sweep sends later."""
        try:
            await self._within(SEND_SECONDS, self._send, ids)
        except (OperationalError, TimeoutError) as error:
            logger.warning("The broker does not answer, %d jobs wait: %s", len(ids), error)

    async def ping(self) -> None:
        """Raise what the broker's client raises when it is out of reach, within 2 s or so."""
        await self._within(PING_SECONDS, self._ping)

    async def _within(self, seconds: float, call: Callable[..., None], *arguments: object) -> None:
        async with asyncio.timeout(seconds):
            await asyncio.get_running_loop().run_in_executor(self.executor, call, *arguments)

    async def sweep(self) -> None:
        """Send again what nobody claimed: lost messages, dead workers, retries that are due."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                if ids := await Job.undelivered(PATIENCE, MOST_AT_ONCE):
                    await self.deliver(ids)
            except Exception:
                logger.exception("The sweep for undelivered jobs failed.")

    def _send(self, ids: Sequence[PydanticObjectId]) -> None:
        for id in ids:
            self.celery.send_task(RUN, [str(id)], retry=False)

    def _ping(self) -> None:
        with self.celery.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=PING_SECONDS)


async def _always() -> None:
    """The queue is the database."""
