"""A fence in the file system that a process puts around itself (Landlock, Linux 5.13 or newer)."""

import ctypes
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import IntFlag
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
WHICH_VERSION = 1
BENEATH = 1


class Right(IntFlag):
    """What may be done to a file or beneath a folder, as the kernel numbers it."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_FILE = 1 << 5
    MAKE_REG = 1 << 8
    TRUNCATE = 1 << 14


READ = Right.READ_FILE | Right.READ_DIR
RUN = READ | Right.EXECUTE
# Plain files only: no folders, links, sockets or devices are made.
WRITE = READ | Right.WRITE_FILE | Right.REMOVE_FILE | Right.MAKE_REG | Right.TRUNCATE
OF_FILES = Right.EXECUTE | Right.WRITE_FILE | Right.READ_FILE | Right.TRUNCATE

# Everything that a version of Landlock can refuse: files, then (4) TCP; from 6 on what is said
# to processes outside: signals and abstract sockets.
FILES = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
TCP, OUTSIDE = 0b11, 0b11

Allowed = Iterable[tuple[str | Path, Right]]


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("outside", ctypes.c_uint64))


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Which version of Landlock the kernel offers; 0 for none."""
    if sys.platform != "linux":
        return 0
    libc = ctypes.CDLL(None)
    return max(0, int(libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), WHICH_VERSION)))


def fence(allowed: Allowed) -> bool:
    """Leave this process only these rights, beneath these paths, for good and for all it becomes.

    Paths that do not exist are passed over. False where the kernel has no Landlock. Needs
    no_new_privs. Raises OSError, and RuntimeError where other threads would stay outside.
    """
    offered = version()
    if offered == 0:
        return False
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208 (names are all we want)
        raise RuntimeError("A fence goes up before threads do.")
    files = FILES[min(offered, max(FILES))]
    asked = _Ruleset(files, TCP if offered >= 4 else 0, OUTSIDE if offered >= 6 else 0)
    rules = _called(CREATE_RULESET, ctypes.byref(asked), ctypes.c_size_t(ctypes.sizeof(asked)), 0)
    try:
        for path, rights in allowed:
            _allow(rules, path, rights & files)
        _called(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)
    return True


def _allow(rules: int, path: str | Path, rights: int) -> None:
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            mine = rights if Path(path).is_dir() else rights & OF_FILES
            _called(ADD_RULE, rules, BENEATH, ctypes.byref(_Rule(mine, folder)), 0)
        finally:
            os.close(folder)


def _called(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    answer = int(libc.syscall(number, *arguments))
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return answer
