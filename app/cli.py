"""The command `ecogram`."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Sequence

from app import doctor, logs, serve, users, worker
from app.embedded.errors import EmbeddedError
from app.settings import BadSettings, read
from documents.users import Role


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if it did what it says, 2 if it could not be begun."""
    options = _parser().parse_args(arguments)
    try:
        settings = read()
        logs.configure(settings)
        match options.command:
            case "serve":
                serve.main(settings, worker=not options.no_worker)
            case "worker":
                worker.main(settings)
            case "doctor":
                return asyncio.run(doctor.main(settings))
            case "users":
                return asyncio.run(users.main(settings, options))
    except (BadSettings, EmbeddedError) as error:
        sys.stderr.write(f"ecogram: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0
