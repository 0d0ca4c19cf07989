"""A service as people start it, the programs of this folder, and two photos to send."""

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
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import pytest

from tests import photos

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LOCK = HERE / "package-lock.json"
# What npm leaves behind once all is installed.
INSTALLED = HERE / "node_modules/.package-lock.json"
START_SECONDS, STOP_SECONDS, RUN_SECONDS = 40, 20, 90

Run = Callable[..., dict[str, Any]]


def missing(what: str) -> NoReturn:
    """Skip on a laptop, and fail in CI."""
    if "CI" in os.environ:
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `ecogram serve` in an empty folder, stopped at the end."""
    trusted = {"ECOGRAM_TRUSTED_DOCUMENTS": str(HERE / "manifest.json")}
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
    # make puts Node.js beside Python where a machine has none.
    beside = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{os.environ['PATH']}{os.pathsep}{beside}"}
    npm = shutil.which("npm", path=environment["PATH"])
    if npm is None:
        missing("There is no npm, and so no Node.js.")
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        _finished([npm, "ci", "--ignore-scripts"], environment, seconds=240)
        INSTALLED.touch()

    def program(name: str, *arguments: str | Path) -> dict[str, Any]:
        command = ["node", name, *map(str, arguments)]
        return dict(json.loads(_finished(command, environment, seconds=RUN_SECONDS)))

    program_types = [str(HERE / "node_modules/.bin/tsc"), "--noEmit"]
    _finished(program_types, environment, seconds=RUN_SECONDS)
    return program


def _finished(command: list[str], environment: dict[str, str], *, seconds: float) -> str:
    done = subprocess.run(
        command,
        cwd=HERE,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def two_photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two photos that differ, as files."""
    folder = tmp_path_factory.mktemp("photos")
    paths = [folder / "front.jpg", folder / "back.jpg"]
    for seed, path in enumerate(paths):
        path.write_bytes(photos.photo(2, seed))
    return paths
