"""Where no model is configured, whoever wishes for one learns how to turn it on."""

from typing import Any

from graph.ids import global_id
from storage.bucket import Bucket
from tests import photos
from tests.graph.archiving import IMPORT_ARCHIVE
from tests.graph.documents import UPLOAD
from tests.graph.importing import FROM_BUCKET, FROM_URLS
from tests.graph.sending import CREATE, announced
from tests.graph.steps import upload
from tests.graph.test_suggestions import analyzed
from tests.server import Client, Sent, codes

WISH = [{"kind": "DESCRIPTION"}]


async def test_the_answer_says_how_to_turn_it_on(
    importer: Client, bucket: Bucket, database: Any
) -> None:
    """By name of the settings; nothing is queued, stored or signed."""
    file = Sent("a.jpg", photos.jpeg())
    creating = {"files": [announced(file)], "analyze": WISH}
    fetching = {"urls": [{"url": "http://127.0.0.1:9/a.jpg"}], "analyze": WISH}
    unpacking = {"archive": {"uploadId": global_id("Upload", "6" * 24)}, "analyze": WISH}
    answers = [
        await analyzed(importer, global_id("Image", "6" * 24)),
        (await importer.upload(UPLOAD, [file], analyze=WISH))["uploadImages"],
        (await importer.ask(CREATE, input=creating))["createUploads"],
        (await importer.ask(FROM_BUCKET, input={"analyze": WISH}))["importFromBucket"],
        (await importer.ask(FROM_URLS, input=fetching))["importFromUrls"],
        (await importer.ask(IMPORT_ARCHIVE, input=unpacking))["importArchive"],
    ]
    messages = {answer["userErrors"][0]["message"] for answer in answers}

    assert [codes(answer) for answer in answers] == [["AI_NOT_CONFIGURED"]] * 6
    assert all("ECOGRAM_OPENAI_MODEL" in message for message in messages)
    assert await database["jobs"].count_documents({}) == 0
    assert await database["images"].count_documents({}) == 0
    assert await database["imports"].count_documents({}) == 0
    assert [info.key async for info in bucket.list("")] == []


async def test_without_wishes_all_is_as_ever(importer: Client) -> None:
    """Uploads need no model."""
    [result] = await upload(importer, Sent("a.jpg", photos.jpeg()), analyze=[])

    assert result["state"] == "QUEUED"
