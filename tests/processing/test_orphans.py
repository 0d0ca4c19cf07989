"""What becomes of children whose parent is killed."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests import photos


@pytest.mark.skipif(sys.platform != "linux", reason="Death signals exist on Linux only.")
def test_children_die_with_their_parent(source: Path, into: Path) -> None:
    """After kill -9 of the parent, neither sandbox child nor ExifTool is left."""
    source.write_bytes(photos.jpeg())
    command = [sys.executable, "-m", "tests.processing.orphanage", str(source), str(into)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        orphans = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()

    assert len(orphans) == 2
    assert not still_running(orphans, seconds=5)


def still_running(pids: list[int], *, seconds: float) -> list[int]:
    """Those that have not ended after so long; zombies have ended."""
    end = time.monotonic() + seconds
    while (left := [pid for pid in pids if runs(pid)]) and time.monotonic() < end:
        time.sleep(0.02)
    return left


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
