"""Where the programs are that we start."""

import shutil
import sys
from importlib import metadata
from pathlib import Path

from app.embedded.errors import ProgramMissing


def find(program: str, *, packages: tuple[str, ...], remedy: str) -> Path:
    """The program on the PATH, else beside our Python, else inside one of `packages`.

    Nothing is imported. Raises ProgramMissing, with `remedy`, when it is nowhere.
    """
    on_path = shutil.which(program) or shutil.which(program, path=str(Path(sys.executable).parent))
    if on_path:
        return Path(on_path)
    for package in packages:
        if packaged := _packaged(program, package):
            return packaged
    raise ProgramMissing(program, remedy)


def _packaged(program: str, package: str) -> Path | None:
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return None
    found = (Path(str(file.locate())).resolve() for file in files if file.name == program)
    return next((file for file in found if file.is_file()), None)
