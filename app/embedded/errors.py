"""What can be wrong with a part that we start ourselves."""

from pathlib import Path

from app.errors import CannotStart


class EmbeddedError(CannotStart):
    """The base of everything that keeps an embedded part from running."""


class ProgramMissing(EmbeddedError):
    """The program is neither installed nor on the PATH."""

    def __init__(self, program: str, remedy: str) -> None:
        super().__init__(f"{program} is not installed. {remedy}")
        self.program = program


class ProgramFailed(EmbeddedError):
    """The program ended, or was not ready in time; carries the last lines that it wrote."""

    def __init__(self, program: str, problem: str, log: Path, last_lines: str) -> None:
        super().__init__(f"{program} {problem}. Its log is {log}, and ends:\n{last_lines}")
        self.program, self.problem, self.log = program, problem, log


class FolderInUse(EmbeddedError):
    """A data folder serves one Ecogram at a time."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is in use by another running Ecogram. Stop that one, or choose another "
            "data folder."
        )
        self.folder = folder


class FolderNotOurs(EmbeddedError):
    """The short runtime folder exists, but others could read or write in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} must be a folder that belongs to you alone. Remove it.")
        self.folder = folder


class PortTaken(EmbeddedError):
    """The port that was asked for belongs to another program."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is in use by another program. Choose another port.")
        self.port = port
