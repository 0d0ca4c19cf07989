"""Large files in parts: signed again and again, told apart, joined once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from actions.uploading.expiry import GRACE, sweep_expired
from actions.uploading.plans import incoming
from documents.jobs import Job
from graph.context import House
from storage.bucket import Bucket
from storage.errors import ObjectMissing
from tests import photos
from tests.graph.documents import ERRORS
from tests.graph.sending import announced, codes_of, completed, created, sha256
from tests.graph.steps import image, stages
from tests.graph.test_complete_uploads import kept, older
from tests.server import Client, Sent, codes

MIB = 1024**2
PART = 5 * MIB
# A picture, and behind its end what no reader looks at.
LARGE = Sent("large.jpg", photos.jpeg() + b"\0" * (2 * PART + 1000))
SIGN = f"""
mutation Sign($input: SignUploadPartsInput!) {{
  signUploadParts(input: $input) {{
    parts {{ partNumber url headers {{ name value }} bytes expiresAt }} {ERRORS}
  }}
}}"""
PARTS = """
query Parts($id: ID!) {
  uploadParts(uploadId: $id) {
    uploadId imageId bytes partBytes partCount parts { partNumber bytes } missing
  }
}"""


@pytest.fixture
async def house(house: House) -> House:
    """The usual house, where parts begin at 5 MiB and the largest file has 20 MiB."""
    rules = replace(house.uploads, max_bytes=20 * MIB, parts_above=PART, part_bytes=PART)
    return replace(house, uploads=rules)


async def begun(client: Client, **said: Any) -> dict[str, Any]:
    """The ticket of the large file."""
    [ticket] = await created(client, announced(LARGE, **said), method="MULTIPART")
    return ticket


async def signed(client: Client, ticket: dict[str, Any], *numbers: int) -> list[dict[str, Any]]:
    """Parts with leave to send them."""
    input = {"uploadId": ticket["uploadId"], "partNumbers": list(numbers)}
    answer = await client.ask(SIGN, input=input)
    assert answer["signUploadParts"]["userErrors"] == []
    return list(answer["signUploadParts"]["parts"])


async def sent(part: dict[str, Any], content: bytes | None = None) -> int:
    """The store's answer to a part of the large file, or to other bytes."""
    start = (part["partNumber"] - 1) * PART
    body = LARGE.content[start : start + part["bytes"]] if content is None else content
    async with httpx.AsyncClient(trust_env=False) as http:
        headers = {"Content-Length": str(len(body))}
        return (await http.put(part["url"], content=body, headers=headers)).status_code


async def parts(client: Client, ticket: dict[str, Any]) -> Any:
    """What the query tells of the parts."""
    return (await client.ask(PARTS, id=ticket["uploadId"]))["uploadParts"]


async def test_a_large_file_comes_in_parts(importer: Client, bucket: Bucket, worker: None) -> None:
    """Sent in disorder after a break, told which are there, joined, and READY."""
    ticket = await begun(importer, sha256=sha256(LARGE.content))
    for part in await signed(importer, ticket, 3, 1):
        assert await sent(part) == 200
    half = await parts(importer, ticket)
    [early] = await completed(importer, ticket["uploadId"])
    [last] = await signed(importer, ticket, *half["missing"])
    assert await sent(last) == 200
    [result] = await completed(importer, ticket["uploadId"])
    told = await stages(importer, ticket["imageId"])
    found = await image(importer, ticket["imageId"])

    assert (ticket["method"], ticket["url"], ticket["partCount"]) == ("MULTIPART", None, 3)
    assert [part["partNumber"] for part in half["parts"]] == [1, 3]
    assert (half["missing"], half["partBytes"], half["bytes"]) == ([2], PART, len(LARGE.content))
    assert early["error"]["code"] == "PARTS_MISSING"
    assert result["error"] is None
    assert (told[-1], found["bytes"]) == ("READY", len(LARGE.content))
    assert (await parts(importer, ticket))["missing"] == []
    assert [info.key async for info in bucket.list("incoming/")] == []


async def test_parts_are_held_to_their_size(importer: Client) -> None:
    """A part with a byte more or less is refused by the store, and stays missing."""
    ticket = await begun(importer)
    first, last = await signed(importer, ticket, 1, 3)

    assert last["bytes"] == len(LARGE.content) - 2 * PART
    assert await sent(last, b"x" * (last["bytes"] - 1)) == 403
    assert await sent(last, b"x" * (last["bytes"] + 1)) == 403
    assert await sent(first | {"bytes": 10}) == 403
    assert (await parts(importer, ticket))["missing"] == [1, 2, 3]


