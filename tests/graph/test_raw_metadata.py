"""All that a file said, for those who look after the service."""

from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from tests import photos
from tests.graph.documents import DELETE, ERRORS
from tests.graph.steps import image, processed
from tests.graph.trashing import PURGE, REPROCESS, replaced, settled
from tests.server import Client, Sent

RAW = "query Raw($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { rawMetadata } } }"
FORGET = (
    f"mutation F($input: RemoveLocationInput!) {{ removeLocation(input: $input) {{ {ERRORS} }} }}"
)
PHOTO = Sent("a.jpg", photos.jpeg(gps=photos.SYDNEY, camera=("Canon", "R5")))
PLAIN = Sent("b.jpg", photos.jpeg(65, 48, camera=("Nikon", "Z8")))

pytestmark = pytest.mark.usefixtures("worker")


async def raw(client: Client, *ids: str) -> list[Any]:
    """The raw tags of pictures."""
    return [node["rawMetadata"] for node in (await client.ask(RAW, ids=list(ids)))["nodes"]]


async def test_every_tag_is_told_to_admins(admin: Client, importer: Client) -> None:
    """By group and name, without anything of the machine that read it."""
    ids = await processed(importer, PHOTO, PLAIN)
    first, second = await raw(admin, *ids)

    assert first["IFD0:Model"] == "R5"
    assert "GPS:GPSLatitude" in first
    assert second["IFD0:Make"] == "Nikon"
    assert not [key for key in first if key.startswith(("System:", "SourceFile"))]


async def test_others_are_not_told(importer: Client, reviewer: Client) -> None:
    """The place, serial numbers and maker notes are in it."""
    [id] = await processed(importer, PHOTO)

    for client in (importer, reviewer):
        assert await client.refused(RAW, ids=[id]) == "FORBIDDEN"


async def test_a_removed_place_is_in_no_tag(admin: Client) -> None:
    """Nothing is told any more, nor is it when the file is read again."""
    [id] = await processed(admin, PHOTO)
    await admin.ask(FORGET, input={"ids": [id]})
    removed = await raw(admin, id)
    await admin.ask(REPROCESS, input={"ids": [id]})
    await settled(admin, id)

    assert removed == [None]
    assert await raw(admin, id) == [None]


async def test_another_file_has_other_tags(
    admin: Client, database: AsyncDatabase[dict[str, Any]]
) -> None:
    """Those of the replaced file are gone; those of a purged picture, too."""
    [id] = await processed(admin, PHOTO)
    await replaced(admin, id, (await image(admin, id))["version"], PLAIN)
    await settled(admin, id)
    [after] = await raw(admin, id)
    await admin.ask(DELETE, input={"ids": [id]})
    await admin.ask(PURGE, input={"ids": [id]})

    assert after["IFD0:Make"] == "Nikon"
    assert await database["raw_metadata"].count_documents({}) == 0
