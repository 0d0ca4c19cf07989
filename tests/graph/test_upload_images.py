"""uploadImages, spoken as clients speak it."""

import asyncio

from documents.images import Image
from tests import photos
from tests.graph.conftest import MOST_BYTES
from tests.graph.documents import IMAGE, UPLOAD
from tests.graph.steps import image, processed, stages, upload
from tests.server import Client, Sent, codes

CREATE_COLLECTION = """
mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id } } }
"""


async def test_good_files_are_queued_in_their_order(importer: Client) -> None:
    """Each file of a call gets its result, with image, state and job, in the order of the input."""
    files = [
        Sent("a.jpg", photos.jpeg()),
        Sent("b.png", photos.png()),
        Sent("c.webp", photos.webp()),
    ]
    results = await upload(importer, *files)

    assert [result["fileName"] for result in results] == ["a.jpg", "b.png", "c.webp"]
    assert [result["state"] for result in results] == ["QUEUED"] * 3
    assert [result["job"]["kind"] for result in results] == ["PROCESS"] * 3
    assert all(result["error"] is None and result["imageId"] for result in results)


async def test_a_bad_file_does_not_disturb_the_others(importer: Client) -> None:
    """Text, half a picture, nothing and too much are each refused by name; the rest goes on."""
    results = await upload(
        importer,
        Sent("text.jpg", b"this is no picture"),
        Sent("good.jpg", photos.jpeg()),
        Sent("half.jpg", photos.truncated(photos.jpeg(640, 480))),
        Sent("empty.jpg", b""),
        Sent("large.jpg", photos.jpeg() + b"\0" * MOST_BYTES),
        Sent("also-good.png", photos.png()),
    )

    assert [result["error"] and result["error"]["code"] for result in results] == [
        "UNSUPPORTED_FORMAT",
        None,
        "FILE_TRUNCATED",
        "EMPTY_FILE",
        "FILE_TOO_LARGE",
        None,
    ]
    too_large = results[4]["error"]
    assert str(MOST_BYTES) in [param["value"] for param in too_large["params"]]
    assert too_large["path"] == ["files", "4"]


async def test_what_is_said_of_the_batch_is_kept_of_each(importer: Client, worker: None) -> None:
    """Product, group and collections are on every picture, and in its import record."""
    made = await importer.ask(CREATE_COLLECTION, input={"name": "Spring"})
    collection = made["createCollection"]["collection"]["id"]
    [id] = await processed(
        importer,
        Sent("shoe.jpg", photos.jpeg()),
        productCode=" SKU-1 ",
        productName="Red shoe",
        group={"name": "Shoot of May"},
        collectionIds=[collection],
    )
    found = await image(importer, id)

    assert found["product"] == {"code": "SKU-1", "name": "Red shoe"}
    assert found["group"]["name"] == "Shoot of May"
    assert [one["name"] for one in found["collections"]] == ["Spring"]
    assert found["imported"]["productName"] == "Red shoe"
    assert found["imported"]["fileSize"] == len(photos.jpeg())
    assert found["imported"]["source"] == "UPLOAD"


async def test_files_of_one_name_in_a_group_all_stay(importer: Client, worker: None) -> None:
    """A second file of the same name, in whatever case, gets a number and overwrites nothing."""
    first, second = photos.jpeg(64, 48), photos.jpeg(48, 64)
    ids = await processed(
        importer, Sent("cat.jpg", first), Sent("CAT.jpg", second), group={"name": "Cats"}
    )
    sizes = [((one := await image(importer, id))["width"], one["height"]) for id in ids]

    assert sizes == [(64, 48), (48, 64)]


async def test_files_stand_on_their_product_in_their_order(importer: Client) -> None:
    """Whichever is checked and stored first: the first one is what a shop shows."""
    names = ["large.jpg", "small.jpg", "smaller.jpg"]
    contents = [photos.photo(4), photos.jpeg(), photos.png()]
    await upload(importer, *map(Sent, names, contents), productCode="SKU-1")
    rows = Image.get_pymongo_collection().find({}, {"imported.file_name": 1})
    placed = await rows.sort("product_position", 1).to_list()

    assert [row["imported"]["file_name"] for row in placed] == names


async def test_an_unknown_group_refuses_the_call(importer: Client) -> None:
    """What is wrong with the call as a whole is told before anything is stored."""
    files = [Sent("a.jpg", photos.jpeg())]
    unknown = "SW1hZ2VHcm91cDo2NTAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
    answer = await importer.upload(UPLOAD, files, group={"id": unknown})

    assert codes(answer["uploadImages"]) == ["NOT_FOUND"]
    assert answer["uploadImages"]["results"] == []


