"""Hostile code, run as a program: `intruder CHILD|PROGRAM FOLDER PARENT OUTSIDE`.

As CHILD it confines itself as the child that decodes does, with FOLDER for its desk; as PROGRAM it
was started by `processing.launch` and is confined already. It tries what it must not do, and
prints as JSON what came of each: the name of the error, or "done".
"""

import ctypes
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

SHARED_MEMORY, THREAD_SIGNAL = {"x86_64": (29, 234), "aarch64": (194, 131)}.get(
    os.uname().machine, (0, 0)
)
RING, TOO_NEW = 425, 500


def attempts(
    given: Path, made: Path, parent: int, outside: Path
) -> dict[str, Callable[[], object]]:
    """What it tries, by name."""
    libc = ctypes.CDLL(None, use_errno=True)

    def call(*arguments: int) -> None:
        if libc.syscall(*arguments) < 0:
            raise OSError(ctypes.get_errno(), "")

    return {
        "a socket": lambda: socket.socket(socket.AF_INET),
        "a unix socket": lambda: socket.socket(socket.AF_UNIX),
        "a pair of sockets": socket.socketpair,
        "a fork": os.fork,
        "another program": lambda: subprocess.run(["/bin/true"], check=True),
        "a signal to the worker": lambda: os.kill(parent, 0),
        "a signal to a thread of the worker": lambda: call(THREAD_SIGNAL, parent, parent, 0),
        "the worker's memory": lambda: os.open(f"/proc/{parent}/mem", os.O_RDONLY),
        "the worker's environment": Path(f"/proc/{parent}/environ").read_bytes,
        "the worker's limits": lambda: limit(parent),
        "shared memory": lambda: call(SHARED_MEMORY, 0, 4096, 0o1600),
        "a ring": lambda: call(RING, 8, 0),
        "a call too new": lambda: call(TOO_NEW),
        "the password file": Path("/etc/passwd").read_bytes,
        "our own code": (Path(__file__).parents[2] / "pyproject.toml").read_bytes,
        "reading outside": outside.read_bytes,
        "writing outside": lambda: outside.write_bytes(b"mine"),
        "shortening outside": lambda: os.truncate(outside, 0),
        "deleting outside": outside.unlink,
        "a new file outside": lambda: outside.with_name("new").write_bytes(b"mine"),
        "listing outside": lambda: list(outside.parent.iterdir()),
        "a way for others": lambda: outside.chmod(0o777),
        "a link out": lambda: (made / "link").symlink_to(outside),
        "a pipe": lambda: os.mkfifo(made / "pipe"),
        "reading inside": (given / "source").read_bytes,
        "writing inside": lambda: (made / "made").write_bytes(b"x"),
        "changing what it was given": lambda: (given / "source").write_bytes(b"x"),
        "a thread": _thread,
        "a signal to itself": lambda: signal.raise_signal(signal.SIGCONT),
    }


def limit(parent: int) -> None:
    """Give another process a limit."""
    import resource  # noqa: PLC0415 (only where it is tried)

    resource.prlimit(parent, resource.RLIMIT_CORE, (0, 0))


def _thread() -> None:
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()


def outcome(attempt: Callable[[], object]) -> str:
    """What came of it, in a word."""
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error))
    except RuntimeError as error:
        return type(error).__name__
    return "done"


def main() -> None:
    kind, given, made, parent = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[2]), int(sys.argv[3])
    if kind == "CHILD":
        given, made = given / "given", made / "made"
        # A program behind walls does not find these.
        from processing.confine import confine  # noqa: PLC0415
        from processing.limits import Limits  # noqa: PLC0415

        confine(Limits(), parent=parent, given=given, made=made)
    tried = attempts(given, made, parent, Path(sys.argv[4]))
    print(json.dumps({name: outcome(attempt) for name, attempt in tried.items()}), flush=True)


if __name__ == "__main__":
    main()
