"""Shopify's files and what products show, through its GraphQL Admin API."""

import json
import secrets
from collections.abc import Awaitable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from shops.errors import FileGone, FileNotReady, ShopForbids, ShopRefuses, ShopThrottles, ShopWaits
from shops.shop import ShopFile, ShopProduct

STAGE = """
mutation stage($input: [StagedUploadInput!]!) {
  stagedUploadsCreate(input: $input) {
    stagedTargets { url resourceUrl parameters { name value } }
    userErrors { field message }
  }
}"""
CREATE = """
mutation create($files: [FileCreateInput!]!) {
  fileCreate(files: $files) { files { id } userErrors { code field message } }
}"""
UPDATE = """
mutation update($files: [FileUpdateInput!]!) {
  fileUpdate(files: $files) { files { id } userErrors { code field message } }
}"""
DELETE = """
mutation delete($ids: [ID!]!) {
  fileDelete(fileIds: $ids) { deletedFileIds userErrors { code field message } }
}"""
FIND = """
query find($query: String!) {
  productVariants(first: 10, query: $query) { nodes { sku product { id } } }
}"""
SHOWN = """
query shown($id: ID!) {
  product(id: $id) { media(first: 250) { nodes { id } } }
}"""
REORDER = """
mutation reorder($id: ID!, $moves: [MoveInput!]!) {
  productReorderMedia(id: $id, moves: $moves) {
    job { id } mediaUserErrors { code field message }
  }
}"""
GONE = {"FILE_DOES_NOT_EXIST"}
# A file is worked on for some seconds after it came, and cannot be changed meanwhile.
NOT_YET = {"NON_READY_STATE", "FILE_LOCKED"}
LONGEST_MESSAGE = 500


class Answer(Protocol):
    """What came back of a request."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """By their names in small letters."""

    @property
    def body(self) -> bytes:
        """All of it, or its beginning."""


class Post(Protocol):
    """Sends bytes to an address, whose errors are ShopWaits."""

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Awaitable[Answer]:
        """One request."""


class Shopify:
    """A Shop. `base` is the address of the shop, as https://name.myshopify.com."""

    def __init__(self, base: str, token: str, version: str, post: Post) -> None:
        self._url = f"{base}/admin/api/{version}/graphql.json"
        self._token, self._post = token, post

    async def create(self, file: ShopFile) -> str:
        """As Shop has it."""
        given = {
            "alt": file.alt,
            "contentType": "IMAGE",
            "filename": file.name,
            "originalSource": await self._staged(file),
            "duplicateResolutionMode": "REPLACE",
        }
        made = _only(await self._ask(CREATE, "fileCreate", files=[given]), "files")
        return str(made["id"])

    async def replace(self, id: str, file: ShopFile) -> None:
        """As Shop has it."""
        source = await self._staged(file)
        given = {"id": id, "alt": file.alt, "originalSource": source}
        await self._ask(UPDATE, "fileUpdate", files=[given])

    async def describe(self, id: str, alt: str) -> None:
        """As Shop has it."""
        await self._ask(UPDATE, "fileUpdate", files=[{"id": id, "alt": alt}])

    async def delete(self, id: str) -> None:
        """As Shop has it."""
        try:
            await self._ask(DELETE, "fileDelete", ids=[id])
        except FileGone:
            return

    async def product(self, code: str) -> ShopProduct | None:
        """As Shop has it: the product of the first variant with this very SKU."""
        quoted = code.replace("\\", "\\\\").replace('"', '\\"')
        found = await self._ask(FIND, "productVariants", query=f'sku:"{quoted}"')
        # A search is not exact.
        ids = [one["product"]["id"] for one in found["nodes"] if one["sku"] == code]
        if not ids:
            return None
        shown = await self._ask(SHOWN, "product", id=ids[0])
        return ShopProduct(str(ids[0]), [str(one["id"]) for one in shown["media"]["nodes"]])

    async def attach(self, id: str, product_id: str) -> None:
        """As Shop has it."""
        await self._ask(UPDATE, "fileUpdate", files=[{"id": id, "referencesToAdd": [product_id]}])

    async def detach(self, id: str, product_id: str) -> None:
        """As Shop has it."""
        given = {"id": id, "referencesToRemove": [product_id]}
        await self._ask(UPDATE, "fileUpdate", files=[given])

    async def order(self, product_id: str, ids: Sequence[str]) -> None:
        """As Shop has it; the shop does so some moments later."""
        moves = [{"id": id, "newPosition": str(place)} for place, id in enumerate(ids)]
        await self._ask(REORDER, "productReorderMedia", id=product_id, moves=moves)

    async def _staged(self, file: ShopFile) -> str:
        """Where the shop finds the bytes, which are sent there now."""
        given = {
            "filename": file.name,
            "mimeType": file.content_type,
            "resource": "IMAGE",
            "httpMethod": "POST",
            "fileSize": str(len(file.body)),
        }
        answer = await self._ask(STAGE, "stagedUploadsCreate", input=[given])
        target = _only(answer, "stagedTargets")
        fields = [(one["name"], one["value"]) for one in target["parameters"]]
        content_type, body = _form(fields, file)
        taken = await self._post(target["url"], body, {"Content-Type": content_type})
        if not 200 <= taken.status < 300:
            raise ShopWaits(f"The upload to the shop was answered with status {taken.status}.")
        return str(target["resourceUrl"])

    async def _ask(self, document: str, field: str, **variables: Any) -> dict[str, Any]:
        """The payload of a mutation, which has no userErrors, or the answer of a query."""
        body = json.dumps({"query": document, "variables": variables}).encode()
        headers = {"Content-Type": "application/json", "X-Shopify-Access-Token": self._token}
        data = _read(await self._post(self._url, body, headers)).get("data")
        payload = data.get(field) if isinstance(data, dict) else None
        if not isinstance(payload, dict):
            raise ShopWaits("The shop answered without data.")
        if errors := payload.get("userErrors") or payload.get("mediaUserErrors"):
            raise _refused(errors)
        return payload


