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
    for left in base.iterdir():
        _remove_unless_held(left)
    ours = Path(tempfile.mkdtemp(dir=base))
    with (ours / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield ours
        finally:
            shutil.rmtree(ours, ignore_errors=True)


def _remove_unless_held(folder: Path) -> None:
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        # Its worker is just making it.
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(lock)
