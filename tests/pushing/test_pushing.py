"""A shop that has what the catalogue shows: against a server that speaks its protocol."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from ipaddress import ip_network
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.pushing import reading, turns
from actions.pushing.copying import Means
from actions.pushing.turns import push
from actions.webhooks.rules import Means as Telling
from app.telling import posted
from documents.changes import Change
from documents.feed import Feed
from documents.images import Image
from documents.notices import Notice, NoticeKind
from documents.shop_files import LEASE, PushLost, PushStage, ShopCopy, ShopPush
from fetching.rules import FetchRules
from graph.event_schema import EventTemplates
from shops.shopify import Shopify
from storage.bucket import Bucket
from tests.pushing.shopify import (
    THROTTLED,
    TOKEN,
    VERSION,
    Json,
    Mood,
    ShopServer,
    problem,
    selling,
)
from tests.webhooks.conftest import Clock, Desk
from tests.webhooks.receivers import Receiver


@dataclass
class Stand:
    """Pictures, a shop, and whoever brings the ones to the other."""

    desk: Desk
    shop: ShopServer
    means: Means
    clock: Clock

    async def publish(self, count: int = 1) -> list[Image]:
        """So many new pictures, with their public files."""
        new = await self.desk.publish(count)
        for image in new:
            assert image.publication is not None
            [made] = image.publication.renditions
            await self.store(made.key, made.key.encode())
        return new

    async def store(self, key: str, body: bytes) -> None:
        """A public file."""
        await self.means.bucket.put(key, BytesIO(body), content_type="image/webp")

    async def turns(self) -> int:
        """Take all turns there are; how many those were."""
        taken = 0
        while await push("stand", self.means):
            taken += 1
            assert taken < 50, "Turns never end."
        return taken

    async def edit(self, image: Image, **sets: Any) -> None:
        """Change a picture and tell the feed."""
        await Image.get_pymongo_collection().update_one({"_id": image.id}, {"$set": sets})
        await self.desk.followed(image)

    def moody(self, field: str, mood: Mood, times: int = 1) -> None:
        """Have the shop answer otherwise, so many times."""
        left = [mood] * times
        self.shop.mood = lambda asked, _: left.pop() if asked == field and left else None


@pytest.fixture
async def shop() -> AsyncIterator[ShopServer]:
    """An open shop."""
    async with selling() as one:
        yield one


@pytest.fixture
def stand(database: AsyncDatabase[Any], bucket: Bucket, shop: ShopServer) -> Stand:
    """Over an empty database."""
    clock = Clock()
    rules = FetchRules(
        total_seconds=5, ports=frozenset({shop.port}), allowed=(ip_network("127.0.0.0/8"),)
    )
    shopify = Shopify(shop.base, TOKEN, VERSION, partial(posted, rules=rules))
    receiver = Receiver()
    telling = Telling(templates=EventTemplates(str), fetching=receiver.rules, clock=clock)
    desk = Desk(receiver, telling, clock)
    return Stand(desk, shop, Means(shop=shopify, bucket=bucket, clock=clock), clock)


async def test_a_shop_gets_what_is_shown_and_then_what_changes(stand: Stand) -> None:
    """Files, alternative texts, other files, and what is shown no longer."""
    first, second = await stand.publish(2)
    await stand.turns()
    began, new = stand.shop.shown(), list(stand.shop.files)
    await stand.edit(first, **{"edits.alt_text": "A pear"})
    await stand.turns()
    described = stand.shop.shown()
    [third] = await stand.publish()
    await stand.edit(second, **{"review.state": "WITHDRAWN"})
    await stand.turns()
    key = "published/anew/small/a.webp"
    await stand.store(key, b"other bytes")
    anew = {"publication.content_hash": "anew", "publication.renditions.0.key": key}
    await stand.edit(first, **anew)
    await stand.turns()

    assert began == [(f"ecogram-{one.id}.webp", "") for one in (first, second)]
    assert described[0] == (f"ecogram-{first.id}.webp", "A pear")
    assert {name for name, _ in stand.shop.shown()} == {
        f"ecogram-{first.id}.webp", f"ecogram-{third.id}.webp",
    }  # fmt: skip
    assert stand.shop.files[new[0]]["body"] == b"other bytes"
    assert await stand.turns() == 0
    assert "fileUpdate" in stand.shop.asked


async def test_nothing_is_asked_of_a_shop_that_is_in_step(stand: Stand) -> None:
    """Going through everything again makes nothing twice."""
    await stand.publish(3)
    await stand.turns()
    del stand.shop.asked[:]
    await ShopPush.find_all().update(
        {"$set": {"stage": "ROWS", "cursor": None, "due": stand.clock.at}}
    )
    await stand.turns()

    assert stand.shop.asked == []


async def test_an_answer_that_is_lost_leaves_one_file(stand: Stand) -> None:
    """The shop made the file, we never heard of it: the next try takes its place."""
    await stand.publish()
    stand.moody("fileCreate", (502, {}, True))
    await stand.turns()
    waiting = await reading.progress(OPERATOR)
    stand.clock.pass_by(seconds=1)
    await stand.turns()

    assert waiting.push is not None
    assert waiting.push.problem is not None
    assert waiting.push.problem.code == "SHOP_UNAVAILABLE"
    assert stand.shop.asked.count("fileCreate") == 2
    assert len(stand.shop.files) == 1
    assert (await reading.progress(OPERATOR)).files == 1


NOT_READY: Json = {
    "data": {"fileCreate": {"files": [], "userErrors": [problem("NON_READY_STATE")]}}
}


@pytest.mark.parametrize(
    ("field", "answer", "code", "seconds"),
    [
        ("fileCreate", (200, THROTTLED, False), "SHOP_THROTTLED", 5),
        ("stagedUploadsCreate", (429, {}, False), "SHOP_THROTTLED", 7),
        ("upload", (403, {}, False), "SHOP_UNAVAILABLE", 1),
        ("fileCreate", (200, {"data": {"fileCreate": None}}, False), "SHOP_UNAVAILABLE", 1),
        (
            "fileCreate",
            (200, {"data": {"fileCreate": {"files": []}}}, False),
            "SHOP_UNAVAILABLE",
            1,
        ),
        ("fileCreate", (200, {"errors": ["Some", "thing"]}, False), "SHOP_UNAVAILABLE", 1),
        ("fileCreate", (200, "<html>", False), "SHOP_UNAVAILABLE", 1),
        ("fileCreate", (200, "[]", False), "SHOP_UNAVAILABLE", 1),
        ("fileCreate", (200, {"errors": "Something"}, False), "SHOP_UNAVAILABLE", 1),
        ("fileCreate", (200, {"data": [1]}, False), "SHOP_UNAVAILABLE", 1),
        ("fileCreate", (200, NOT_READY, False), "SHOP_UNAVAILABLE", 5),
    ],
)
async def test_a_shop_that_cannot_now_is_given_time(
    stand: Stand, field: str, answer: Mood, code: str, seconds: int
) -> None:
    """As much as it asks for; then it goes on where it was."""
    await stand.publish()
    stand.moody(field, answer)
    await stand.turns()
    [waits] = await ShopPush.find_all().to_list()
    idle = await stand.turns()
    stand.clock.pass_by(seconds=seconds)
    await stand.turns()
    [after] = await ShopPush.find_all().to_list()

    assert waits.problem is not None
    assert (waits.problem.code, waits.attempts) == (code, 1)
    assert waits.due == stand.clock.at
    assert idle == 0
    assert (after.problem, after.attempts, after.cursor) == (None, 0, 1)
    assert len(stand.shop.files) == 1


async def test_pauses_grow(stand: Stand) -> None:
    """A shop that is closed for long is not asked all the time."""
    await stand.publish()
    stand.moody("stagedUploadsCreate", (500, {}, False), times=3)
    waits = []
    for _ in range(3):
        await stand.turns()
        [push_] = await ShopPush.find_all().to_list()
        waits.append(push_.due - stand.clock.at)
        stand.clock.at = push_.due

    assert waits == [timedelta(seconds=one) for one in (1, 2, 4)]


async def test_a_shop_that_lets_us_in_no_more_is_told_of(stand: Stand) -> None:
    """Once, and the shop is asked again later."""
    await stand.publish()
    shop = Shopify(stand.shop.base, "wrong", VERSION, stand.means.shop._post)  # type: ignore[attr-defined]
    right, stand.means = stand.means, replace(stand.means, shop=shop)
    await stand.turns()
    stand.clock.pass_by(minutes=10)
    await stand.turns()
    [notice] = await Notice.find_all().to_list()
    stand.means = right
    stand.moody(
        "stagedUploadsCreate",
        (200, {"errors": [{"message": "No", "extensions": {"code": "ACCESS_DENIED"}}]}, False),
    )
    stand.clock.pass_by(minutes=10)
    await stand.turns()
    [denied] = await ShopPush.find_all().to_list()
    stand.clock.pass_by(minutes=10)
    await stand.turns()

    assert notice.kind is NoticeKind.SHOP_PUSH_STUCK
    assert TOKEN not in notice.message
    assert denied.problem is not None
    assert denied.problem.code == "SHOP_FORBIDDEN"
    assert len(stand.shop.files) == 1


async def test_a_picture_that_is_refused_holds_up_no_other(stand: Stand) -> None:
    """It is told once, and offered again each hour."""
    refused = {"data": {"fileCreate": {"files": [], "userErrors": [problem("INVALID")]}}}
    stand.moody("fileCreate", (200, refused, False), times=4)
    await stand.publish(2)
    await stand.turns()
    before = await reading.progress(OPERATOR)
    stand.clock.pass_by(minutes=61)
    await stand.turns()
    stand.clock.pass_by(minutes=61)
    await stand.turns()
    after = await reading.progress(OPERATOR)

    assert (before.files, before.stuck) == (0, 2)
    assert await Notice.find_all().count() == 2
    assert (after.files, after.stuck) == (2, 0)


async def test_a_file_that_is_gone_from_the_store_is_offered_again(stand: Stand) -> None:
    """Whoever repairs the store does not have to think of the shop."""
    [image] = await stand.desk.publish()
    await stand.turns()
    before = await reading.progress(OPERATOR)
    assert image.publication is not None
    key = image.publication.renditions[0].key
    await stand.store(key, b"mended")
    stand.clock.pass_by(minutes=61)
    await stand.turns()

    assert before.stuck == 1
    assert [one["body"] for one in stand.shop.files.values()] == [b"mended"]


async def test_what_somebody_deleted_in_the_shop_is_made_anew(stand: Stand) -> None:
    """And deleting what is gone already is done."""
    first, second, third = await stand.publish(3)
    await stand.turns()
    stand.shop.files.clear()
    await stand.edit(first, **{"edits.alt_text": "A fig"})
    await stand.edit(second, **{"publication.content_hash": "anew"})
    await stand.edit(third, **{"review.state": "WITHDRAWN"})
    await stand.turns()

    assert {name for name, _ in stand.shop.shown()} == {
        f"ecogram-{first.id}.webp", f"ecogram-{second.id}.webp",
    }  # fmt: skip
    assert await ShopCopy.count() == 2


async def test_a_decorative_picture_has_no_words(stand: Stand) -> None:
    """As in the catalogue."""
    [image] = await stand.publish()
    await stand.edit(image, **{"edits.alt_text": "Words", "edits.decorative": True})
    await stand.turns()

    assert [alt for _, alt in stand.shop.shown()] == [""]


async def test_a_cursor_that_is_too_old_has_everything_compared(stand: Stand) -> None:
    """Withdrawals that are not in the feed any more reach the shop too."""
    first, second = await stand.publish(2)
    await stand.turns()
    await stand.edit(first, **{"review.state": "WITHDRAWN"})
    await stand.edit(second, **{"edits.alt_text": "A quince"})
    await Feed.begin_at(5)
    await Change.forget(5)
    stand.clock.pass_by(minutes=2)
    await stand.turns()

    assert stand.shop.shown() == [(f"ecogram-{second.id}.webp", "A quince")]


async def test_pages_are_gone_through_one_after_the_other(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each stage."""
    monkeypatch.setattr(turns, "PAGE", 2)
    await stand.publish(5)
    await stand.turns()
    [push_] = await ShopPush.find_all().to_list()
    for image in stand.desk.images:
        await stand.edit(image, **{"edits.alt_text": "A plum"})
    await stand.turns()

    assert (push_.stage, push_.cursor) == (PushStage.CHANGES, 5)
    assert [alt for _, alt in stand.shop.shown()] == ["A plum"] * 5


