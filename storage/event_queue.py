"""The queue in which a store tells what has arrived (Amazon SQS, or what speaks like it)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from storage.client import S3Location

Answer = TypeVar("Answer")
# How long a message is ours before others get it: longer than a store takes to copy ten objects.
VISIBLE_AGAIN_SECONDS = 180
MOST_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Message:
    """A message, and the receipt by which it is deleted."""

    body: str
    receipt: str


class EventQueue:
    """A queue that is asked by long polling, in a thread of its own; enter it before use.

    What is not deleted comes again, or goes where the queue sends what fails too often.
    """

    def __init__(self, location: S3Location, url: str, *, wait_seconds: int = 5) -> None:
        address = urlsplit(url)
        self.url, self.wait_seconds = url, wait_seconds
        self._client: Any = boto3.Session(
            aws_access_key_id=location.access_key,
            aws_secret_access_key=location.secret_key,
            region_name=_region(address.hostname or "", location),
        ).client(
            "sqs",
            endpoint_url=f"{address.scheme}://{address.netloc}",
            config=Config(retries={"mode": "standard"}, read_timeout=wait_seconds + 20),
        )
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="events")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self._executor.shutdown, cancel_futures=True)
        self._client.close()

    async def receive(self) -> list[Message]:
        """The next messages, ten at most; none if nothing comes within `wait_seconds`."""
        return await self._run(self._receive)

    async def delete(self, message: Message) -> None:
        """Say that a message is done with."""
        await self._run(self._delete, message)

    async def _run(self, call: Callable[..., Answer], *arguments: Any) -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, call, *arguments)

    def _receive(self) -> list[Message]:
        answer = self._client.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=MOST_AT_ONCE,
            WaitTimeSeconds=self.wait_seconds,
            VisibilityTimeout=VISIBLE_AGAIN_SECONDS,
        )
        return [Message(one["Body"], one["ReceiptHandle"]) for one in answer.get("Messages", [])]

    def _delete(self, message: Message) -> None:
        self._client.delete_message(QueueUrl=self.url, ReceiptHandle=message.receipt)


def _region(host: str, location: S3Location) -> str:
    """The queue's region, which AWS writes into its address; else the bucket's."""
    parts = host.split(".")
    return parts[1] if parts[0] == "sqs" and len(parts) > 2 else location.region
