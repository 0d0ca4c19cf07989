"""Where a worker's files lie while it works, and what dead workers left there."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.embedded.folder import private

LOCK = "lock"


@contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """A folder of our own, removed at the end of the block.

    Those of workers that were killed are removed first: they may hold people's originals.
    A living worker holds its folder's lock, whatever machine or container it is in.
    """
    base = private(data / "scratch")
    with _alone_in(base):
        for left in base.iterdir():
            _remove_unless_held(left)
        ours = Path(tempfile.mkdtemp(dir=base))
        lock = os.open(ours / LOCK, os.O_CREAT | os.O_RDWR)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield ours
    finally:
        shutil.rmtree(ours, ignore_errors=True)
        os.close(lock)


@contextmanager
def _alone_in(base: Path) -> Iterator[None]:
    """Let no other worker look while a folder is made but its lock is not held yet."""
    turn = os.open(base, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
    finally:
        os.close(turn)


def _remove_unless_held(folder: Path) -> None:
    try:
        lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR)
    except OSError:
        # Not one of ours, or its worker is just removing it.
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(lock)
