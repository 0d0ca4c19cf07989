"""One service with pictures in it, one browser, and the journeys that people make in it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.web import DIST
from tests import photos
from tests.clients.conftest import missing, serving
from tests.console.elsewhere import Elsewhere, beyond
from tests.console.visitor import Visitor, account, visiting
from tests.graph.documents import APPROVE

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
INSTALLED = HERE / "node_modules/.package-lock.json"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ROLES = {"ada": "ADMIN", "rui": "REVIEWER", "iris": "IMPORTER", "vera": "VIEWER"}
PICTURES = 12

REGISTER = "mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code } } }"
USERS = "{ users { nodes { id email } } }"
GIVE_ROLE = """
mutation ($input: SetUserRoleInput!) { setUserRole(input: $input) { userErrors { code } } }"""

Journey = Callable[..., list[str]]


@dataclass(frozen=True)
class Seeded:
    """A service that people have worked with: its address, and the ids of its READY pictures.

    The first three pictures are approved and public, and all are on products `SHOE-1` to `SHOE-4`.
    """

    address: str
    image_ids: tuple[str, ...]


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    """A model that the service may ask, and shops that it may tell."""
    with beyond() as server:
        yield server


@pytest.fixture(scope="session")
def seeded(elsewhere: Elsewhere, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    """`ecogram serve` with an account of each role, and real photos that are processed."""
    if not (DIST / "index.html").exists():
        missing("The pages are not built: make web.")
    folder = tmp_path_factory.mktemp("console")
    with serving(folder, elsewhere.settings) as address:
        with visiting(address) as visitor:
            _join(visitor)
            ready = _seed(visitor)
        yield Seeded(address, ready)


@pytest.fixture
def ada(seeded: Seeded) -> Iterator[Visitor]:
    """The administrator, who asks the service beside the browser."""
    with visiting(seeded.address, "ada") as visitor:
        yield visitor


def _join(visitor: Visitor) -> None:
    """An account of each role; who comes first is the administrator."""
    for name in ROLES:
        visitor.do(REGISTER, input={**account(name), "name": name.capitalize()})
    visitor.sign_in("ada")
    ids = {one["email"]: one["id"] for one in visitor.ask(USERS)["users"]["nodes"]}
    for name, role in list(ROLES.items())[1:]:
        visitor.do(GIVE_ROLE, input={"id": ids[account(name)["email"]], "role": role})


def _seed(visitor: Visitor) -> tuple[str, ...]:
    ids = tuple(
        visitor.sent(f"shoe-{at + 1:02}.jpg", photos.photo(0.4, at), f"SHOE-{at % 4 + 1}")
        for at in range(PICTURES)
    )
    visitor.ready(ids)
    visitor.do(APPROVE, input={"ids": ids[:3]})
    visitor.public(ids[:3])
    return ids


@pytest.fixture(scope="session")
def stage(seeded: Seeded) -> Iterator["subprocess.Popen[str]"]:
    """The program that plays journeys, with its browser open."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        missing("There is no Chromium.")
    environment = _with_node()
    _install(environment)
    command = ["node", "stage.mjs", seeded.address, browser]
    process = subprocess.Popen(
        command,
        cwd=HERE,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(20)


@pytest.fixture
def journey(seeded: Seeded, stage: "subprocess.Popen[str]") -> Journey:
    """Plays a journey and tells what went wrong, a line each; nothing when all went well.

    `journey("library", language="pt-BR", screen="phone", who="ada", facts={...})`: `who` is
    signed in already, or nobody is where it is None.
    """

    def play(
        name: str,
        *,
        language: str = "en",
        screen: str = "desk",
        who: str | None = "ada",
        facts: Any = None,
    ) -> list[str]:
        wish = {
            "journey": name,
            "language": language,
            "screen": screen,
            "account": account(who) if who else None,
            "facts": {"imageIds": seeded.image_ids, **(facts or {})},
        }
        assert stage.stdin is not None
        assert stage.stdout is not None
        stage.stdin.write(json.dumps(wish) + "\n")
        stage.stdin.flush()
        problems = list(json.loads(stage.stdout.readline())["problems"])
        print(*problems, sep="\n\n")
        return [problem.splitlines()[0] for problem in problems]

    return play


def _with_node() -> dict[str, str]:
    # make puts Node.js beside Python where a machine has none.
    beside = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{os.environ['PATH']}{os.pathsep}{beside}"}
    if shutil.which("npm", path=environment["PATH"]) is None:
        missing("There is no npm, and so no Node.js.")
    return environment


def _install(environment: dict[str, str]) -> None:
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        _finish(["npm", "ci", "--ignore-scripts"], environment)
        INSTALLED.touch()
    _finish(["npm", "run", "--silent", "check"], environment)


def _finish(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=HERE, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}"