async def test_a_part_that_is_sent_again_counts_as_sent_last(
    importer: Client, worker: None
) -> None:
    """A broken part is mended by sending it again; the SHA-256 proves which one counted."""
    ticket = await begun(importer, sha256=sha256(LARGE.content))
    one, two, three = await signed(importer, ticket, 1, 2, 3)
    assert await sent(two, b"?" * PART) == 200
    assert [await sent(part) for part in (one, three)] == [200, 200]
    await asyncio.sleep(1.1)
    [again] = await signed(importer, ticket, 2)
    assert await sent(again) == 200
    await completed(importer, ticket["uploadId"])

    assert (await stages(importer, ticket["imageId"]))[-1] == "READY"


async def test_small_files_go_as_a_whole(importer: Client) -> None:
    """What is not larger than the threshold is sent by PUT, and has no parts."""
    small = announced(Sent("a.jpg", photos.jpeg()))
    [ticket] = await created(importer, small, method="MULTIPART")
    input = {"uploadId": ticket["uploadId"], "partNumbers": [1]}
    answer = await importer.ask(SIGN, input=input)

    assert (ticket["method"], ticket["partCount"]) == ("PUT", None)
    assert codes(answer["signUploadParts"]) == ["NOT_IN_PARTS"]
    assert await parts(importer, ticket) is None


async def test_only_ones_own_parts_are_signed(importer: Client, reviewer: Client) -> None:
    """Parts of others, parts that are not, and those of an ended upload: by name."""
    ticket, mine = await begun(reviewer), await begun(importer)
    input = {"uploadId": ticket["uploadId"], "partNumbers": [1]}
    theirs = await importer.ask(SIGN, input=input)
    outside = await importer.ask(
        SIGN, input={"uploadId": mine["uploadId"], "partNumbers": [1, 4, 0]}
    )
    await older(mine, timedelta(hours=24))
    late = await importer.ask(SIGN, input={"uploadId": mine["uploadId"], "partNumbers": [1]})

    assert codes(theirs["signUploadParts"]) == ["NOT_FOUND"]
    assert await parts(importer, ticket) is None
    assert codes(outside["signUploadParts"]) == ["PART_OUT_OF_RANGE"]
    assert outside["signUploadParts"]["userErrors"][0]["path"] == ["partNumbers", "1"]
    assert codes(late["signUploadParts"]) == ["UPLOAD_EXPIRED"]


async def test_parts_are_joined_once(importer: Client) -> None:
    """Five who complete at once get one job, and nothing can be signed any more."""
    ticket = await begun(importer)
    for part in await signed(importer, ticket, 1, 2, 3):
        await sent(part)
    answers = await asyncio.gather(*(completed(importer, ticket["uploadId"]) for _ in range(5)))
    input = {"uploadId": ticket["uploadId"], "partNumbers": [1]}
    late = await importer.ask(SIGN, input=input)

    assert [codes_of(answer) for answer in answers] == [[None]] * 5
    assert len({answer[0]["job"]["id"] for answer in answers}) == 1
    assert await Job.find().count() == 1
    assert codes(late["signUploadParts"]) == ["UPLOAD_COMPLETED"]


async def test_who_died_after_joining_is_replaced(importer: Client, bucket: Bucket) -> None:
    """Parts that were joined by a caller who did not get further are taken as they are."""
    ticket = await begun(importer)
    for part in await signed(importer, ticket, 1, 2, 3):
        await sent(part)
    upload = await kept(ticket)
    key, id = incoming(upload), upload.multipart_id or ""
    await bucket.end_parts(key, id, await bucket.parts(key, id))
    [result] = await completed(importer, ticket["uploadId"])

    assert (result["error"], result["state"]) == (None, "QUEUED")


async def test_parts_of_an_expired_upload_are_thrown_away(importer: Client, bucket: Bucket) -> None:
    """Nothing of it stays in the store, not even what cannot be listed as an object."""
    ticket = await begun(importer)
    [part] = await signed(importer, ticket, 1)
    await sent(part)
    upload = await kept(ticket)
    await older(ticket, timedelta(hours=24) + GRACE)
    removed = await sweep_expired(bucket)

    assert removed == 1
    with pytest.raises(ObjectMissing):
        await bucket.parts(incoming(upload), upload.multipart_id or "")
