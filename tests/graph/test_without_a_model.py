"""Where no model is configured, whoever wishes for one learns how to turn it on."""

from typing import Any

from graph.ids import global_id
from storage.bucket import Bucket
from tests import photos
from tests.graph.documents import UPLOAD
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
    answers = [
        await analyzed(importer, global_id("Image", "6" * 24)),
        (await importer.upload(UPLOAD, [file], analyze=WISH))["uploadImages"],
        (await importer.ask(CREATE, input=creating))["createUploads"],
    ]
    messages = {answer["userErrors"][0]["message"] for answer in answers}

    assert [codes(answer) for answer in answers] == [["AI_NOT_CONFIGURED"]] * 3
    assert all("ECOGRAM_OPENAI_MODEL" in message for message in messages)
    assert await database["jobs"].count_documents({}) == 0
    assert await database["images"].count_documents({}) == 0
    assert [info.key async for info in bucket.list("")] == []


async def test_without_wishes_all_is_as_ever(importer: Client) -> None:
    """Uploads need no model."""
    [result] = await upload(importer, Sent("a.jpg", photos.jpeg()), analyze=[])

    assert result["state"] == "QUEUED"