async def test_one_that_was_robbed_stops(stand: Stand) -> None:
    """Many who push at once push once; the lease of one that died ends."""
    await stand.publish(2)
    dead = await ShopPush.claim("dead", 2, stand.clock.at)
    assert dead is not None
    assert await stand.turns() == 0
    stand.clock.pass_by(seconds=LEASE.total_seconds())
    taken = await asyncio.gather(*(push(f"one:{n}", stand.means) for n in range(4)))
    with pytest.raises(PushLost):
        await dead.keep({}, stand.clock.at)

    assert sum(taken) >= 1
    assert stand.shop.asked.count("fileCreate") == 2


async def test_products_show_their_pictures_as_they_were_placed(stand: Stand) -> None:
    """By SKU, in order, before what the shop shows there itself; moves and withdrawals follow."""
    chair, table = stand.shop.sells("Chair", "CHAIR-2"), stand.shop.sells("TABLE")
    stand.shop.media[chair].append("gid://shopify/Video/9")
    images = await stand.publish(3)
    first, second, third = images
    for image, place in zip(images, (5, 1, 3), strict=True):
        await stand.edit(image, product_code="Chair", product_position=place)
    await stand.turns()
    copies = await ShopCopy.among([one.id for one in images])
    files = [str(copies[one.id].file_id) for one in images]
    began = list(stand.shop.media[chair])
    await stand.edit(first, product_position=0)
    await stand.turns()
    moved = list(stand.shop.media[chair])
    await stand.edit(second, product_code="TABLE")
    await stand.edit(third, **{"review.state": "WITHDRAWN"})
    await stand.turns()
    elsewhere = {id: list(shown) for id, shown in stand.shop.media.items()}
    await stand.edit(second, product_code=None)
    await stand.turns()
    del stand.shop.asked[:]
    await ShopPush.find_all().update(
        {"$set": {"stage": "ROWS", "cursor": None, "due": stand.clock.at}}
    )
    await stand.turns()

    assert began == [files[1], files[2], files[0], "gid://shopify/Video/9"]
    assert moved == [files[0], files[1], files[2], "gid://shopify/Video/9"]
    assert elsewhere == {chair: [files[0], "gid://shopify/Video/9"], table: [files[1]]}
    assert stand.shop.media[table] == []
    assert stand.shop.asked == []


