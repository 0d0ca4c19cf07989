"""One request to a receiver."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from actions.webhooks.backoff import asked_for
from actions.webhooks.events import Event
from actions.webhooks.rules import Means
from actions.webhooks.signing import headers
from documents.deliveries import Try
from documents.problems import Problem
from documents.webhooks import Webhook
from fetching.errors import FetchError, FetchTimedOut, Unreachable
from fetching.post import Answered, post

GONE = 410


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a request; `wait` is what the receiver asks for before the next."""

    made: Try
    wait: timedelta = timedelta()

    @property
    def taken(self) -> bool:
        """Whether the receiver has it."""
        return self.made.status is not None and 200 <= self.made.status < 300


async def body_of(query: str, event: Event, means: Means, *, test: bool = False) -> bytes:
    """What is sent: the envelope, and in it the data of the caller's document."""
    said = {
        "type": event.type,
        "timestamp": event.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "id": event.id,
        "version": event.sequence,
        **({"test": True} if test else {}),
        "data": await means.templates.render(query, event),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


async def send(webhook: Webhook, event: Event, body: bytes, means: Means) -> Sent:
    """Send a body, signed with each secret. Whatever goes wrong is told, not raised."""
    at, began = means.clock(), monotonic()
    signed = headers(event.id, at, body, webhook.signing(at))
    said = {"Content-Type": "application/json", **signed}
    try:
        answer = await post(webhook.url, body, said, rules=means.fetching, resolve=means.resolve)
    except FetchError as error:
        problem = Problem(code=error.code, message=_why(error))
        return Sent(Try(at=at, milliseconds=_since(began), problem=problem))
    return Sent(_answered(answer, at, _since(began)), asked_for(answer.headers.get("retry-after")))


def _answered(answer: Answered, at: datetime, milliseconds: int) -> Try:
    made = Try(
        at=at,
        milliseconds=milliseconds,
        status=answer.status,
        # A nought would be kept, but could not be shown.
        answer=answer.body.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}"),
    )
    if not Sent(made).taken:
        said = f"The receiver answered with status {answer.status}."
        made.problem = Problem(code="URL_BAD_STATUS", message=said)
    return made


def _why(error: FetchError) -> str:
    """The errors of fetching speak of files."""
    match error:
        case FetchTimedOut():
            return f"The receiver did not answer within {error.params['seconds']} s."
        case Unreachable():
            return f"There is no connection to {error.params['host']}, or it broke off."
        case _:
            return str(error)


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)
