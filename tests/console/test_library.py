"""The library: looking, searching, narrowing, choosing, and changing many at once."""

import json

import httpx
import pytest

from tests import photos
from tests.console.conftest import Journey, Seeded, account
from tests.graph.documents import UPLOAD
from tests.server import PREFLIGHT

LOGIN = """
mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }"""
STATES = "query ($where: ImagesWhere!) { images(where: $where) { nodes { state } } }"
OWN = 8


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_people_find_choose_and_change_many(
    journey: Journey, seeded: Seeded, language: str, screen: str
) -> None:
    """From words and filters to previews, decisions, a ZIP, and the way back from the trash."""
    prefix = f"walk{screen}"
    _upload(seeded.address, prefix)

    assert journey("library", language=language, screen=screen, facts={"prefix": prefix}) == []


def _upload(address: str, prefix: str) -> None:
    """Eight READY pictures of the journey's own."""
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        told = http.post("/graphql", json={"query": LOGIN, "variables": {"input": account("ada")}})
        token = told.json()["data"]["login"]["session"]["accessToken"]
        http.headers["authorization"] = f"Bearer {token}"
        for number in range(OWN):
            _send(http, f"{prefix}-{number}.jpg", photos.photo(0.2, _seed(prefix) + number))
        _all_ready(http, prefix)


def _send(http: httpx.Client, name: str, content: bytes) -> None:
    operations = {"query": UPLOAD, "variables": {"input": {"files": [None]}}}
    form = {"operations": json.dumps(operations), "map": '{"0": ["variables.input.files.0"]}'}
    answer = http.post("/graphql", data=form, files={"0": (name, content)}, headers=PREFLIGHT)
    [result] = answer.json()["data"]["uploadImages"]["results"]
    assert result["error"] is None


def _all_ready(http: httpx.Client, prefix: str) -> None:
    where = {"fileName": {"startsWith": prefix}}
    while True:
        asked = http.post("/graphql", json={"query": STATES, "variables": {"where": where}})
        states = [one["state"] for one in asked.json()["data"]["images"]["nodes"]]
        assert "FAILED" not in states
        if states == ["READY"] * OWN:
            return


def _seed(prefix: str) -> int:
    """Seeds of one journey's photos, apart from those of the others."""
    return 1000 + 10 * len(prefix)
