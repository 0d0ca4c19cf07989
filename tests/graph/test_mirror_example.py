"""The example that mirrors the catalogue, run as its readers run it, against a whole Ecogram."""

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.publishing.following import follow
from documents.feed import Feed
from documents.image_files import Publication, StoredRendition
from documents.images import Image
from documents.reviews import Review
from documents.transactions import Session, together
from storage.bucket import Bucket
from tests.actions.shops import shown
from tests.graph.test_review import shop
from tests.server import Client

EXAMPLE = Path(__file__).parents[2] / "examples" / "mirror_catalog.py"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def shopper(admin: Client) -> AsyncIterator[Client]:
    """A shop with a key."""
    async with await shop(admin) as client:
        yield client


async def mirrored(client: Client, folder: Path) -> tuple[int, str]:
    """The exit code of one run, and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(EXAMPLE), client.address, str(folder), "--key", str(client.key)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, said.decode()


def copied(folder: Path) -> dict[str, tuple[str | None, list[bytes]]]:
    """What the copy has: by the picture's id its title and its files."""
    found = {}
    for path in (folder / "images").iterdir():
        image = json.loads(path.read_text())
        files = sorted((folder / "files" / path.stem).iterdir())
        found[image["id"]] = (image["title"], [file.read_bytes() for file in files])
    assert len(list((folder / "files").iterdir())) == len(found)
    return found


async def in_catalog(client: Client) -> dict[str, str | None]:
    """The truth: titles by id."""
    query = "{ catalogSnapshot(first: 500) { nodes { id title } } }"
    nodes = (await client.ask(query))["catalogSnapshot"]["nodes"]
    return {one["id"]: one["title"] for one in nodes}


async def public(bucket: Bucket, number: int, content: bytes) -> Image:
    """A picture that shops see, with a file."""
    key = f"published/{number}/small/a b.webp"
    made = StoredRendition(
        preset="SMALL", key=key, content_type="image/webp", width=1, height=1, bytes=len(content)
    )
    made_of = shown(number, publication=Publication(content_hash=str(number), renditions=[made]))
    await Image.insert_many([made_of])
    await together(partial(follow, [made_of.id]))
    await put(bucket, key, content)
    return made_of


async def put(bucket: Bucket, key: str, content: bytes) -> None:
    """Store a file."""
    await bucket.put(key, io.BytesIO(content), content_type="image/webp")


async def changed(image: Image, update: dict[str, Any]) -> None:
    """Change a picture as a decision does, or an edit."""

    async def write(session: Session) -> None:
        await Image.change(image.id, {}, {"$set": update}, session)
        await follow([image.id], session)

    await together(write)


async def test_a_folder_keeps_in_step(shopper: Client, bucket: Bucket, tmp_path: Path) -> None:
    """All at first; then what came, changed and went, from where the last run ended."""
    one, two = [await public(bucket, number, b"x" * (number + 1)) for number in range(2)]
    first = await mirrored(shopper, tmp_path)
    before = copied(tmp_path)
    await changed(one, {"edits.title": "Rot"})
    await changed(two, {"review": Review().model_dump()})
    await public(bucket, 2, b"new")
    second, third = await mirrored(shopper, tmp_path), await mirrored(shopper, tmp_path)
    after = copied(tmp_path)

    assert (first, second, third) == ((0, "2 applied.\n"), (0, "3 applied.\n"), (0, "0 applied.\n"))
    assert sorted(before.values(), key=str) == [(None, [b"x"]), (None, [b"xx"])]
    assert {id: title for id, (title, _) in after.items()} == await in_catalog(shopper)
    assert sorted(after.values(), key=str) == [("Rot", [b"x"]), (None, [b"new"])]


async def test_a_copy_that_is_too_old_is_made_anew(
    shopper: Client, bucket: Bucket, tmp_path: Path, database: AsyncDatabase[dict[str, Any]]
) -> None:
    """CURSOR_EXPIRED: what went unseen meanwhile is removed all the same."""
    one, two = [await public(bucket, number, b"x") for number in range(2)]
    await mirrored(shopper, tmp_path)
    await changed(one, {"review": Review().model_dump()})
    await changed(two, {"edits.title": "Red"})
    await Feed.begin_at(4)
    await database["changes"].delete_many({"_id": {"$lt": 4}})
    code, said = await mirrored(shopper, tmp_path)

    assert (code, said) == (0, "1 applied.\n")
    assert list(copied(tmp_path).values()) == [("Red", [b"x"])]


async def test_a_copy_goes_on_after_being_cut(
    shopper: Client, bucket: Bucket, tmp_path: Path
) -> None:
    """Half a file, half a picture, or a change that was applied before it was noted do no harm."""
    one = await public(bucket, 0, b"whole")
    await mirrored(shopper, tmp_path)
    state = (tmp_path / "state.json").read_text()
    await changed(one, {"edits.title": "Red"})
    await mirrored(shopper, tmp_path)
    (tmp_path / "state.json").write_text(state)
    [folder] = (tmp_path / "files").iterdir()
    [file] = folder.iterdir()
    file.write_bytes(b"wh")
    (folder / "other.webp.part").write_bytes(b"w")
    code, _ = await mirrored(shopper, tmp_path)

    assert code == 0
    assert list(copied(tmp_path).values()) == [("Red", [b"whole"])]


async def test_who_may_not_read_is_told(stranger: Client, tmp_path: Path) -> None:
    """One line that says why, and an exit code for scripts."""
    code, said = await mirrored(stranger, tmp_path)

    assert code == 1
    assert said.startswith("Not in step: ")
    assert not (tmp_path / "state.json").exists()
