"""What is decided about comparisons before one begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from documents.syncs import SyncClass

# An upload has that long to be acknowledged, a worker to record what it has stored.
GRACE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRules:
    """What is younger than `grace` is not judged. One begins `every` so often, if at all, and

    then repairs the classes of `repair`; it only reports where there are none.
    """

    grace: timedelta = GRACE
    every: timedelta | None = None
    repair: Sequence[SyncClass] = ()