def _only(payload: Mapping[str, Any], field: str) -> dict[str, Any]:
    """The one object of a list that a payload has."""
    match payload.get(field):
        case [dict() as one]:
            return one
        case _:
            raise ShopWaits(f"The shop answered without {field}.")


def _read(answer: Answer) -> dict[str, Any]:
    if answer.status == 429:
        asked = answer.headers.get("retry-after", "")
        wait = float(asked) if asked.replace(".", "", 1).isascii() and asked.isdigit() else 2.0
        raise ShopThrottles("The shop asks for fewer calls.", timedelta(seconds=min(wait, 60)))
    if answer.status in {401, 402, 403, 404}:
        raise ShopForbids(
            f"The shop answered with status {answer.status}: look at the domain, the token, its "
            "scopes (write_files, write_products) and the version."
        )
    if answer.status != 200:
        raise ShopWaits(f"The shop answered with status {answer.status}.")
    try:
        read = json.loads(answer.body)
    except ValueError as error:
        raise ShopWaits("The shop's answer is no JSON.") from error
    if not isinstance(read, dict):
        raise ShopWaits("The shop's answer is no object.")
    if errors := read.get("errors"):
        raise _failed(errors, read.get("extensions") or {})
    return read


def _failed(errors: Any, extensions: Mapping[str, Any]) -> ShopWaits | ShopForbids:
    """What the top-level errors of an answer mean."""
    given: list[Any] = errors if isinstance(errors, list) else [errors]
    listed: list[dict[str, Any]] = [
        one if isinstance(one, dict) else {"message": str(one)} for one in given
    ]
    codes = {(one.get("extensions") or {}).get("code") for one in listed}
    said = "; ".join(str(one.get("message")) for one in listed)[:LONGEST_MESSAGE]
    if "THROTTLED" in codes:
        return ShopThrottles("The shop asks for fewer calls.", _restored(extensions))
    if "ACCESS_DENIED" in codes:
        return ShopForbids(f"The shop says: {said}")
    return ShopWaits(f"The shop says: {said}")


def _restored(extensions: Mapping[str, Any]) -> timedelta:
    """How long it takes until what was asked can be afforded, a second at the least."""
    cost = extensions.get("cost") or {}
    status = cost.get("throttleStatus") or {}
    lacks = float(cost.get("requestedQueryCost", 0)) - float(status.get("currentlyAvailable", 0))
    rate = float(status.get("restoreRate", 0)) or 50.0
    return timedelta(seconds=min(max(lacks / rate, 1.0), 60.0))


def _refused(errors: Sequence[Mapping[str, Any]]) -> ShopRefuses | ShopWaits:
    codes = {str(one.get("code")) for one in errors}
    said = "; ".join(str(one.get("message")) for one in errors)[:LONGEST_MESSAGE]
    if codes & GONE:
        return FileGone(f"The shop says: {said}")
    if codes & NOT_YET:
        return FileNotReady(f"The shop says: {said}", timedelta(seconds=5))
    return ShopRefuses(f"The shop says: {said}")


def _form(fields: Sequence[tuple[str, str]], file: ShopFile) -> tuple[str, bytes]:
    """A form with the file as its last part, as stores of objects want it."""
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        f"Content-Type: {file.content_type}\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), file.body, f"\r\n--{mark}--\r\n".encode()])
    return f"multipart/form-data; boundary={mark}", body
