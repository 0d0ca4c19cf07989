"""What is sent where, and how long anybody is waited for."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import random

from actions.webhooks.events import Templates
from documents.clock import now
from fetching.connecting import Resolve, look_up
from fetching.rules import FetchRules

# Of an answer, for the log.
MOST_ANSWER_BYTES = 4 * 1024


def bounds(base: FetchRules | None = None) -> FetchRules:
    """The bounds of one request, with the ports and the networks that `base` allows."""
    return replace(
        base or FetchRules(),
        max_bytes=MOST_ANSWER_BYTES,
        total_seconds=15.0,
        idle_seconds=10.0,
        max_redirects=0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a sender works with. `fetching` bounds one request, its answer included.

    `clock` and `chance` (from 0 to 1) decide when the next try is.
    """

    templates: Templates
    fetching: FetchRules = field(default_factory=bounds)
    resolve: Resolve = look_up
    clock: Callable[[], datetime] = now
    chance: Callable[[], float] = random
