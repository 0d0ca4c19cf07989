"""Somebody who asks the service beside the browser, as a program of theirs would."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.graph.documents import UPLOAD
from tests.server import PREFLIGHT

PASSWORD = "a long pass phrase"
LOGIN = """
mutation ($input: LoginInput!) {
  login(input: $input) { session { accessToken } userErrors { code } }
}"""
STATES = """
query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { id fileName state problem { code } } } }"""
PUBLIC = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { id publication { at } } } }"
STAGES = "query ($range: StatsRange!) { stats(range: $range) { total { stages { kind } } } }"
READY_SECONDS, PAUSE_SECONDS = 120, 0.2


def account(name: str) -> dict[str, str]:
    """The address and the password of one of the seeded people, by their first name."""
    return {"email": f"{name}@example.com", "password": PASSWORD}


class Visitor:
    """A client of the service: nobody at first, then who signs in."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    @property
    def token(self) -> str:
        """What tells who this is, for programs of a journey; empty for nobody."""
        return str(self.http.headers.get("authorization", "")).removeprefix("Bearer ")

    def sign_in(self, name: str) -> None:
        """Becomes one of the seeded people."""
        told = self.ask(LOGIN, input=account(name))["login"]
        assert told["userErrors"] == []
        self.http.headers["authorization"] = f"Bearer {told['session']['accessToken']}"

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer that must have no top-level errors."""
        answer = self.http.post("/graphql", json={"query": query, "variables": variables}).json()
        assert "errors" not in answer, answer
        return dict(answer["data"])

    def do(self, query: str, **variables: Any) -> dict[str, Any]:
        """The payload of the one mutation of a document, which must refuse nothing."""
        [payload] = self.ask(query, **variables).values()
        assert payload["userErrors"] == [], payload
        return dict(payload)

    def sent(self, name: str, content: bytes, product: str | None = None) -> str:
        """Uploads a file, which must be taken; the id of its picture."""
        input = {"files": [None], "productCode": product}
        operations = {"query": UPLOAD, "variables": {"input": input}}
        form = {"operations": json.dumps(operations), "map": '{"0": ["variables.input.files.0"]}'}
        files = {"0": (name, content)}
        answer = self.http.post("/graphql", data=form, files=files, headers=PREFLIGHT).json()
        [result] = answer["data"]["uploadImages"]["results"]
        assert result["error"] is None, result
        return str(result["imageId"])

    def ready(self, ids: Sequence[str]) -> None:
        """Waits until these pictures are READY, as a client without subscriptions does."""
        _until_none(lambda: self._waiting(ids))

    def public(self, ids: Sequence[str]) -> None:
        """Waits until shops see these pictures, which are approved: a job publishes them."""
        _until_none(lambda: self._unpublished(ids))

    def counted(self) -> None:
        """Waits until the numbers have jobs of both kinds in them: they come a little later."""
        _until_none(self._uncounted)

    def _unpublished(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        nodes = self.ask(PUBLIC, ids=list(ids))["nodes"]
        return [one for one in nodes if one["publication"] is None]

    def _uncounted(self) -> set[str]:
        today, day = datetime.now(UTC).date(), timedelta(days=1)
        range = {"from": str(today - day), "to": str(today + day)}
        stages = self.ask(STAGES, range=range)["stats"]["total"]["stages"]
        return {"PROCESS", "PUBLISH"} - {one["kind"] for one in stages}

    def _waiting(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        nodes = self.ask(STATES, ids=list(ids))["nodes"]
        waiting = [one for one in nodes if one["state"] != "READY"]
        failed = [one for one in waiting if one["state"] == "FAILED"]
        assert not failed, failed
        return waiting


def _until_none(waiting: Callable[[], object]) -> None:
    until = time.monotonic() + READY_SECONDS
    while left := waiting():
        assert time.monotonic() < until, f"After {READY_SECONDS} seconds: {left}"
        time.sleep(PAUSE_SECONDS)


@contextmanager
def visiting(address: str, name: str | None = None) -> Iterator[Visitor]:
    """A visitor at an address, signed in as one of the seeded people, or as nobody."""
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        visitor = Visitor(http)
        if name is not None:
            visitor.sign_in(name)
        yield visitor
