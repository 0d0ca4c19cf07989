"""Bring photos of a product into an Ecogram, approve them, and print what its shops then see.

    ECOGRAM_PASSWORD=... python publish_photos.py http://localhost:8000 ada@example.com SKU-1 *.jpg

The account needs the role ADMIN, or REVIEWER; uploading needs IMPORTER, which both include. Needs
Python 3.11, httpx and websockets.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import connect
from websockets.typing import Subprotocol

SECONDS = 60
# So long before its end a token is renewed.
EARLY = timedelta(minutes=1)
TOKENS = "session { accessToken refreshToken expiresAt } userErrors { code message }"
LOGIN = f"mutation Login($input: LoginInput!) {{ login(input: $input) {{ {TOKENS} }} }}"
REFRESH = f"""mutation Refresh($input: RefreshSessionInput!) {{
  refreshSession(input: $input) {{ {TOKENS} }}
}}"""
UPLOAD = """mutation Upload($input: UploadImagesInput!) {
  uploadImages(input: $input) {
    results { fileName imageId error { code message } }
    userErrors { code message }
  }
}"""
FOLLOW = """subscription Follow($ids: [ID!]) {
  imageProcessing(imageIds: $ids) { imageId stage problem { message } }
}"""
APPROVE = """mutation Approve($input: ApproveImagesInput!) {
  approveImages(input: $input) { images { id } userErrors { code message } }
}"""
CATALOG = """query Catalog($code: String!) {
  product(code: $code) { code name images { title renditions { preset url } } }
}"""
Json = dict[str, Any]


class Refused(Exception):
    """The service says no, and why."""


@dataclass
class Api:
    """The GraphQL endpoint, and the session of one account there."""

    address: str
    http: httpx.Client
    tokens: Json | None = None

    def sign_in(self, email: str, password: str) -> None:
        """Begin a session. Raises Refused."""
        payload = self._payload(LOGIN, {"email": email, "password": password})
        self.tokens = payload["session"]

    def headers(self) -> dict[str, str]:
        """What tells who asks; renewed a minute before it ends. Raises Refused."""
        if self.tokens is None:
            return {}
        if datetime.fromisoformat(self.tokens["expiresAt"]) < datetime.now(UTC) + EARLY:
            # Without the old token; and each refresh token works once.
            refresh, self.tokens = self.tokens["refreshToken"], None
            self.tokens = self._payload(REFRESH, {"refreshToken": refresh})["session"]
        return {"authorization": f"Bearer {self.tokens['accessToken']}"}

    def ask(self, query: str, **variables: Any) -> Json:
        """The data of an answer. Raises Refused."""
        body = {"query": query, "variables": variables}
        return _data(self.http.post(self.address, json=body, headers=self.headers()))

    def upload(self, files: Sequence[Path], **said: Any) -> list[str]:
        """The ids of the new pictures, by one multipart request. Raises Refused."""
        input = said | {"files": [None] * len(files)}
        places = {str(n): [f"variables.input.files.{n}"] for n in range(len(files))}
        form = {
            "operations": json.dumps({"query": UPLOAD, "variables": {"input": input}}),
            "map": json.dumps(places),
        }
        headers = self.headers() | {"apollo-require-preflight": "true"}
        with ExitStack() as opened:
            parts = {
                str(n): (path.name, opened.enter_context(path.open("rb")))
                for n, path in enumerate(files)
            }
            answer = self.http.post(self.address, data=form, files=parts, headers=headers)
        results = _accepted(_data(answer)["uploadImages"])["results"]
        for one in results:
            if one["error"]:
                raise Refused(f"{one['fileName']}: {one['error']['message']}")
        return [one["imageId"] for one in results]

    def follow(self, ids: Sequence[str]) -> Iterator[Json]:
        """Stages of pictures, first those reached so far, then live. Raises Refused."""
        address = self.address.replace("http", "ws", 1)
        with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
            # What is a header by HTTP is a connection parameter here.
            socket.send(json.dumps({"type": "connection_init", "payload": self.headers()}))
            payload = {"query": FOLLOW, "variables": {"ids": list(ids)}}
            for text in socket:
                message = json.loads(text)
                match message["type"]:
                    case "connection_ack":
                        subscribe = {"id": "1", "type": "subscribe", "payload": payload}
                        socket.send(json.dumps(subscribe))
                    case "ping":
                        socket.send(json.dumps({"type": "pong"}))
                    case "next":
                        yield _whole(message["payload"])["imageProcessing"]
                    case "error":
                        raise Refused(message["payload"][0]["message"])

    def approve(self, ids: Sequence[str]) -> None:
        """Let shops see pictures. Raises Refused."""
        self._payload(APPROVE, {"ids": list(ids)})

    def _payload(self, query: str, input: Json) -> Json:
        [payload] = self.ask(query, input=input).values()
        return _accepted(payload)


def _data(answer: httpx.Response) -> Json:
    """Refusals are told in JSON too, whatever the status."""
    if "json" not in answer.headers.get("content-type", ""):
        answer.raise_for_status()
    return _whole(answer.json())


def _whole(answer: Json) -> Json:
    if answer.get("errors"):
        raise Refused(answer["errors"][0]["message"])
    return dict(answer["data"])


def _accepted(payload: Json) -> Json:
    if payload["userErrors"]:
        raise Refused(payload["userErrors"][0]["message"])
    return payload


def wait_until_ready(api: Api, ids: Sequence[str]) -> None:
    """Print each stage; return once all are READY. Raises Refused where a picture FAILED."""
    waiting = set(ids)
    for event in api.follow(ids):
        print(f"{event['imageId']} {event['stage']}", flush=True)
        if event["stage"] == "FAILED":
            raise Refused(event["problem"]["message"])
        if event["stage"] == "READY":
            waiting.discard(event["imageId"])
        if not waiting:
            return


def main(arguments: Sequence[str] | None = None) -> int:
    """Upload, wait, approve, print; 1 where anything is refused or nobody answers."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address", help="such as http://localhost:8000")
    parser.add_argument("email", help="with the password in ECOGRAM_PASSWORD")
    parser.add_argument("code", help="the product's")
    parser.add_argument("files", type=Path, nargs="+")
    told = parser.parse_args(arguments)
    with httpx.Client(timeout=SECONDS) as http:
        api = Api(f"{told.address.rstrip('/')}/graphql", http)
        try:
            api.sign_in(told.email, os.environ.get("ECOGRAM_PASSWORD", ""))
            ids = api.upload(told.files, productCode=told.code)
            wait_until_ready(api, ids)
            api.approve(ids)
            print(json.dumps(api.ask(CATALOG, code=told.code)["product"], indent=2))
        except (Refused, httpx.HTTPError, OSError) as error:
            print(f"Stopped: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