async def test_a_product_that_comes_later_shows_its_pictures_then(stand: Stand) -> None:
    """Looked at again each hour; meanwhile the file is there, and nothing is stuck."""
    [image] = await stand.publish()
    await stand.edit(image, product_code='A "B"')
    stand.shop.sells("A", 'a "b"', 'A "B" XL')
    await stand.turns()
    before = await reading.progress(OPERATOR)
    chair = stand.shop.sells('A "B"')
    stand.clock.pass_by(minutes=61)
    await stand.turns()

    assert (before.files, before.stuck) == (1, 0)
    assert stand.shop.media[chair] == list(stand.shop.files)


async def test_a_file_that_is_worked_on_is_placed_afterwards(stand: Stand) -> None:
    """It holds up no other, and is tried less and less often; a lost answer places it once."""
    chair = stand.shop.sells("A")
    [busy] = await stand.publish()
    await stand.turns()
    [file] = stand.shop.files
    stand.shop.working.add(file)
    await stand.edit(busy, product_code="A")
    [other] = await stand.publish()
    await stand.edit(other, product_code="A", product_position=9)
    await stand.turns()
    waits = (await ShopCopy.among([busy.id]))[busy.id]
    meanwhile = list(stand.shop.media[chair])
    stand.shop.working.clear()
    stand.moody("fileUpdate", (502, {}, True))
    for _ in range(3):
        stand.clock.pass_by(minutes=2)
        await stand.turns()
    placed = (await ShopCopy.among([busy.id]))[busy.id]

    assert (waits.waits, waits.product_id) == (1, None)
    assert (len(meanwhile), file in meanwhile) == (1, False)
    assert sorted(stand.shop.media[chair]) == sorted(stand.shop.files)
    assert (placed.product_id, placed.waits, placed.due) == (chair, 0, None)


