"""How many processor cores are ours, which in a container are fewer than the machine's."""

import os
from pathlib import Path

# Linux's word for processor time that a container may take: "200000 100000" is two cores.
QUOTA = Path("/sys/fs/cgroup/cpu.max")


def cores(quota: Path = QUOTA) -> int:
    """The cores that this process may keep busy, at least one."""
    return max(1, min(_lent(), _paid(quota)))


def _lent() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _paid(quota: Path) -> int:
    try:
        most, period = quota.read_text().split()
        return round(int(most) / int(period))
    except (OSError, ValueError, ZeroDivisionError):
        # No quota is written as the word "max"; elsewhere there is no such file.
        return _lent()
