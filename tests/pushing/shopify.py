"""A server that speaks what we need of Shopify's GraphQL Admin API, and is as moody as it."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

TOKEN, VERSION = "shpat_test", "2026-10"
Json = dict[str, Any]
# What it answers in place of the truth: status and body, and whether it does what it was asked.
Mood = tuple[int, Json | str, bool]
THROTTLED: Json = {
    "errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
    "extensions": {
        "cost": {
            "requestedQueryCost": 110,
            "actualQueryCost": None,
            "throttleStatus": {
                "maximumAvailable": 1000.0, "currentlyAvailable": 10, "restoreRate": 20.0,
            },
        }
    },
}  # fmt: skip


@dataclass
class ShopServer:
    """Files by their ids, what was staged, and what it was asked."""

    port: int = 0
    files: dict[str, Json] = field(default_factory=dict)
    staged: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    mood: Callable[[str, Json], Mood | None] = lambda *_: None
    made: int = 0
    # By SKU, and what each shows.
    variants: dict[str, str] = field(default_factory=dict)
    media: dict[str, list[str]] = field(default_factory=dict)
    # Files that are worked on.
    working: set[str] = field(default_factory=set)

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def shown(self) -> list[tuple[str, str]]:
        """Name and alternative text of each file, by name."""
        return sorted((one["filename"], one["alt"]) for one in self.files.values())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {k.lower(): v for k, v in (one.split(": ", 1) for one in head[1:] if one)}
            body = await reader.readexactly(int(headers["content-length"]))
            status, answer = self.answer(head[0].split(" ")[1], headers, body)
            said = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            writer.write(
                f"HTTP/1.1 {status} Whatever\r\nRetry-After: 7\r\n"
                f"Content-Length: {len(said)}\r\n\r\n".encode()
                + said
            )
            await writer.drain()

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Json | str]:
        """Status and body."""
        if path.startswith("/staged/"):
            return self._upload(path, headers, body)
        assert path == f"/admin/api/{VERSION}/graphql.json"
        assert headers["content-type"] == "application/json"
        if headers.get("x-shopify-access-token") != TOKEN:
            return 401, {"errors": "[API] Invalid API key or access token"}
        sent = json.loads(body)
        field = re.findall(r"\{\s+(\w+)\(", sent["query"])[0]
        self.asked.append(field)
        mood = self.mood(field, sent["variables"])
        if mood is not None and not mood[2]:
            return mood[:2]
        payload = getattr(self, f"_{field}")(**sent["variables"])
        return mood[:2] if mood else (200, {"data": {field: {"userErrors": [], **payload}}})

    def _upload(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Json | str]:
        self.asked.append("upload")
        if (mood := self.mood("upload", {})) is not None:
            return mood[:2]
        whole = f"Content-Type: {headers['content-type']}\r\n\r\n".encode() + body
        parts = {
            str(part.get_param("name", header="content-disposition")): part
            for part in BytesParser(policy=HTTP).parsebytes(whole).iter_parts()
        }
        assert list(parts) == ["key", "policy", "file"]
        assert parts["policy"].get_payload() == "p"
        sent = parts["file"].get_payload(decode=True)
        assert isinstance(sent, bytes)
        self.staged[self.base + path] = sent
        return 201, {}

    def _stagedUploadsCreate(self, input: list[Json]) -> Json:  # noqa: N802
        [one] = input
        assert one["resource"] == "IMAGE"
        assert (one["httpMethod"], one["mimeType"]) == ("POST", "image/webp")
        self.made += 1
        url = f"{self.base}/staged/{self.made}"
        parameters = [
            {"name": "key", "value": f"tmp/{one['filename']}"},
            {"name": "policy", "value": "p"},
        ]
        return {"stagedTargets": [{"url": url, "resourceUrl": url, "parameters": parameters}]}

    def _fileCreate(self, files: list[Json]) -> Json:  # noqa: N802
        [one] = files
        assert (one["contentType"], one["duplicateResolutionMode"]) == ("IMAGE", "REPLACE")
        same = [id for id, file in self.files.items() if file["filename"] == one["filename"]]
        self.made += 1
        id = same[0] if same else f"gid://shopify/MediaImage/{self.made}"
        self.files[id] = {**one, "body": self.staged[one["originalSource"]]}
        return {"files": [{"id": id}]}

    def _fileUpdate(self, files: list[Json]) -> Json:  # noqa: N802
        [one] = files
        if one["id"] not in self.files:
            return {"files": [], "userErrors": [problem("FILE_DOES_NOT_EXIST")]}
        if one["id"] in self.working:
            return {"files": [], "userErrors": [problem("NON_READY_STATE")]}
        for product in one.pop("referencesToAdd", []):
            if one["id"] not in self.media[product]:
                self.media[product].append(one["id"])
        for product in one.pop("referencesToRemove", []):
            self.media[product].remove(one["id"])
        self.files[one["id"]] |= one
        if "originalSource" in one:
            self.files[one["id"]]["body"] = self.staged[one["originalSource"]]
        return {"files": [{"id": one["id"]}]}

    def _fileDelete(self, ids: list[str]) -> Json:  # noqa: N802
        [id] = ids
        if id not in self.files:
            return {"deletedFileIds": None, "userErrors": [problem("FILE_DOES_NOT_EXIST")]}
        del self.files[id]
        for shown in self.media.values():
            assert id not in shown, "It is to be taken off its product first."
        return {"deletedFileIds": [id]}

    def _productVariants(self, query: str) -> Json:  # noqa: N802
        quoted = query.removeprefix('sku:"').removesuffix('"')
        asked = re.sub(r"\\(.)", r"\1", quoted).casefold()
        # As loosely as a search finds.
        found = [sku for sku in self.variants if sku.casefold().startswith(asked)]
        return {"nodes": [{"sku": one, "product": {"id": self.variants[one]}} for one in found]}

    def _product(self, id: str) -> Json:
        return {"media": {"nodes": [{"id": one} for one in self.media[id]]}}

    def _productReorderMedia(self, id: str, moves: list[Json]) -> Json:  # noqa: N802
        shown = self.media[id]
        for move in moves:
            shown.remove(move["id"])
            shown.insert(int(move["newPosition"]), move["id"])
        return {"job": {"id": "gid://shopify/Job/1"}, "mediaUserErrors": []}

    def sells(self, *skus: str) -> str:
        """The id of a new product with a variant for each."""
        self.made += 1
        id = f"gid://shopify/Product/{self.made}"
        self.variants |= dict.fromkeys(skus, id)
        self.media[id] = []
        return id


def problem(code: str) -> Json:
    """A userError."""
    return {"code": code, "field": ["files", "0"], "message": f"It is {code}."}


@asynccontextmanager
async def selling() -> AsyncIterator[ShopServer]:
    """A shop that is open while the block runs."""
    shop = ShopServer()
    server = await asyncio.start_server(shop.serve, "127.0.0.1", 0)
    shop.port = server.sockets[0].getsockname()[1]
    try:
        yield shop
    finally:
        server.close()
