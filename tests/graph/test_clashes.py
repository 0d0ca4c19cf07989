"""What becomes of files that meet something that is there already, as their sender wishes."""

import asyncio
import json
from io import BytesIO
from typing import Any

import pytest

from actions.access import OPERATOR
from actions.arriving.checking import check
from actions.arriving.said import Batch
from actions.arriving.taking import Coming, reserved
from documents.image_files import ImportSource
from graph.ids import object_id
from storage.bucket import Bucket
from tests import photos
from tests.graph.documents import DELETE, ERRORS
from tests.graph.order import collection
from tests.graph.sending import announced, completed, sent, sha256
from tests.graph.steps import image, processed, stages
from tests.graph.trashing import REPROCESS, files, settled
from tests.server import Client, Sent

PHOTO = Sent("a.jpg", photos.jpeg(64, 48))
TOLD = Sent("told.jpg", photos.jpeg(64, 48, description="The same pixels, told of"))
OTHER = Sent("other.jpg", photos.jpeg(80, 60))
ERROR = "error { code path params { name value } } alreadyThere { id }"
UPLOAD = f"""
mutation Upload($input: UploadImagesInput!) {{
  uploadImages(input: $input) {{
    results {{ imageId state job {{ kind }} {ERROR} }} {ERRORS}
  }}
}}"""
CREATE = f"""
mutation Create($input: CreateUploadsInput!) {{
  createUploads(input: $input) {{
    results {{
      fileName uploadId imageId url fields {{ name value }} headers {{ name value }} {ERROR}
    }}
    {ERRORS}
  }}
}}"""
IMAGES = "{ images(first: 100) { nodes { id fileName state sha256 } } }"
EXACT = "query ($id: ID!) { image(id: $id) { duplicates { exact { id } } } }"
PROBLEM = "query ($id: ID!) { image(id: $id) { state problem { code message imageId } } }"


async def upload(client: Client, *given: Sent, **said: Any) -> list[dict[str, Any]]:
    """The results of an upload."""
    answer = (await client.upload(UPLOAD, given, **said))["uploadImages"]
    assert answer["userErrors"] == []
    return list(answer["results"])


async def create(client: Client, *given: dict[str, Any], **said: Any) -> list[dict[str, Any]]:
    """The results of announcing files."""
    answer = (await client.ask(CREATE, input={"files": list(given), **said}))["createUploads"]
    assert answer["userErrors"] == []
    return list(answer["results"])


async def directly(client: Client, file: Sent, **said: Any) -> tuple[str, str]:
    """The upload and the image of a file that is sent to the store without its checksum."""
    [ticket] = await create(client, announced(file), **said)
    assert await sent(ticket, file.content) in {200, 204}
    [done] = await completed(client, ticket["uploadId"])
    assert done["error"] is None
    return ticket["uploadId"], ticket["imageId"]


async def everything(client: Client) -> list[dict[str, Any]]:
    """All images."""
    return list((await client.ask(IMAGES))["images"]["nodes"])


def code(result: dict[str, Any]) -> str | None:
    """Why a file was refused."""
    return str(result["error"]["code"]) if result["error"] else None


async def originals(bucket: Bucket) -> list[str]:
    """The keys of all originals."""
    return sorted([info.key async for info in bucket.list() if "/original/" in info.key])


async def test_a_file_is_kept_again_unless_otherwise_wished(importer: Client) -> None:
    """KEEP is the default: every file makes an image."""
    first, second = await upload(importer, PHOTO, PHOTO)

    assert first["imageId"] != second["imageId"]
    assert (first["alreadyThere"], second["alreadyThere"]) == (None, None)


async def test_a_duplicate_is_refused_by_name(importer: Client, bucket: Bucket) -> None:
    """REJECT names the image that is there, stores nothing, and leaves the others alone."""
    [first] = await upload(importer, PHOTO)
    before = await originals(bucket)
    renamed = Sent("renamed.jpg", PHOTO.content)
    again, other = await upload(importer, renamed, OTHER, duplicates="REJECT")

    assert (code(again), again["error"]["path"]) == ("DUPLICATE_IMAGE", ["files", "0"])
    assert again["imageId"] is None
    assert again["alreadyThere"]["id"] == first["imageId"]
    assert again["error"]["params"] == [{"name": "image", "value": first["imageId"]}]
    assert code(other) is None
    assert len(await originals(bucket)) == len(before) + 1


