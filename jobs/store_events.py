"""What the store tells: read, and handed to the action that takes uploads over."""

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from actions.deleting.retention import Retention
from actions.delivery import Deliver
from actions.uploading import direct
from storage.bucket import Bucket
from storage.event_queue import EventQueue, Message

logger = logging.getLogger(__name__)
# A queue that cannot be asked must not be asked all the time.
PAUSE_SECONDS = 5.0


class NotAnEvent(Exception):
    """A document that no object store writes."""


@dataclass(frozen=True, slots=True)
class Door:
    """What events need: the bucket that they tell of, and how workers are told.

    An upload that replaces a file leaves as many earlier ones as `retention` says.
    """

    bucket: Bucket
    deliver: Deliver
    retention: Retention = field(default_factory=Retention)


async def handle(document: Any, door: Door) -> None:
    """Take over what a document tells of. Raises NotAnEvent, and what `arrived` raises."""
    keys = list(created_keys(document, door.bucket.name))
    if keys:
        await direct.arrived(
            keys, bucket=door.bucket, deliver=door.deliver, retention=door.retention
        )


async def follow(queue: EventQueue, door: Door) -> None:
    """Handle what the queue brings, until cancelled."""
    while True:
        for message in await _received(queue):
            await settle(message, queue, door)


def created_keys(document: Any, bucket: str) -> Iterator[str]:
    """The keys of objects that were created in `bucket`, as S3 tells of them.

    S3 may tell directly, through SNS or through EventBridge; it sends a test at first.
    Raises NotAnEvent.
    """
    match document:
        case {"Event": "s3:TestEvent"}:
            return
        case {"Records": [*records]}:
            for record in records:
                yield from _of_record(record, bucket)
        case {"source": "aws.s3", "detail-type": str(kind), "detail": {**detail}}:
            yield from _of_detail(kind, detail, bucket)
        case {"Type": "Notification", "Message": str(inner)}:
            yield from created_keys(read(inner), bucket)
        case _:
            raise NotAnEvent("This is no event of an object store.")


def read(text: str) -> Any:
    """A document. Raises NotAnEvent for what is not JSON."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise NotAnEvent("This is not JSON.") from error


def _of_record(record: Any, bucket: str) -> Iterator[str]:
    match record:
        case {
            "eventName": str(name),
            "s3": {"bucket": {"name": found}, "object": {"key": str(key)}},
        }:
            # Keys are written as in a form: blanks as plus, the rest by percent.
            if name.removeprefix("s3:").startswith("ObjectCreated:") and found == bucket:
                yield unquote_plus(key)
        case _:
            raise NotAnEvent("This record tells of no object.")


def _of_detail(kind: str, detail: Any, bucket: str) -> Iterator[str]:
    """EventBridge's form, which writes keys as they are."""
    match detail:
        case {"bucket": {"name": found}, "object": {"key": str(key)}}:
            if kind == "Object Created" and found == bucket:
                yield key
        case _:
            raise NotAnEvent("This detail tells of no object.")


async def _received(queue: EventQueue) -> list[Message]:
    try:
        return await queue.receive()
    except Exception:
        logger.exception("The queue of the store's events does not answer.")
        await asyncio.sleep(PAUSE_SECONDS)
        return []


async def settle(message: Message, queue: EventQueue, door: Door) -> None:
    """A message is deleted only when all that it tells of is done; else it comes again."""
    try:
        await handle(read(message.body), door)
        await queue.delete(message)
    except Exception:
        logger.exception("An event of the store could not be handled; it stays in the queue.")
