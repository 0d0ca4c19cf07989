"""Durations by bins that grow by a fixed factor: they add up, and tell quantiles to within 2 %.

A bin is kept by its number as text, for a field of a document. An estimate is at most
`RELATIVE_ERROR` away from the true value of that rank, which is the nearest one.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import timedelta

GROWTH = 1.04
RELATIVE_ERROR = (GROWTH - 1) / (GROWTH + 1)
# What is shorter counts as this, what is longer as that: 700 bins at most.
SHORTEST_SECONDS = 0.001
LONGEST_SECONDS = 10 * 365 * 86_400.0
LOG = math.log(GROWTH)
Bins = Mapping[str, int]


def bin_of(duration: timedelta) -> str:
    """The bin of a duration."""
    seconds = min(max(duration.total_seconds(), SHORTEST_SECONDS), LONGEST_SECONDS)
    return str(math.ceil(math.log(seconds / SHORTEST_SECONDS) / LOG - 1e-9))


def merged(parts: Iterable[Bins]) -> dict[str, int]:
    """The bins of all parts together."""
    first, *others = [part for part in parts if part] or [{}]
    whole = dict(first)
    so_far = whole.get
    for part in others:
        for name, count in part.items():
            whole[name] = so_far(name, 0) + count
    return whole


def quantile(bins: Bins, share: float) -> float | None:
    """The seconds below or at which this share of all lies, from 0 to 1; None where none are."""
    rank = math.ceil(share * sum(bins.values()))
    seen = 0
    for number in sorted(map(int, bins)):
        seen += bins[str(number)]
        if seen >= max(rank, 1):
            return SHORTEST_SECONDS * GROWTH**number * 2 / (GROWTH + 1)
    return None
