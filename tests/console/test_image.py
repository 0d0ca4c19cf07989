"""One picture's page."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import photos
from tests.console.conftest import LOGIN, Journey, Seeded, account
from tests.graph.documents import UPLOAD
from tests.server import PREFLIGHT

COLLECT = """
mutation ($input: CreateCollectionInput!) {
  createCollection(input: $input) { userErrors { code } }
}"""
# Each journey has a picture of its own: the same file twice would be taken for a duplicate.
SEEDS = {"desk": 71, "phone": 72}
STATE = "query ($id: ID!) { image(id: $id) { state } }"


@pytest.fixture
def people(seeded: Seeded) -> Iterator[httpx.Client]:
    """What asks the service as Ada, beside the browser."""
    with httpx.Client(base_url=seeded.address, timeout=60, trust_env=False) as http:
        session = _ask(http, LOGIN, input=account("ada"))["login"]["session"]
        http.headers["authorization"] = f"Bearer {session['accessToken']}"
        yield http


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_people_can_see_describe_decide_and_take_along_one_picture(
    journey: Journey,
    people: httpx.Client,
    tmp_path: Path,
    language: str,
    screen: str,
) -> None:
    """All parts of the page, while somebody else changes the same picture."""
    seed = SEEDS[screen]
    name, collection = f"lisbon-{seed}.jpg", f"Summer {seed}"
    other = tmp_path / "other.jpg"
    other.write_bytes(photos.photo(0.4, seed + 100))
    _ask(people, COLLECT, input={"name": collection})
    facts = {
        "imageId": _ready(people, name, _photo(seed)),
        "fileName": name,
        "collection": collection,
        "otherFile": str(other),
        "token": people.headers["authorization"].removeprefix("Bearer "),
    }

    assert journey("image", language=language, screen=screen, facts=facts) == []


def _photo(seed: int) -> bytes:
    """A photo with a place, a camera and words in it."""
    image = photos.scene(900, 600, random.Random(seed))
    block = photos.exif(
        gps=photos.LISBON,
        camera=("Ecogram", "Testcam 1"),
        captured="2024:05:01 10:11:12",
        offset="+01:00",
        description="A shoe on a table",
        artist="Ana Souza",
    )
    return photos.saved(image, "JPEG", quality=88, exif=block)


def _ready(http: httpx.Client, name: str, content: bytes) -> str:
    """Uploads a picture and waits as a client without subscriptions does."""
    operations = {
        "query": UPLOAD,
        "variables": {"input": {"files": [None], "productCode": "SHOE-1"}},
    }
    form = {"operations": json.dumps(operations), "map": '{"0": ["variables.input.files.0"]}'}
    answer = http.post("/graphql", data=form, files={"0": (name, content)}, headers=PREFLIGHT)
    id = str(answer.json()["data"]["uploadImages"]["results"][0]["imageId"])
    while _ask(http, STATE, id=id)["image"]["state"] != "READY":
        pass
    return id


def _ask(http: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = http.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return dict(answer["data"])
