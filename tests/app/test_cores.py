"""A worker takes as many cores as it has been given."""

import os
from pathlib import Path

import pytest

from app.cores import cores

OURS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        ("100000 100000", 1),
        ("20000 100000", 1),
        ("max 100000", OURS),
        ("6400000 100000", OURS),
        ("0 0", OURS),
        ("", OURS),
    ],
)
def test_a_quota_of_processor_time_counts(quota: str, expected: int, tmp_path: Path) -> None:
    """A container's share is rounded to cores, never below one nor above what there is."""
    (tmp_path / "cpu.max").write_text(quota)
    if OURS is not None and OURS >= 64:
        pytest.skip("This machine has more cores than the test's quotas.")

    assert cores(tmp_path / "cpu.max") == expected


def test_without_a_quota_all_cores_are_ours(tmp_path: Path) -> None:
    """A system that knows no quotas sets none."""
    assert cores(tmp_path / "cpu.max") == OURS


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="Linux lends cores")
def test_only_the_cores_that_we_may_run_on_count(tmp_path: Path) -> None:
    """A process that is bound to one core has one."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        assert cores(tmp_path / "cpu.max") == 1
    finally:
        os.sched_setaffinity(0, before)
