"""What users do again and again, as single steps."""

import asyncio
from typing import Any

import httpx

from tests.graph.documents import APPROVE, IMAGE, PROCESSING, UPLOAD
from tests.server import Client, Sent

ENDS = {"READY", "FAILED"}


async def upload(client: Client, *files: Sent, **said: Any) -> list[dict[str, Any]]:
    """The results of an upload."""
    answer = await client.upload(UPLOAD, files, **said)
    return list(answer["uploadImages"]["results"])


async def stages(client: Client, id: str) -> list[str]:
    """The stages of a picture's processing, until it ends."""
    told: list[str] = []
    async with client.subscribed(PROCESSING, ids=[id]) as stream:
        while not told or told[-1] not in ENDS:
            told.append((await stream.next())["imageProcessing"]["stage"])
    return told


async def processed(client: Client, *files: Sent, **said: Any) -> list[str]:
    """The ids of pictures that were uploaded and came out READY."""
    ids = [result["imageId"] for result in await upload(client, *files, **said)]
    for id in ids:
        assert (await stages(client, id))[-1] == "READY"
    return ids


async def image(client: Client, id: str) -> dict[str, Any]:
    """All of a picture."""
    return dict((await client.ask(IMAGE, id=id))["image"])


async def published(client: Client, *ids: str) -> list[dict[str, Any]]:
    """The pictures, approved and waited for until they are public."""
    answer = await client.ask(APPROVE, input={"ids": list(ids)})
    assert answer["approveImages"]["userErrors"] == []
    return [await public(client, id) for id in ids]


async def public(client: Client, id: str, seconds: float = 20) -> dict[str, Any]:
    """The picture, once it is published."""
    async with asyncio.timeout(seconds):
        while not (found := await image(client, id))["publication"]:
            await asyncio.sleep(0.02)
    return found


async def fetched(url: str) -> httpx.Response:
    """What anybody gets at an address."""
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(url)
