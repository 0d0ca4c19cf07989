"""`python -m processing.launch TOLD PARENT COMMAND ...`: becomes a program behind walls.

What it sets upon itself stays on the program that it becomes: limits, the fence around files,
and the filter on calls. TOLD is a `Launch` in JSON.
"""

import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from processing import landlock, seccomp
from processing.confine import around_programs, bind, cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """How a program is to be confined; sizes in bytes."""

    folder: str
    # Further folders of programs and libraries.
    libraries: Sequence[str]
    may_write: bool
    memory: int
    written: int

    def command(self, program: Sequence[str]) -> list[str]:
        """The command that becomes the program, confined; start it from this process."""
        told = json.dumps(asdict(self))
        return [
            sys.executable, "-P", "-S", "-m", "processing.launch", told, str(os.getpid()), *program
        ]  # fmt: skip


def main() -> None:
    """Confine this process and become the program."""
    launch, parent, program = Launch(**json.loads(sys.argv[1])), int(sys.argv[2]), sys.argv[3:]
    cap(memory=launch.memory, written=launch.written)
    if sys.platform == "linux":
        bind(parent)
    libraries = [Path(one) for one in launch.libraries]
    landlock.fence(around_programs(Path(launch.folder), libraries, may_write=launch.may_write))
    seccomp.restrict(programs=True, threads=False)
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
        # What Python ignores, the program would ignore too.
        signal.signal(ignored, signal.SIG_DFL)
    os.environ.pop("PYTHONPATH", None)
    os.execvp(program[0], program)  # noqa: S606 (a shell is what we do not want)


if __name__ == "__main__":
    main()
