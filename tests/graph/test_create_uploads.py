"""createUploads: announcing files, and the store that takes nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from documents.images import Image
from documents.users import Role
from graph.ids import global_id
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import MOST_BYTES, SignUp
from tests.graph.documents import IMAGE
from tests.graph.reviewing import changed
from tests.graph.sending import CREATE, announced, codes_of, created, sent
from tests.graph.steps import image
from tests.graph.test_upload_images import CREATE_COLLECTION
from tests.server import Client, Sent, codes

PHOTO = Sent("shoe.jpg", photos.jpeg())


async def keys(bucket: Bucket) -> list[str]:
    """Every key of the bucket."""
    return [info.key async for info in bucket.list()]


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_each_file_gets_its_ticket(importer: Client, bucket: Bucket, method: str) -> None:
    """In the order of the input: upload, image that waits, and an address that takes the bytes."""
    files = [PHOTO, Sent("b.jpg", photos.jpeg(48, 64))]
    tickets = await created(importer, *map(announced, files), method=method)
    answers = [
        await sent(ticket, file.content) for ticket, file in zip(tickets, files, strict=True)
    ]
    lives = datetime.fromisoformat(tickets[0]["expiresAt"]) - datetime.now(UTC)

    assert [ticket["fileName"] for ticket in tickets] == ["shoe.jpg", "b.jpg"]
    assert {ticket["method"] for ticket in tickets} == {method}
    assert {ticket["image"]["state"] for ticket in tickets} == {"AWAITING_UPLOAD"}
    assert set(answers) <= {200, 204}
    assert timedelta(hours=23) < lives <= timedelta(hours=24)
    assert [info.length async for info in bucket.list("incoming/")] == [
        len(file.content) for file in files
    ]


async def test_files_stand_on_their_product_in_their_order(importer: Client) -> None:
    """Also those that the library has."""
    [known] = await created(importer, announced(PHOTO))
    sha = "ab" * 32
    await changed(known["imageId"], **{"original.sha256": sha, "state": "READY"})
    files = [announced(Sent(f"{n}.jpg", PHOTO.content)) for n in range(3)]
    files[1]["sha256"] = sha
    said = {"productCode": "SKU-1", "duplicates": "REUSE"}
    tickets = await created(importer, *files, **said)
    rows = Image.get_pymongo_collection().find({"product_code": "SKU-1"}, {"_id": 1})
    placed = await rows.sort("product_position", 1).to_list()

    assert tickets[1]["imageId"] == known["imageId"]
    assert [global_id("Image", row["_id"]) for row in placed] == [
        ticket["imageId"] for ticket in tickets
    ]


async def test_what_is_said_of_the_batch_is_kept(importer: Client) -> None:
    """Product, group and collections are on the image from the moment that it is announced."""
    made = await importer.ask(CREATE_COLLECTION, input={"name": "Spring"})
    [ticket] = await created(
        importer,
        announced(PHOTO),
        productCode=" SKU-1 ",
        productName="Red shoe",
        group={"name": "May"},
        collectionIds=[made["createCollection"]["collection"]["id"]],
    )
    found = await image(importer, ticket["imageId"])

    assert found["product"] == {"code": "SKU-1", "name": "Red shoe"}
    assert found["group"]["name"] == "May"
    assert [one["name"] for one in found["collections"]] == ["Spring"]
    assert found["imported"]["source"] == "DIRECT"
    assert found["imported"]["fileSize"] == len(PHOTO.content)
    assert (found["state"], found["jobId"], found["sha256"]) == ("AWAITING_UPLOAD", None, None)


async def test_bad_announcements_do_not_disturb_the_others(importer: Client) -> None:
    """Nothing, too much, no picture, a checksum that is none: each is refused by name."""
    results = await created(
        importer,
        announced(PHOTO) | {"size": 0},
        announced(PHOTO),
        announced(PHOTO) | {"size": MOST_BYTES + 1},
        announced(PHOTO, type="text/html"),
        announced(PHOTO, type="image/svg+xml"),
        announced(PHOTO, sha256="abc"),
        announced(PHOTO) | {"size": -5},
        announced(Sent("../../etc/passwd", PHOTO.content)),
    )

    assert codes_of(results) == [
        "EMPTY_FILE",
        None,
        "FILE_TOO_LARGE",
        "UNSUPPORTED_FORMAT",
        "UNSUPPORTED_FORMAT",
        "INVALID_CHECKSUM",
        "EMPTY_FILE",
        None,
    ]
    assert results[3]["error"]["path"] == ["files", "3"]
    assert results[3]["uploadId"] is None


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_the_store_holds_clients_to_their_word(
    importer: Client, bucket: Bucket, method: str
) -> None:
    """3 bytes for announced 300, more than announced, or another type: nothing is stored."""
    [ticket] = await created(importer, announced(Sent("a.jpg", b"x" * 300)), method=method)
    other = "text/html"
    lied = {
        **ticket,
        "fields": [_typed(field, other) for field in ticket["fields"]],
        "headers": [_typed(header, other) for header in ticket["headers"]],
    }

    assert await sent(ticket, b"abc") in {400, 403}
    assert await sent(ticket, b"x" * 301) in {400, 403}
    assert await sent(lied, b"x" * 300) in {400, 403}
    assert await keys(bucket) == []


async def test_files_of_one_name_in_a_group_all_stay(importer: Client) -> None:
    """Each gets a key of its own, in whatever case the name is written."""
    names = ["cat.jpg", "CAT.jpg", "cat.jpg"]
    tickets = await created(
        importer, *(announced(Sent(n, PHOTO.content)) for n in names), group={"name": "Cats"}
    )

    assert len({ticket["imageId"] for ticket in tickets}) == 3
    assert [ticket["image"]["fileName"] for ticket in tickets] == names


async def test_250_of_one_name_are_announced_in_one_call(importer: Client) -> None:
    """The most that a call takes, all called the same in one group; one more is refused."""
    many = [announced(PHOTO)] * 250
    tickets = await created(importer, *many, group={"name": "All alike"})
    answer = await importer.ask(CREATE, input={"files": [*many, announced(PHOTO)]})

    assert codes_of(tickets) == [None] * 250
    assert len({ticket["uploadId"] for ticket in tickets}) == 250
    assert codes(answer["createUploads"]) == ["TOO_MANY"]


async def test_the_same_key_gives_the_same_uploads(importer: Client) -> None:
    """Sent again, the call makes nothing new; refused files are refused again."""
    files = [announced(PHOTO), announced(PHOTO, type="text/plain")]
    said: dict[str, Any] = {"idempotencyKey": "k", "group": {"name": "May"}}
    first, second = [await created(importer, *files, **said) for _ in range(2)]
    listed = await importer.ask("{ images { totalCount } imageGroups { totalCount } }")

    assert [one["uploadId"] for one in first] == [one["uploadId"] for one in second]
    assert codes_of(second) == [None, "UNSUPPORTED_FORMAT"]
    assert await sent(second[0], PHOTO.content) in {200, 204}
    assert listed == {"images": {"totalCount": 1}, "imageGroups": {"totalCount": 1}}


async def test_a_call_that_is_wrong_as_a_whole_keeps_nothing(importer: Client) -> None:
    """No files, or an unknown group: refused before anything is kept."""
    unknown = "SW1hZ2VHcm91cDo2NTAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
    nothing = await importer.ask(CREATE, input={"files": []})
    nowhere = await importer.ask(
        CREATE, input={"files": [announced(PHOTO)], "group": {"id": unknown}}
    )
    listed = await importer.ask("{ images { totalCount } }")

    assert codes(nothing["createUploads"]) == ["NO_FILES"]
    assert codes(nowhere["createUploads"]) == ["NOT_FOUND"]
    assert listed["images"]["totalCount"] == 0


async def test_only_importers_may_announce(
    admin: Client, stranger: Client, sign_up: SignUp
) -> None:
    """Strangers and viewers are turned away."""
    viewer = await sign_up("vera", Role.VIEWER)
    input = {"files": [announced(PHOTO)]}

    assert await stranger.refused(CREATE, input=input) == "UNAUTHENTICATED"
    assert await viewer.refused(CREATE, input=input) == "FORBIDDEN"


async def test_what_waits_has_nothing_to_show(reviewer: Client) -> None:
    """An image whose bytes have not come has no files, no size and no link to an original."""
    [ticket] = await created(reviewer, announced(PHOTO))
    found = (await reviewer.ask(IMAGE, id=ticket["imageId"]))["image"]
    query = "query ($id: ID!) { image(id: $id) { originalUrl } }"
    original = await reviewer.ask(query, id=ticket["imageId"])

    assert (found["renditions"], found["width"], found["publication"]) == ([], None, None)
    assert original == {"image": {"originalUrl": None}}


def _typed(pair: dict[str, str], type: str) -> dict[str, str]:
    return pair | {"value": type} if pair["name"] == "Content-Type" else pair
