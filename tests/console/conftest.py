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

import httpx
import pytest

from app.web import DIST
from tests import photos
from tests.clients.conftest import missing, serving
from tests.graph.documents import APPROVE, UPLOAD
from tests.server import PREFLIGHT

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
INSTALLED = HERE / "node_modules/.package-lock.json"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PASSWORD = "a long pass phrase"
ROLES = {"ada": "ADMIN", "rui": "REVIEWER", "iris": "IMPORTER", "vera": "VIEWER"}
PICTURES = 12

REGISTER = "mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code } } }"
USERS = "{ users { nodes { id email } } }"
GIVE_ROLE = """
mutation ($input: SetUserRoleInput!) { setUserRole(input: $input) { userErrors { code } } }"""
LOGIN = """
mutation ($input: LoginInput!) {
  login(input: $input) { session { accessToken } userErrors { code } }
}"""
STATES = "{ images(first: 100) { nodes { id state fileName } } }"

Journey = Callable[..., list[str]]


@dataclass(frozen=True)
class Seeded:
    """A service that people have worked with: its address, and the ids of its READY pictures.

    The first three pictures are approved, and all are on products `SHOE-1` to `SHOE-4`.
    """

    address: str
    image_ids: tuple[str, ...]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    """`ecogram serve` with an account of each role, and real photos that are processed."""
    if not (DIST / "index.html").exists():
        missing("The pages are not built: make web.")
    folder = tmp_path_factory.mktemp("console")
    with serving(folder) as address:
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
            for name in ROLES:
                _join(http, name)
            _sign_in(http)
            _give_roles(http)
            ready = _seed(http)
        yield Seeded(address, ready)


def _sign_in(http: httpx.Client) -> None:
    session = _ask(http, LOGIN, input=account("ada"))["login"]["session"]
    http.headers["authorization"] = f"Bearer {session['accessToken']}"


def _give_roles(http: httpx.Client) -> None:
    ids = {one["email"]: one["id"] for one in _ask(http, USERS)["users"]["nodes"]}
    for name, role in list(ROLES.items())[1:]:
        input = {"id": ids[account(name)["email"]], "role": role}
        assert _ask(http, GIVE_ROLE, input=input)["setUserRole"]["userErrors"] == []


def _seed(http: httpx.Client) -> tuple[str, ...]:
    for number in range(PICTURES):
        _upload(http, number)
    ready = _all_ready(http)
    first = list(ready[:3])
    assert _ask(http, APPROVE, input={"ids": first})["approveImages"]["userErrors"] == []
    return ready


def _join(http: httpx.Client, name: str) -> None:
    told = _ask(http, REGISTER, input={**account(name), "name": name.capitalize()})
    assert told["register"]["userErrors"] == []


def _upload(http: httpx.Client, number: int) -> None:
    input = {"files": [None], "productCode": f"SHOE-{number % 4 + 1}"}
    operations = {"query": UPLOAD, "variables": {"input": input}}
    form = {"operations": json.dumps(operations), "map": '{"0": ["variables.input.files.0"]}'}
    content = photos.photo(0.4, number)
    parts = {"0": (f"shoe-{number + 1:02}.jpg", content)}
    answer = http.post("/graphql", data=form, files=parts, headers=PREFLIGHT).json()
    [result] = answer["data"]["uploadImages"]["results"]
    assert result["error"] is None


def _all_ready(http: httpx.Client) -> tuple[str, ...]:
    """Waits as a client without subscriptions does; processing has its own limits."""
    while True:
        nodes = _ask(http, STATES)["images"]["nodes"]
        assert not [one for one in nodes if one["state"] == "FAILED"]
        if all(one["state"] == "READY" for one in nodes):
            ordered = sorted(nodes, key=lambda one: str(one["fileName"]))
            return tuple(one["id"] for one in ordered)


def _ask(http: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = http.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return dict(answer["data"])


def account(name: str) -> dict[str, str]:
    """The address and the password of one of the seeded people, by their first name."""
    return {"email": f"{name}@example.com", "password": PASSWORD}


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
    """Plays a journey and tells what went wrong, nothing when all went well.

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
        # All of them, since a failed assertion tells the first.
        print(*problems, sep="\n")
        return problems

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
