"""The command `ecogram`."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence

from app import doctor, exporting, importing, logs, serve, stats, sync, users, worker
from app.errors import CannotStart
from app.settings import MOST_PROCESSES, Settings, read
from processing.errors import ExifToolMissing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command: 0 when it did what it says, 1 when not, 2 when it could not be begun."""
    options = _parser().parse_args(arguments)
    try:
        settings = read()
        logs.configure(settings)
        return _run(settings, options)
    except (CannotStart, ExifToolMissing) as error:
        sys.stderr.write(f"ecogram: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


# Commands that end by themselves, with a status.
BRIEF: dict[str, Callable[[Settings, argparse.Namespace], Coroutine[None, None, int]]] = {
    "doctor": lambda settings, _: doctor.main(settings),
    "export": exporting.main,
    "import": importing.main,
    "stats": stats.main,
    "sync": sync.main,
    "users": users.main,
}


def _run(settings: Settings, options: argparse.Namespace) -> int:
    match options.command:
        case "serve":
            asked = {"processes": options.processes or settings.processes}
            serve.main(settings.model_copy(update=asked), worker=not options.no_worker)
        case "worker":
            worker.main(settings)
        case brief:
            return asyncio.run(BRIEF[brief](settings, options))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ecogram",
        description="A headless image library for shops.",
        epilog="Settings come from variables that begin with ECOGRAM_; the README lists them.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="answer clients, with everything that it takes")
    serving.add_argument(
        "--no-worker", action="store_true", help="leave the work to workers elsewhere"
    )
    serving.add_argument(
        "--processes",
        type=int,
        choices=range(1, MOST_PROCESSES + 1),
        metavar="N",
        help="how many processes answer; ECOGRAM_PROCESSES by default",
    )
    commands.add_parser("worker", help="do the work, beside a `serve` or many")
    users.add_arguments(commands.add_parser("users", help="manage accounts"))
    importing.add_arguments(commands.add_parser("import", help="take in pictures from elsewhere"))
    exporting.add_arguments(commands.add_parser("export", help="write the catalogue to a file"))
    stats.add_arguments(commands.add_parser("stats", help="tell numbers, or count them anew"))
    sync.add_arguments(commands.add_parser("sync", help="compare the store with the records"))
    commands.add_parser("doctor", help="tell whether this machine has what it takes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
