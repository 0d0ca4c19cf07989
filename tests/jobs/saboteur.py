"""Run as a program in place of `processing.child`: does what a file in it asks for.

Stands for decoders with holes: everything else, walls and limits included, is the real child.
"""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from io import BufferedReader
from typing import Any

from processing import child

real: Callable[..., Any] = vars(child)["exposed"]


def bloat() -> None:
    """Take memory until there is none."""
    held = []
    while True:
        held.append(bytearray(64 * 1024 * 1024))


def spin() -> None:
    """Burn the processor, in C, where no signal handler of Python's would be heard."""
    sum(range(10**15))


def lie() -> None:
    """Answer in a way that no child does."""
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, b'{"facts": {"format": "JPEG", "sha256": "0"}}\n')
        except OSError:
            continue


def chatter() -> None:
    """Answer without end."""
    for descriptor in range(3, 10):
        try:
            while True:
                os.write(descriptor, b"x" * 65_536)
        except OSError:
            continue


ASKED: dict[bytes, Callable[[], object]] = {
    b"please abort": os.abort,
    b"please touch nothing": lambda: ctypes.string_at(8),
    b"please exit": lambda: os._exit(0),
    b"please hang": lambda: time.sleep(600),
    b"please spin": spin,
    b"please bloat": bloat,
    b"please lie": lie,
    b"please chatter": chatter,
    b"please kill": lambda: os.kill(os.getppid(), signal.SIGKILL),
}


def exposed(file: BufferedReader, *rest: object, **more: object) -> object:
    """What the real one does, unless the file asks for something else."""
    content = file.read()
    for words, act in ASKED.items():
        if words in content:
            act()
    file.seek(0)
    return real(file, *rest, **more)


if __name__ == "__main__":
    vars(child)["exposed"] = exposed
    child.main()
