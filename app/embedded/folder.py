"""Folders that belong to us alone."""

import asyncio
import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.embedded.errors import FolderInUse, FolderNotOurs

LOCK_PAUSE = 0.05


def private(folder: Path) -> Path:
    """`folder`, made if need be, and open to nobody but its owner."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def runtime(data_folder: Path) -> Path:
    """A private folder with a short path, the same one for the same data folder.

    Raises FolderNotOurs when somebody else has made it, for temporary folders are shared.
    """
    name = hashlib.sha256(os.fsencode(data_folder.resolve())).hexdigest()[:16]
    base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    folder = Path(base) / f"ecogram-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    _must_be_ours(folder)
    return folder


def _must_be_ours(folder: Path) -> None:
    found = folder.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not ours or stat.S_IMODE(found.st_mode) & 0o077:
        raise FolderNotOurs(folder)


@asynccontextmanager
async def claimed(folder: Path, *, patience: float = 5.0) -> AsyncIterator[int]:
    """Hold `folder` for us alone; yields the lock's descriptor.

    A child that inherits the descriptor holds the folder for as long as it lives, even when
    we were killed: whoever comes next waits up to `patience` seconds for it to end.
    Raises FolderInUse when the wait was in vain.
    """
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        if not await _locked_within(lock, patience):
            raise FolderInUse(folder)
        yield lock
    finally:
        os.close(lock)


async def _locked_within(lock: int, patience: float) -> bool:
    for _ in range(int(patience / LOCK_PAUSE)):
        if _locked(lock):
            return True
        await asyncio.sleep(LOCK_PAUSE)
    return _locked(lock)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
