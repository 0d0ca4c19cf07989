"""Limits that a process sets upon itself before it touches a stranger's bytes."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from processing import landlock, seccomp
from processing.landlock import Allowed, Right
from processing.limits import Limits

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
OPEN_FILES = 64
CAPABILITIES = 0x20080522
# A superuser's right to read what belongs to others; the fence decides about files.
READING = 0b110
# Where a system keeps its libraries, and what they read besides; nobody's secrets are there.
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/nix/store")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/sys/devices/system/cpu", "/dev/urandom")
NOTHING = (("/dev/null", landlock.READ | Right.WRITE_FILE),)


@dataclass(frozen=True, slots=True)
class Walls:
    """What keeps a child in beside its limits: whether the system could put these up."""

    # No network, no programs, no other processes.
    calls: bool
    # No files but those of its work and the system's libraries.
    files: bool


def confine(limits: Limits, *, parent: int, given: Path, made: Path) -> Walls:
    """Give up memory, files, network and privileges beyond the limits; die with the parent.

    Of people's files only those in `given` can be read from now on, and those in `made` written.
    """
    resident_bytes()
    cap(memory=limits.memory_bytes, written=limits.output_bytes)
    if sys.platform == "linux":
        bind(parent)
    python = (sys.prefix, sys.base_prefix, Path(__file__).parent)
    read = _each((*python, *SYSTEM, *SYSTEM_FILES), landlock.READ)
    fenced = landlock.fence([*read, *NOTHING, (given, landlock.READ), (made, landlock.WRITE)])
    return Walls(calls=seccomp.restrict(programs=False, threads=True), files=fenced)


def cap(*, memory: int, written: int) -> None:
    """Limit memory and the size of written files, in bytes, open files, and core dumps to none."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, written)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_AS, memory)


def bind(parent: int) -> None:
    """Never gain a privilege, hold none, and die with the parent; for Linux."""
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((PR_SET_NO_NEW_PRIVS, 1), (PR_SET_PDEATHSIG, signal.SIGKILL)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), f"prctl({option}) failed")
    _drop_capabilities(libc)
    # The parent may have died before the signal was ordered.
    if os.getppid() != parent:
        raise SystemExit("The parent is gone.")


def around_programs(folder: Path, libraries: Sequence[Path], *, may_write: bool) -> Allowed:
    """What a program of the system's may touch that works on files in `folder`."""
    system = _each((*SYSTEM, "/etc/perl", *libraries), landlock.RUN)
    files = _each(SYSTEM_FILES, landlock.READ)
    return [*system, *files, *NOTHING, (folder, landlock.WRITE if may_write else landlock.READ)]


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
    return int(os.pread(_statm(), 256, 0).split()[1]) * resource.getpagesize()


def _each(paths: Iterable[str | Path], rights: Right) -> list[tuple[str | Path, Right]]:
    return [(path, rights) for path in paths]


@cache
def _statm() -> int:
    # Opened once: the fence stands between a child and /proc.
    return os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (bound, bound))


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITIES, 0)
    # Effective, permitted and inheritable, the lower 32 of each, then the upper.
    held = (ctypes.c_uint32 * 6)()
    if libc.capget(header, held) != 0:
        raise OSError(ctypes.get_errno(), "capget failed")
    kept = (ctypes.c_uint32 * 6)(held[0] & READING, held[1] & READING)
    if libc.capset(header, kept) != 0:
        raise OSError(ctypes.get_errno(), "capset failed")
