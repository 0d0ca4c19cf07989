"""A service as people start it, the programs here and the examples, and photos to send."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import pytest

from tests import photos

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLES = ROOT / "examples"
# What may be asked by its name alone: all that the examples ask.
MANIFEST = EXAMPLES / "shared/gql/persisted-documents.json"
START_SECONDS, STOP_SECONDS, RUN_SECONDS = 40, 40, 120
IN_PARTS_BYTES = 33 * 1024**2

Run = Callable[..., dict[str, Any]]


def missing(what: str) -> NoReturn:
    """Skip on a laptop, and fail in CI."""
    if "CI" in os.environ:
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `ecogram serve` in an empty folder, stopped at the end."""
    trusted = {"ECOGRAM_TRUSTED_DOCUMENTS": str(MANIFEST)}
    with serving(tmp_path_factory.mktemp("service"), trusted) as address:
        yield address


@contextmanager
def serving(folder: Path, more: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """The address of `ecogram serve`, which keeps its data and its log in `folder`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ECOGRAM_")}
    ours |= {"ECOGRAM_DATA": str(folder / "data"), "ECOGRAM_PORT": str(port), **more}
    with _running([sys.executable, "-m", "app.cli", "serve"], folder / "log", ours) as process:
        address = f"http://127.0.0.1:{port}"
        if not _ready(process, f"{address}/readyz"):
            missing(f"The service did not start:\n{(folder / 'log').read_text()[-2000:]}")
        yield address


@contextmanager
def _running(
    command: list[str], log: Path, environment: dict[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise


def _ready(process: "subprocess.Popen[bytes]", url: str) -> bool:
    """Whether `url` answers before the process ends or the time is over."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with opener.open(url, timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs a program of this folder in Node.js and gives the JSON that it prints."""
    _installed(HERE)
    _finished(["npm", "run", "check"], HERE)
    return partial(_printed, HERE)


@pytest.fixture(scope="session")
def example() -> Run:
    """Runs a program of the examples, built, in Node.js and gives the JSON that it prints."""
    _installed(EXAMPLES)
    _finished(["npm", "run", "build"], EXAMPLES)
    return partial(_printed, EXAMPLES / "dist")


@pytest.fixture(scope="session")
def checked() -> Callable[[str], str]:
    """Runs an npm script of the examples, which must succeed; tells what it said."""
    _installed(EXAMPLES)
    return lambda script: _finished(["npm", "run", "--silent", script], EXAMPLES)


def _installed(folder: Path) -> None:
    """Install what a folder needs, unless it is there as its lock file says."""
    if shutil.which("npm", path=_environment()["PATH"]) is None:
        missing("There is no npm, and so no Node.js.")
    # What npm leaves behind once all is installed.
    mark, lock = folder / "node_modules/.package-lock.json", folder / "package-lock.json"
    # One at a time: tests run in several processes.
    with lock.open() as held:
        flock(held, LOCK_EX)
        if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
            _finished(["npm", "ci", "--ignore-scripts"], folder, seconds=240)
            mark.touch()


def _printed(folder: Path, name: str, *arguments: str | Path) -> dict[str, Any]:
    return dict(json.loads(_finished(["node", name, *map(str, arguments)], folder)))


def _finished(command: list[str], folder: Path, *, seconds: float = RUN_SECONDS) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _environment() -> dict[str, str]:
    """Ours, with Node.js, which make puts beside Python where a machine has none."""
    path = f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}"
    return os.environ | {"PATH": path}


@pytest.fixture(scope="session")
def two_photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two photos that differ, as files."""
    folder = tmp_path_factory.mktemp("photos")
    paths = [folder / "front.jpg", folder / "back.jpg"]
    for seed, path in enumerate(paths):
        path.write_bytes(photos.photo(2, seed))
    return paths


@pytest.fixture(scope="session")
def large_photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that goes to the store in parts: behind its end is what no reader looks at."""
    path = tmp_path_factory.mktemp("photos") / "large.jpg"
    path.write_bytes(photos.photo(2, 2) + bytes(IN_PARTS_BYTES))
    return path