async def test_a_duplicate_is_given_back(importer: Client, bucket: Bucket) -> None:
    """REUSE gives the image that is there, and stores nothing."""
    [first] = await upload(importer, PHOTO)
    [again] = await upload(importer, PHOTO, duplicates="REUSE")

    assert (code(again), again["job"]) == (None, None)
    assert again["imageId"] == again["alreadyThere"]["id"] == first["imageId"]
    assert len(await originals(bucket)) == len(await everything(importer)) == 1


async def test_a_reused_image_belongs_where_a_new_one_would(importer: Client) -> None:
    """It comes into group, collections and product, but is taken out of none."""
    one, two = await collection(importer), await collection(importer)
    [first] = await upload(importer, PHOTO, collectionIds=[one])
    said = {"duplicates": "REUSE", "collectionIds": [two]}
    await upload(importer, PHOTO, **said, productCode="P1", group={"name": "May"})
    await upload(importer, PHOTO, **said, productCode="P2", group={"name": "June"})
    found = await image(importer, first["imageId"])

    assert [one["id"] for one in found["collections"]] == [one, two]
    assert (found["productCode"], found["group"]["name"]) == ("P1", "May")


async def test_the_same_key_is_answered_the_same(importer: Client) -> None:
    """Refused, reused or taken in: sent again with its key, a call is answered as before."""
    await upload(importer, PHOTO, group={"name": "May"})
    group = (await image(importer, (await everything(importer))[0]["id"]))["group"]["id"]
    for wish in (
        {"duplicates": "REJECT"},
        {"duplicates": "REUSE"},
        {"sameName": "REJECT", "group": {"id": group}},
        {"sameName": "REPLACE", "group": {"id": group}},
    ):
        key = json.dumps(wish)
        first = await upload(importer, PHOTO, OTHER, idempotencyKey=key, **wish)
        again = await upload(importer, PHOTO, OTHER, idempotencyKey=key, **wish)

        assert again == first


async def test_the_trash_and_failures_are_in_nobodys_way(reviewer: Client, worker: None) -> None:
    """What was deleted, or proved to be broken, is no reason to refuse a file."""
    [id] = await processed(reviewer, PHOTO)
    await reviewer.ask(DELETE, input={"ids": [id]})
    whole = photos.png(640, 480)
    middle = len(whole) // 2
    broken = whole[:middle] + bytes(b ^ 0xFF for b in whole[middle : middle + 16])
    damaged = Sent("broken.png", broken + whole[middle + 16 :])
    [failed] = await upload(reviewer, damaged)
    assert (await stages(reviewer, failed["imageId"]))[-1] == "FAILED"
    results = await upload(reviewer, PHOTO, damaged, duplicates="REJECT")

    assert [code(result) for result in results] == [None, None]


@pytest.mark.parametrize("wish", ["REJECT", "REUSE"])
async def test_of_a_rush_one_wins(importer: Client, reviewer: Client, wish: str) -> None:
    """Two clients send one file eight times at once: there is one image, and all learn of it."""
    clients = [importer, reviewer] * 4
    calls = [upload(client, PHOTO, PHOTO, duplicates=wish) for client in clients]
    results = [one for some in await asyncio.gather(*calls) for one in some]
    [only] = await everything(importer)
    taken_in = [one for one in results if one["job"]]
    others = [one for one in results if not one["job"]]

    assert [one["imageId"] for one in taken_in] == [only["id"]]
    assert {one["alreadyThere"]["id"] for one in others} == {only["id"]}
    assert {code(one) for one in others} == {"DUPLICATE_IMAGE" if wish == "REJECT" else None}


async def test_a_death_blocks_nobody(importer: Client) -> None:
    """Whoever dies between storing and queueing a file leaves no claim to it or its name."""
    [first] = await upload(importer, OTHER, group={"name": "May"})
    group = (await image(importer, first["imageId"]))["group"]["id"]
    checked = check(BytesIO(PHOTO.content), 10**6)
    batch = Batch(group_id=object_id("ImageGroup", group))
    dead = Coming(viewer=OPERATOR, name=PHOTO.name, batch=batch, source=ImportSource.UPLOAD)
    await reserved(dead, checked)
    said = {"duplicates": "REJECT", "sameName": "REJECT", "group": {"id": group}}
    [result] = await upload(importer, PHOTO, **said)

    assert code(result) is None


