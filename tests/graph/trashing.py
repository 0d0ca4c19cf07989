"""What is said and done about the trash and about files that are replaced."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

from storage.bucket import Bucket
from tests.graph.documents import ERRORS, bulk
from tests.graph.steps import image
from tests.server import PREFLIGHT, Client, Sent

RESTORE = bulk("restoreImages", "state publication { at }")
REPROCESS = bulk("reprocessImages", "state jobId")
PURGE = f"""
mutation Purge($input: PurgeImagesInput!) {{
  purgeImages(input: $input) {{ purgedIds {ERRORS} }}
}}"""
TRASHED = """
query Trashed($first: Int! = 20, $after: String) {
  trashedImages(first: $first, after: $after) {
    nodes { deletedAt deletedByUserId purgeAt image { id fileName group { name } } }
    edges { cursor node { image { id } } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}"""
FILES = """
query Files($id: ID!) {
  image(id: $id) {
    originalUrl
    fileVersions {
      number fileName contentType bytes sha256 createdAt createdByUserId current
    }
  }
}"""
OF_IMAGE = f"image {{ id version state fileName publication {{ at }} review {{ state }} }} {ERRORS}"
REPLACE = f"""
mutation Replace($input: ReplaceImageFileInput!) {{
  replaceImageFile(input: $input) {{ {OF_IMAGE} }}
}}"""
BRING_BACK = f"""
mutation Back($input: RestoreImageVersionInput!) {{
  restoreImageVersion(input: $input) {{ {OF_IMAGE} }}
}}"""


async def replaced(client: Client, id: str, version: int, file: Sent, **more: Any) -> Any:
    """The payload of a replacement."""
    input = {"id": id, "expectedVersion": version, "file": None, **more}
    operations = {"query": REPLACE, "variables": {"input": input}}
    form = {"operations": json.dumps(operations), "map": '{"0": ["variables.input.file"]}'}
    parts = {"0": (file.name, file.content)}
    headers = client.headers | PREFLIGHT
    answer = (await client.http.post("/graphql", data=form, files=parts, headers=headers)).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]["replaceImageFile"]


async def brought_back(client: Client, id: str, number: int, version: int, **more: Any) -> Any:
    """The payload of an earlier file's return."""
    input = {"id": id, "version": number, "expectedVersion": version, **more}
    return (await client.ask(BRING_BACK, input=input))["restoreImageVersion"]


async def settled(client: Client, id: str, seconds: float = 20) -> dict[str, Any]:
    """The picture, once it is processed."""
    async with asyncio.timeout(seconds):
        while (found := await image(client, id))["state"] not in {"READY", "FAILED"}:
            await asyncio.sleep(0.05)
    return found


async def files(client: Client, id: str) -> list[dict[str, Any]]:
    """The files of a picture, newest first."""
    return list((await client.ask(FILES, id=id))["image"]["fileVersions"])


async def trashed(client: Client) -> list[str]:
    """The ids in the trash, as one page."""
    nodes = (await client.ask(TRASHED))["trashedImages"]["nodes"]
    return [node["image"]["id"] for node in nodes]


async def objects(bucket: Bucket, prefix: str = "") -> list[str]:
    """The keys of what lies in the bucket."""
    return [info.key async for info in bucket.list(prefix)]


class Killed(Exception):
    """The process died here."""


class Mortal(Bucket):
    """A real bucket, whose process dies after `last` calls to the store, or before any."""

    def __init__(self, real: Bucket, last: int) -> None:
        super().__init__(real.client, real.name, threads=2)
        self.left = last

    async def _run(self, call: Any, *arguments: Any) -> Any:
        return await self._dying(super()._run(call, *arguments))

    async def _run_to_its_end(self, call: Any, *arguments: Any) -> Any:
        return await self._dying(super()._run_to_its_end(call, *arguments))

    async def _dying(self, call: Coroutine[Any, Any, Any]) -> Any:
        if self.left == 0:
            call.close()
            raise Killed
        answer = await call
        self.left -= 1
        if self.left == 0:
            raise Killed
        return answer
