"""The example in Python, run as its readers run it, on a running service."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.conftest import EXAMPLES

ADA = {"email": "ada@example.com", "password": "a long pass phrase"}
STAGES = ["QUEUED", "CHECKED", "METADATA", "RENDITIONS", "READY"]
REGISTER = """mutation Register($input: RegisterInput!) {
  register(input: $input) { userErrors { code } }
}"""


@pytest.fixture(scope="module")
def ada(service: str) -> None:
    """The first account, or one that is there already."""
    body = {"query": REGISTER, "variables": {"input": ADA | {"name": "Ada"}}}
    answer = httpx.post(f"{service}/graphql", json=body, timeout=20, trust_env=False)

    assert answer.json()["data"]["register"]["userErrors"] == []


def published(service: str, *files: Path, password: str) -> "subprocess.CompletedProcess[str]":
    """The example, when it has ended."""
    program = [sys.executable, str(EXAMPLES / "publish_photos.py")]
    return subprocess.run(
        [*program, service, ADA["email"], "SHOE-python", *map(str, files)],
        env=os.environ | {"ECOGRAM_PASSWORD": password, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.mark.usefixtures("ada")
def test_photos_come_in_and_are_in_the_catalogue(service: str, two_photos: list[Path]) -> None:
    """Each stage of each photo is printed in order, then the product as shops see it."""
    done = published(service, *two_photos, password=ADA["password"])
    lines, brace, rest = done.stdout.partition("{")
    stages: dict[str, list[str]] = {}
    for line in lines.splitlines():
        stages.setdefault(line.split()[0], []).append(line.split()[1])
    product: Any = json.loads(brace + rest)

    assert (done.returncode, done.stderr) == (0, "")
    assert list(stages.values()) == [STAGES, STAGES]
    assert product["code"] == "SHOE-python"


@pytest.mark.usefixtures("ada")
def test_a_wrong_password_is_said_and_nothing_is_sent(service: str, two_photos: list[Path]) -> None:
    """In a sentence, with an exit code that scripts go by."""
    done = published(service, *two_photos, password="another pass phrase")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Stopped: ")