async def test_an_announced_duplicate_need_not_be_sent(importer: Client) -> None:
    """With its checksum it is refused or given back before a byte is sent."""
    [first] = await upload(importer, PHOTO)
    known = announced(PHOTO, sha256=sha256(PHOTO.content).upper())
    files = [known, announced(OTHER), announced(OTHER, sha256="x")]
    refused = await create(importer, *files, duplicates="REJECT")
    reused = await create(importer, *files, duplicates="REUSE", idempotencyKey="k")
    again = await create(importer, *files, duplicates="REUSE", idempotencyKey="k")

    assert [code(one) for one in refused] == ["DUPLICATE_IMAGE", None, "INVALID_CHECKSUM"]
    assert refused[0]["uploadId"] is None
    assert refused[0]["alreadyThere"]["id"] == first["imageId"]
    assert [code(one) for one in reused] == [None, None, "INVALID_CHECKSUM"]
    assert (reused[0]["imageId"], reused[0]["uploadId"]) == (first["imageId"], None)
    assert [one["uploadId"] for one in again] == [one["uploadId"] for one in reused]
    assert len(await everything(importer)) == 3


async def test_an_unannounced_duplicate_fails_once_checked(importer: Client, worker: None) -> None:
    """REJECT without a checksum: the image is FAILED, and says which one is there."""
    [id] = await processed(importer, PHOTO)
    _, second = await directly(importer, PHOTO, duplicates="REJECT")
    told = await stages(importer, second)
    found = (await importer.ask(PROBLEM, id=second))["image"]

    assert told[-1] == "FAILED"
    assert (found["state"], found["problem"]["code"]) == ("FAILED", "DUPLICATE_IMAGE")
    assert found["problem"]["imageId"] == id
    assert (await image(importer, id))["state"] == "READY"


async def test_an_unannounced_duplicate_points_to_what_is_there(
    importer: Client, worker: None
) -> None:
    """REUSE without a checksum: the new image goes, and its upload tells of the one that stays."""
    [id] = await processed(importer, PHOTO)
    chosen = await collection(importer)
    said = {"duplicates": "REUSE", "productCode": "P1", "collectionIds": [chosen]}
    upload_id, second = await directly(importer, PHOTO, **said)
    told = await stages_until(importer, second, "REUSED")
    [done] = await completed(importer, upload_id)
    found = await image(importer, id)

    assert told[-1] == "REUSED"
    assert (done["imageId"], done["state"]) == (id, "READY")
    assert [one["id"] for one in await everything(importer)] == [id]
    assert (found["productCode"], [one["id"] for one in found["collections"]]) == ("P1", [chosen])


async def test_a_refused_duplicate_may_be_tried_again(reviewer: Client, worker: None) -> None:
    """Processed again it fails as long as the other one is there, and not after that."""
    [id] = await processed(reviewer, PHOTO)
    _, second = await directly(reviewer, PHOTO, duplicates="REJECT")
    await stages(reviewer, second)
    again = {"input": {"ids": [second]}}
    await reviewer.ask(REPROCESS, **again)
    still = await settled(reviewer, second)
    like = await reviewer.ask(EXACT, id=second)
    await reviewer.ask(DELETE, input={"ids": [id]})
    await reviewer.ask(REPROCESS, **again)

    assert still["state"] == "FAILED"
    assert like["image"]["duplicates"]["exact"] == [{"id": id}]
    assert (await settled(reviewer, second))["state"] == "READY"


async def test_the_same_pixels_are_given_back_if_wished(importer: Client, worker: None) -> None:
    """PICTURE with REUSE removes the new image with its files; the old one stays."""
    [id] = await processed(importer, PHOTO)
    said = {"duplicates": "REUSE", "duplicatesBy": "PICTURE"}
    [result] = await upload(importer, TOLD, **said, group={"name": "May"})
    await stages_until(importer, result["imageId"], "REUSED")

    assert (await importer.ask(PROBLEM, id=result["imageId"]))["image"] is None
    assert (await image(importer, id))["group"]["name"] == "May"


async def test_of_a_rush_of_direct_uploads_one_wins(importer: Client, worker: None) -> None:
    """Of four that are checked at the same time exactly one is READY."""
    sent_ones = [directly(importer, PHOTO, duplicates="REJECT") for _ in range(4)]
    ids = [id for _, id in await asyncio.gather(*sent_ones)]
    ends = [(await stages(importer, id))[-1] for id in ids]

    assert sorted(ends) == ["FAILED", "FAILED", "FAILED", "READY"]


