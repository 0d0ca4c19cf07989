"""The same key, the same answer: creating calls that may be sent twice."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from actions.access import Viewer
from actions.errors import Refused
from documents.answers import Answer

LONGEST_KEY = 128
Rows = list[dict[str, Any]]


class InvalidIdempotencyKey(Refused):
    """A key is empty or too long."""

    code = "INVALID_IDEMPOTENCY_KEY"
    path = ("idempotencyKey",)

    def __init__(self) -> None:
        super().__init__(f"An idempotencyKey has 1 to {LONGEST_KEY} characters: send another.")
        self.params = {"min": 1, "max": LONGEST_KEY}


class IdempotencyKeyReused(Refused):
    """A key was sent with another input than the time before."""

    code = "IDEMPOTENCY_KEY_REUSED"
    path = ("idempotencyKey",)

    def __init__(self) -> None:
        super().__init__(
            "This idempotencyKey was sent with another input before: a new call needs a new key."
        )


class CallInProgress(Refused):
    """The call with this key has not ended yet."""

    code = "CALL_IN_PROGRESS"
    path = ("idempotencyKey",)

    def __init__(self) -> None:
        super().__init__("The call with this idempotencyKey is still under way: ask again later.")


async def once(
    viewer: Viewer,
    operation: str,
    key: str | None,
    asked: str,
    do: Callable[[], Awaitable[Rows]],
) -> Rows:
    """What `do` answers, now or at the first call with `key`; without a key it is always done.

    `asked` tells inputs apart. Keys are each viewer's own and good for a day. Refused:
    InvalidIdempotencyKey, IdempotencyKeyReused, CallInProgress.
    """
    if key is None:
        return await do()
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InvalidIdempotencyKey
    id = f"{viewer.user_id or viewer.api_key_id}:{operation}:{_digest(key)}"
    kept = await Answer.begin(id, _digest(asked))
    if kept is not None:
        return _repeated(kept, _digest(asked))
    try:
        rows = await do()
    except BaseException:
        await Answer.forget(id)
        raise
    await Answer.end(id, rows)
    return rows


def _repeated(kept: Answer, asked: str) -> Rows:
    if kept.asked != asked:
        raise IdempotencyKeyReused
    if kept.answer is None:
        raise CallInProgress
    return kept.answer


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
