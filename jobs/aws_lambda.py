"""Store events by AWS Lambda: one event loop and one set of connections for many calls.

`app.aws_lambda.handler` is one of these, put together by the front door.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

from jobs.store_events import Door, handle, read

logger = logging.getLogger(__name__)


class StoreEvents:
    """A Lambda handler; `opened` opens what it needs, at the first call and once."""

    def __init__(self, opened: Callable[[], AbstractAsyncContextManager[Door]]) -> None:
        self._opened = opened
        self._runner: asyncio.Runner | None = None
        self._stack = AsyncExitStack()
        self._door: Door | None = None

    def __call__(self, event: Any, context: object) -> dict[str, Any]:
        """Handle an event of S3, of EventBridge, or a batch of an SQS queue.

        Of a batch the answer names the messages that are to come again (the queue's mapping
        needs ReportBatchItemFailures); anything else that fails is raised, so Lambda retries.
        """
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(self._handled(event))

    def close(self) -> None:
        """Close what was opened; Lambda itself never does."""
        if self._runner is not None:
            self._runner.run(self._stack.aclose())
            self._runner.close()
        self._runner = self._door = None

    async def _handled(self, event: Any) -> dict[str, Any]:
        if self._door is None:
            self._door = await self._stack.enter_async_context(self._opened())
        match event:
            case {"Records": [{"eventSource": "aws:sqs"}, *_]}:
                failed = [one for one in event["Records"] if not await _done(one, self._door)]
                again = [{"itemIdentifier": one["messageId"]} for one in failed]
            case _:
                await handle(event, self._door)
                again = []
        return {"batchItemFailures": again}


async def _done(message: Any, door: Door) -> bool:
    try:
        await handle(read(message["body"]), door)
    except Exception:
        logger.exception("Message %s could not be handled.", message.get("messageId"))
        return False
    return True
