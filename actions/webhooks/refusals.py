"""Why a webhook is not taken as it was given."""

from collections.abc import Sequence

from actions.errors import Refused
from actions.webhooks.events import MOST_QUERY_CHARACTERS, Fault
from fetching.errors import FetchError

MOST_WEBHOOKS = 50
LONGEST_OVERLAP_HOURS = 168
MOST_REPLAYED = 1_000


class WebhookUrlRefused(Refused):
    """Nothing can be sent there."""

    code = "INVALID_URL"
    path = ("url",)

    def __init__(self, error: FetchError) -> None:
        super().__init__(f"Nothing can be sent there: {str(error)[:200]}")
        self.params = dict(error.params)


class EventsMissing(Refused):
    """A webhook without events would never be called."""

    code = "EVENTS_MISSING"
    path = ("events",)

    def __init__(self) -> None:
        super().__init__("Name at least one kind of event, or leave `events` out for all.")


class QueryTooLong(Refused):
    """A document is longer than anybody writes."""

    code = "TEXT_TOO_LONG"
    path = ("query",)

    def __init__(self, actual: int) -> None:
        super().__init__(
            f"query takes at most {MOST_QUERY_CHARACTERS} characters, but has {actual}: shorten it."
        )
        self.params = {"field": "query", "limit": MOST_QUERY_CHARACTERS, "actual": actual}


class QueryInvalid(Refused):
    """A document does not fit the types of events; it is about the first fault of `faults`."""

    code = "WEBHOOK_QUERY_INVALID"
    path = ("query",)

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"The query is wrong at line {first.line}, column {first.column}: {first.message}"
        )
        self.params = {"line": first.line, "column": first.column}
        self.faults = faults

    def each(self) -> "list[QueryInvalid]":
        """One refusal for each fault."""
        return [QueryInvalid([fault]) for fault in self.faults]


class TooManyWebhooks(Refused):
    """Each webhook costs a request for each change."""

    code = "TOO_MANY"

    def __init__(self) -> None:
        super().__init__(
            f"There are {MOST_WEBHOOKS} webhooks, which is as many as there may be: delete one."
        )
        self.params = {"limit": MOST_WEBHOOKS}


class OverlapOutOfRange(Refused):
    """The time for which two secrets are good is too long, or none."""

    code = "INVALID_VALUE"
    path = ("overlapHours",)

    def __init__(self, actual: int) -> None:
        super().__init__(f"overlapHours is from 0 to {LONGEST_OVERLAP_HOURS}, but was {actual}.")
        self.params = {"min": 0, "max": LONGEST_OVERLAP_HOURS, "actual": actual}


class NothingToReplay(Refused):
    """Neither deliveries nor a time were named, or both."""

    code = "INVALID_VALUE"
    path = ("deliveryIds",)

    def __init__(self) -> None:
        super().__init__("Name either deliveryIds or a time by `since`: nothing else says which.")