async def test_the_same_pixels_count_if_wished(importer: Client, worker: None) -> None:
    """PICTURE refuses other files that show the same; FILE takes them in."""
    [id] = await processed(importer, PHOTO)
    [kept] = await upload(importer, TOLD, duplicates="REJECT")
    assert (await stages(importer, kept["imageId"]))[-1] == "READY"
    other = Sent("b.jpg", photos.jpeg(64, 48, description="Told once more"))
    said = {"duplicates": "REJECT", "duplicatesBy": "PICTURE"}
    [refused] = await upload(importer, other, **said)
    told = await stages(importer, refused["imageId"])
    found = (await importer.ask(PROBLEM, id=refused["imageId"]))["image"]

    assert told[-1] == "FAILED"
    assert (found["problem"]["code"], found["problem"]["imageId"]) == ("DUPLICATE_IMAGE", id)
    assert (await image(importer, id))["state"] == "READY"


async def test_a_name_that_is_taken_is_refused(importer: Client) -> None:
    """In its group, in whatever case; elsewhere, or in no group, it is free."""
    [first] = await upload(importer, PHOTO, group={"name": "May"})
    group = {"id": (await image(importer, first["imageId"]))["group"]["id"]}
    shouted = Sent("A.JPG", OTHER.content)
    said = {"sameName": "REJECT"}
    refused, taken_in = await upload(importer, shouted, OTHER, group=group, **said)
    [elsewhere] = await upload(importer, shouted, group={"name": "June"}, **said)
    nowhere = await upload(importer, shouted, shouted, **said)

    assert (code(refused), refused["alreadyThere"]["id"]) == ("NAME_TAKEN", first["imageId"])
    assert [code(one) for one in (taken_in, elsewhere, *nowhere)] == [None] * 4


async def test_a_file_replaces_its_namesake(reviewer: Client, worker: None) -> None:
    """REPLACE goes the way of replaceImageFile: same id, earlier version kept, PENDING again."""
    [id] = await processed(reviewer, PHOTO, group={"name": "May"})
    group = {"id": (await image(reviewer, id))["group"]["id"]}
    new = Sent("A.jpg", OTHER.content)
    [result] = await upload(reviewer, new, group=group, sameName="REPLACE")
    found = await settled(reviewer, id)
    versions = await files(reviewer, id)

    assert (result["imageId"], code(result)) == (id, None)
    assert (found["state"], found["review"]["state"]) == ("READY", "PENDING")
    assert found["sha256"] == sha256(OTHER.content)
    assert [one["number"] for one in versions] == [2, 1]
    assert len(await everything(reviewer)) == 1


async def test_of_a_rush_for_a_name_one_wins(importer: Client, reviewer: Client) -> None:
    """Two clients send eight files of one name at once: REJECT lets one in."""
    [first] = await upload(importer, OTHER, group={"name": "May"})
    group = {"id": (await image(importer, first["imageId"]))["group"]["id"]}
    contents = [photos.jpeg(48 + n, 48) for n in range(8)]
    calls = [
        upload(client, Sent("a.jpg", content), group=group, sameName="REJECT")
        for client, content in zip([importer, reviewer] * 4, contents, strict=True)
    ]
    results = [one for some in await asyncio.gather(*calls) for one in some]
    codes = [code(one) for one in results]

    assert (codes.count(None), codes.count("NAME_TAKEN")) == (1, 7)
    assert len(await everything(importer)) == 2


async def test_a_rush_to_replace_ends_with_one_image(
    importer: Client, reviewer: Client, worker: None
) -> None:
    """Whoever comes while a file is processed is told so; none overwrites another unseen."""
    [id] = await processed(importer, PHOTO, group={"name": "May"})
    group = {"id": (await image(importer, id))["group"]["id"]}
    contents = [photos.jpeg(48 + n, 48) for n in range(6)]
    calls = [
        upload(client, Sent("a.jpg", content), group=group, sameName="REPLACE")
        for client, content in zip([importer, reviewer] * 3, contents, strict=True)
    ]
    results = [one for some in await asyncio.gather(*calls) for one in some]
    done = [one for one in results if code(one) is None]
    await settled(importer, id)

    assert {one["imageId"] for one in done} == {id}
    assert {code(one) for one in results} <= {None, "STILL_PROCESSING", "TIMED_OUT"}
    assert len(await files(reviewer, id)) == min(len(done) + 1, 6)
    assert len(await everything(importer)) == 1


async def stages_until(client: Client, id: str, end: str) -> list[str]:
    """The stages of a picture's processing, until `end`."""
    following = "subscription ($ids: [ID!]) { imageProcessing(imageIds: $ids) { stage } }"
    told: list[str] = []
    async with client.subscribed(following, ids=[id]) as stream:
        while not told or told[-1] != end:
            told.append((await stream.next())["imageProcessing"]["stage"])
    return told