async def test_a_product_that_takes_no_picture_holds_up_no_other(stand: Stand) -> None:
    """It is told once, however often it is offered; the file stays, and is sent once."""
    stand.shop.sells("A")
    [image] = await stand.publish()
    refused = {"data": {"fileUpdate": {"files": [], "userErrors": [problem("INVALID")]}}}
    stand.moody("fileUpdate", (200, refused, False), times=2)
    await stand.edit(image, product_code="A")
    await stand.publish()
    await stand.turns()
    before = await reading.progress(OPERATOR)
    stand.clock.pass_by(minutes=61)
    await stand.turns()
    again = await reading.progress(OPERATOR)
    stand.clock.pass_by(minutes=61)
    await stand.turns()

    assert (before.files, before.stuck, again.stuck) == (2, 1, 1)
    assert await Notice.find_all().count() == 1
    assert stand.shop.asked.count("fileCreate") == 2
    assert [len(shown) for shown in stand.shop.media.values()] == [1]
    assert (await reading.progress(OPERATOR)).stuck == 0


async def test_a_file_that_is_gone_when_it_is_placed_is_made_anew(stand: Stand) -> None:
    """Told once; within the hour it is there again, on its product."""
    chair = stand.shop.sells("A")
    [image] = await stand.publish()
    await stand.turns()
    stand.shop.files.clear()
    await stand.edit(image, product_code="A")
    await stand.turns()
    before = await reading.progress(OPERATOR)
    stand.clock.pass_by(minutes=61)
    await stand.turns()

    assert (before.files, before.stuck) == (0, 1)
    assert stand.shop.media[chair] == list(stand.shop.files)
    assert (await reading.progress(OPERATOR)).stuck == 0
