"""Limits that a process sets upon itself before it touches a stranger's bytes."""

import ctypes
import os
import resource
import signal
import sys

from processing.limits import Limits

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
OPEN_FILES = 64


def confine(limits: Limits, *, parent: int) -> None:
    """Give up memory, files, core dumps and privileges beyond the limits; die with the parent."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, limits.output_bytes)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_AS, limits.memory_bytes)
        _linux(parent)


def allow_cpu(seconds: int) -> None:
    """Allow this much processor time from now on; the process is ended when it is spent."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = int(spent.ru_utime + spent.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def resident_bytes() -> int:
    """Memory that this process holds right now; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 (no path object needed)
        return int(statm.read().split()[1]) * resource.getpagesize()


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (bound, bound))


def _linux(parent: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((PR_SET_NO_NEW_PRIVS, 1), (PR_SET_PDEATHSIG, signal.SIGKILL)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), f"prctl({option}) failed")
    # The parent may have died before the signal was ordered.
    if os.getppid() != parent:
        raise SystemExit("The parent is gone.")
