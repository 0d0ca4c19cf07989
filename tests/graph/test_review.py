"""From a decision to the shop and back."""

import asyncio

import httpx

from tests import photos
from tests.graph.documents import APPROVE, CATALOG, REJECT, RESUBMIT, WITHDRAW
from tests.graph.steps import fetched, image, processed, published, upload
from tests.server import Client, Sent, codes

CREATE_KEY = """
mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code } } }
"""
PHOTO = Sent("shoe.jpg", photos.jpeg(2000, 1500, gps=photos.LISBON, camera=("Canon", "R5")))


async def shop(admin: Client) -> Client:
    """A shop's client, with a key that reads the catalogue."""
    answer = await admin.ask(CREATE_KEY, input={"name": "Shop", "scopes": ["CATALOG_READ"]})
    return Client(admin.address, key=answer["createApiKey"]["secret"])


async def test_an_approved_picture_reaches_the_shop(
    admin: Client, reviewer: Client, worker: None
) -> None:
    """With a catalogue key a shop finds the product, its pictures, and their public files."""
    [id] = await processed(reviewer, PHOTO, productCode="SKU-1", productName="Red shoe")
    await published(reviewer, id)
    async with await shop(admin) as client:
        found = (await client.ask(CATALOG, codes=["SKU-1", "SKU-2"]))["products"]

    assert found["missingCodes"] == ["SKU-2"]
    [product] = found["nodes"]
    assert product["name"] == "Red shoe"
    [picture] = product["images"]
    made = [(one["preset"], one["contentType"], one["width"]) for one in picture["renditions"]]
    assert made == [
        ("LARGE", "image/webp", 1600),
        ("LARGE", "image/jpeg", 1600),
        ("MEDIUM", "image/webp", 960),
        ("MEDIUM", "image/jpeg", 960),
        ("SMALL", "image/webp", 480),
        ("SMALL", "image/jpeg", 480),
    ]


async def test_public_files_may_be_cached_for_a_year(reviewer: Client, worker: None) -> None:
    """Public links carry the right type, may be cached for ever, and know ranges and ETags."""
    [id] = await processed(reviewer, PHOTO)
    [found] = await published(reviewer, id)
    link = reviewer.address + found["publication"]["renditions"][0]["url"]
    answer = await fetched(link)
    async with httpx.AsyncClient(trust_env=False) as client:
        part = await client.get(link, headers={"range": "bytes=0-9"})
        same = await client.get(link, headers={"if-none-match": answer.headers["etag"]})
        head = await client.head(link)

    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (part.status_code, part.content) == (206, answer.content[:10])
    assert (same.status_code, same.content) == (304, b"")
    assert head.headers["content-length"] == str(len(answer.content))


async def test_nothing_else_is_public(admin: Client, reviewer: Client, worker: None) -> None:
    """No address shows what is not approved: neither ours nor the store's without a signature."""
    [pending, rejected] = await processed(reviewer, PHOTO, PHOTO)
    await reviewer.ask(REJECT, input={"ids": [rejected], "reason": "QUALITY"})
    keys = []
    for id in (pending, rejected):
        for rendition in (await image(reviewer, id))["renditions"]:
            signed = httpx.URL(rendition["url"])
            keys.append(signed.path.split("/", 2)[2])
            bare = signed.copy_with(query=None)
            assert (await fetched(str(bare))).status_code == 403
    for key in keys:
        for address in (f"/{key}", f"/published/{key}", f"/published/../{key}", "/published/"):
            answer = await reviewer.http.get(address)
            assert answer.status_code == 404
    async with await shop(admin) as client:
        assert await client.refused("{ images { nodes { id } } }") == "FORBIDDEN"
        found = await client.ask(CATALOG)

    assert [product["images"] for product in found["products"]["nodes"]] == []


async def test_withdrawn_is_gone_at_once(reviewer: Client, worker: None) -> None:
    """When withdrawImages answers, the public files are gone and nothing says published."""
    [id] = await processed(reviewer, PHOTO, productCode="SKU-1")
    [found] = await published(reviewer, id)
    links = [reviewer.address + one["url"] for one in found["publication"]["renditions"]]
    assert {(await fetched(link)).status_code for link in links} == {200}
    answer = await reviewer.ask(WITHDRAW, input={"ids": [id], "reason": "RIGHTS"})

    [withdrawn] = answer["withdrawImages"]["images"]
    assert withdrawn["publication"] is None
    assert {(await fetched(link)).status_code for link in links} == {410}
    [product] = (await reviewer.ask(CATALOG))["products"]["nodes"]
    assert product["images"] == []


