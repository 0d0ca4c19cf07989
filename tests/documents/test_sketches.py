"""Durations that add up."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from documents.sketches import LONGEST_SECONDS, RELATIVE_ERROR, bin_of, merged, quantile


@pytest.mark.parametrize("share", [0.01, 0.5, 0.95, 1.0])
def test_quantiles_are_within_two_percent(share: float) -> None:
    """Whatever the durations, from milliseconds to months, and in however many parts they came."""
    dice = random.Random(7)
    all_of_them = sorted(dice.lognormvariate(3, 3) + 0.001 for _ in range(5_000))
    parts = [
        Counter(bin_of(timedelta(seconds=one)) for one in all_of_them[start::7])
        for start in range(7)
    ]
    estimate = quantile(merged(parts), share)
    true = all_of_them[max(1, round(share * len(all_of_them))) - 1]

    assert RELATIVE_ERROR < 0.02
    # MongoDB and timedelta keep milliseconds and microseconds.
    assert estimate == pytest.approx(true, rel=RELATIVE_ERROR, abs=1e-4)


def test_nothing_is_no_time() -> None:
    """Of nothing there is no quantile; what is negative or endless is kept within bounds."""
    assert quantile({}, 0.5) is None
    assert quantile({bin_of(timedelta(seconds=-5)): 1}, 0.5) == pytest.approx(0.001, rel=0.02)
    assert quantile({bin_of(timedelta(days=99_999)): 2}, 0.5) == pytest.approx(
        LONGEST_SECONDS, rel=0.02
    )