async def test_each_stage_is_told_once_and_in_order(importer: Client, worker: None) -> None:
    """A subscriber follows a picture from QUEUED to READY."""
    [result] = await upload(importer, Sent("a.jpg", photos.jpeg()))
    told = await stages(importer, result["imageId"])

    assert told == ["QUEUED", "CHECKED", "METADATA", "RENDITIONS", "READY"]


async def test_what_only_decoding_shows_ends_as_failed(importer: Client, worker: None) -> None:
    """A picture whose damage its container hides is accepted, then FAILED with a code."""
    whole = photos.png(640, 480)
    middle = len(whole) // 2
    broken = (
        whole[:middle]
        + bytes(byte ^ 0xFF for byte in whole[middle : middle + 16])
        + whole[middle + 16 :]
    )
    [result] = await upload(importer, Sent("broken.png", broken))
    told = await stages(importer, result["imageId"])
    found = await image(importer, result["imageId"])

    assert told[-1] == "FAILED"
    assert found["state"] == "FAILED"
    assert found["problem"]["code"] == "FILE_CORRUPT"


async def test_strangers_send_nothing(stranger: Client) -> None:
    """Who is not signed in is turned away before a byte of the upload is read."""
    answer = await stranger.send(UPLOAD, [Sent("a.jpg", photos.jpeg())])

    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_other_sites_cannot_send_for_us(importer: Client, address: str) -> None:
    """A multipart request without a header that needs a preflight is refused."""
    answer = await importer.http.post(
        "/graphql",
        data={"operations": "{}", "map": "{}"},
        files={"0": b"x"},
        headers=importer.headers,
    )

    assert answer.status_code == 400
    assert "Apollo-Require-Preflight" in answer.json()["errors"][0]["message"]


async def test_the_facts_are_read(importer: Client, worker: None) -> None:
    """Size, orientation, camera, capture time and position are in the record."""
    photo = photos.jpeg(
        64,
        48,
        orientation=6,
        gps=photos.LISBON,
        camera=("Canon", "EOS R5"),
        captured="2024:05:01 10:11:12",
        offset="+02:00",
    )
    [id] = await processed(importer, Sent("a.jpg", photo))
    found = (await importer.ask(IMAGE, id=id))["image"]

    assert (found["width"], found["height"], found["orientation"]) == (64, 48, 6)
    assert found["metadata"]["cameraModel"] == "EOS R5"
    assert found["metadata"]["capturedAt"] == "2024-05-01T08:11:12.000Z"
    assert found["metadata"]["capturedAtOffset"] == "+02:00"
    assert abs(found["metadata"]["latitude"] - photos.LISBON[0]) < 1e-4


async def test_a_call_sent_twice_is_done_once(importer: Client) -> None:
    """With the same key the same answer comes, refused files included, and nothing is doubled."""
    files = [Sent("a.jpg", photos.jpeg()), Sent("b.jpg", b"no picture")]
    said = {"group": {"name": "May"}, "idempotencyKey": "batch-1"}
    first, second = [await upload(importer, *files, **said) for _ in range(2)]
    listed = await importer.ask("{ images { totalCount } imageGroups { totalCount } }")

    assert [one["imageId"] for one in second] == [one["imageId"] for one in first]
    assert second[1]["error"]["code"] == "UNSUPPORTED_FORMAT"
    assert listed == {"images": {"totalCount": 1}, "imageGroups": {"totalCount": 1}}


async def test_a_key_belongs_to_its_input(importer: Client) -> None:
    """Another input under a used key is refused, and nothing is taken in."""
    await upload(importer, Sent("a.jpg", photos.jpeg()), idempotencyKey="k")
    other = [Sent("b.jpg", photos.jpeg())]
    answer = await importer.upload(UPLOAD, other, idempotencyKey="k")

    assert codes(answer["uploadImages"]) == ["IDEMPOTENCY_KEY_REUSED"]


async def test_racing_calls_are_done_once(importer: Client) -> None:
    """Of ten at the same moment one is done; the others get its answer or are told to wait."""
    create = "mutation ($input: CreateImageGroupInput!) { createImageGroup(input: $input) "
    create += "{ group { id } userErrors { code } } }"
    input = {"name": "May", "idempotencyKey": "one"}
    answers = await asyncio.gather(*(importer.ask(create, input=input) for _ in range(10)))
    made = [answer["createImageGroup"] for answer in answers]
    again = (await importer.ask(create, input=input))["createImageGroup"]

    assert {one["group"]["id"] for one in made if one["group"]} == {again["group"]["id"]}
    assert {code for one in made for code in codes(one)} <= {"CALL_IN_PROGRESS"}