async def test_a_picture_may_come_back(reviewer: Client, worker: None) -> None:
    """Withdrawn, submitted again and approved again, it is public at a new address."""
    [id] = await processed(reviewer, PHOTO)
    [first] = await published(reviewer, id)
    await reviewer.ask(WITHDRAW, input={"ids": [id], "reason": "OUTDATED"})
    await reviewer.ask(RESUBMIT, input={"ids": [id]})
    [second] = await published(reviewer, id)
    links = [one["publication"]["renditions"][0]["url"] for one in (first, second)]
    answers = [await fetched(reviewer.address + link) for link in links]

    assert [answer.status_code for answer in answers] == [410, 200]


async def test_reasons_and_notes_stay(reviewer: Client, worker: None) -> None:
    """A rejected picture tells why, by whom and when; its version has grown."""
    [id] = await processed(reviewer, PHOTO)
    before = await image(reviewer, id)
    await reviewer.ask(REJECT, input={"ids": [id], "reason": "QUALITY", "note": " Too dark. "})
    after = await image(reviewer, id)

    assert after["review"]["state"] == "REJECTED"
    assert (after["review"]["reason"], after["review"]["note"]) == ("QUALITY", "Too dark.")
    assert after["review"]["at"]
    assert after["review"]["byUserId"]
    assert after["version"] == before["version"] + 1


async def test_a_bulk_decision_does_what_it_can(reviewer: Client, worker: None) -> None:
    """Each refusal points at its place in the input; the others are decided."""
    [good, decided] = await processed(reviewer, PHOTO, PHOTO)
    await reviewer.ask(REJECT, input={"ids": [decided], "reason": "QUALITY"})
    unknown = "SW1hZ2U6NjUwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
    answer = (await reviewer.ask(APPROVE, input={"ids": [decided, good, unknown]}))["approveImages"]

    assert [one["id"] for one in answer["images"]] == [good]
    told = [(error["code"], error["path"]) for error in answer["userErrors"]]
    assert told == [("INVALID_TRANSITION", ["ids", "0"]), ("NOT_FOUND", ["ids", "2"])]


async def test_all_or_none(reviewer: Client, worker: None) -> None:
    """With ABORT one refusal stops the others."""
    [good, decided] = await processed(reviewer, PHOTO, PHOTO)
    await reviewer.ask(REJECT, input={"ids": [decided], "reason": "QUALITY"})
    input = {"ids": [good, decided], "errorPolicy": "ABORT"}
    answer = (await reviewer.ask(APPROVE, input=input))["approveImages"]

    assert answer["images"] == []
    assert codes(answer) == ["INVALID_TRANSITION"]
    assert (await image(reviewer, good))["review"]["state"] == "PENDING"


async def test_what_is_not_ready_waits(reviewer: Client) -> None:
    """A picture that nobody has checked cannot be approved."""
    [result] = await upload(reviewer, PHOTO)
    answer = await reviewer.ask(APPROVE, input={"ids": [result["imageId"]]})

    assert codes(answer["approveImages"]) == ["NOT_READY"]


async def test_one_of_two_reviewers_wins(reviewer: Client, worker: None) -> None:
    """Twenty who decide at the same moment make one decision."""
    [id] = await processed(reviewer, PHOTO)
    approve = reviewer.ask(APPROVE, input={"ids": [id]})
    rejections = [reviewer.ask(REJECT, input={"ids": [id], "reason": "QUALITY"}) for _ in range(19)]
    answers = await asyncio.gather(approve, *rejections)
    done = [next(iter(answer.values())) for answer in answers]

    assert sum(len(one["images"]) for one in done) == 1
    assert sum(codes(one) == ["INVALID_TRANSITION"] for one in done) == 19


async def test_importers_do_not_review(importer: Client, worker: None) -> None:
    """A decision needs the role for it."""
    [id] = await processed(importer, PHOTO)

    assert await importer.refused(APPROVE, input={"ids": [id]}) == "FORBIDDEN"
