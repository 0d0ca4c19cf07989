"""Pictures of a journey's own, for what it changes."""

import json
from typing import Any

import httpx

from tests import photos
from tests.console.conftest import Seeded, account
from tests.graph.documents import APPROVE, UPLOAD
from tests.server import PREFLIGHT

LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }"
STATES = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { state } } }"


def pictures_of(seeded: Seeded, name: str, seed: int, count: int = 4) -> dict[str, Any]:
    """Uploads photos `NAME-1.jpg` ... on a product of that name, and approves the first.

    The facts of a journey: `pictures`, their file names, and `product`, its code. `seed` makes
    them differ from all others.
    """
    with httpx.Client(base_url=seeded.address, timeout=60, trust_env=False) as http:
        session = _ask(http, LOGIN, input=account("ada"))["login"]["session"]
        http.headers["authorization"] = f"Bearer {session['accessToken']}"
        names = [f"{name}-{number + 1}.jpg" for number in range(count)]
        ids = [_sent(http, one, name, seed + at) for at, one in enumerate(names)]
        while any(one["state"] != "READY" for one in _ask(http, STATES, ids=ids)["nodes"]):
            pass
        assert _ask(http, APPROVE, input={"ids": ids[:1]})["approveImages"]["userErrors"] == []
    return {"pictures": names, "product": name, "account": account("ada")}


def _sent(http: httpx.Client, file_name: str, product: str, seed: int) -> str:
    input = {"files": [None], "productCode": product}
    operations = {"query": UPLOAD, "variables": {"input": input}}
    form = {"operations": json.dumps(operations), "map": '{"0": ["variables.input.files.0"]}'}
    parts = {"0": (file_name, photos.photo(0.4, seed))}
    answer = http.post("/graphql", data=form, files=parts, headers=PREFLIGHT).json()
    [result] = answer["data"]["uploadImages"]["results"]
    assert result["error"] is None
    return str(result["imageId"])


def _ask(http: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = http.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return dict(answer["data"])
