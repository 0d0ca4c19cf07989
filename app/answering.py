"""One of several processes that answer clients: started by `ecogram serve`, never by people."""

import asyncio
import os
import socket
import sys

import uvloop

from app import logs, serve
from app.errors import CannotStart
from app.processes import READY
from app.settings import read


def main() -> int:
    """Answer at the socket that we were handed, until SIGINT or SIGTERM."""
    descriptor, name = sys.argv[1:]
    settings = read()
    logs.configure(settings, process=name)
    try:
        with (
            socket.socket(fileno=int(descriptor)) as ours,
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            runner.run(serve.answer(settings, ours, _ready))
    except CannotStart as error:
        sys.stderr.write(f"ecogram: {name}: {error}\n")
        return 2
    return 0


def _ready() -> None:
    os.write(sys.stdout.fileno(), READY)


if __name__ == "__main__":
    sys.exit(main())
