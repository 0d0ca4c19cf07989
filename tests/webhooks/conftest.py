"""A receiver, and senders whose clock the tests turn."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.publishing.following import follow
from actions.webhooks import changing
from actions.webhooks.rules import Means
from actions.webhooks.turns import take_turn
from documents.changes import ChangeKind
from documents.clock import now
from documents.deliveries import Delivery
from documents.images import Image
from documents.transactions import Session, together
from documents.webhooks import Webhook
from graph.event_schema import EventTemplates
from tests.actions.shops import shown
from tests.webhooks.receivers import Receiver, receiving

QUERY = "{ id version change { kind imageId image { title productCode } } }"


@dataclass
class Clock:
    """The time, as tests have it: ahead of the others' clock, so that all of theirs is past."""

    at: datetime = field(default_factory=lambda: now() + timedelta(hours=1))

    def __call__(self) -> datetime:
        """The time."""
        return self.at

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)


@dataclass
class Desk:
    """One sender, with all that it needs, and pictures to tell of."""

    receiver: Receiver
    means: Means
    clock: Clock
    images: list[Image] = field(default_factory=list)

    async def webhook(self, query: str = QUERY, **more: Any) -> tuple[Webhook, str]:
        """A webhook for what changes from now on, and its secret."""
        given = {"url": self.receiver.url, "events": None, "query": query, **more}
        rules = self.means.fetching
        made, secret = await changing.create(
            OPERATOR, rules=rules, templates=self.means.templates, **given
        )
        assert secret is not None
        return made, secret

    async def publish(self, count: int = 1) -> list[Image]:
        """So many new pictures, shown."""
        first = len(self.images)
        new = [shown(number) for number in range(first, first + count)]
        await Image.insert_many(new)
        self.images += new
        await self.followed(*new)
        return new

    async def edit(self, image: Image, title: str) -> None:
        """Another title."""
        await Image.get_pymongo_collection().update_one(
            {"_id": image.id}, {"$set": {"edits.title": title}}
        )
        await self.followed(image)

    async def withdraw(self, image: Image) -> None:
        """Take a picture back."""
        await Image.get_pymongo_collection().update_one(
            {"_id": image.id}, {"$set": {"review.state": "WITHDRAWN"}}
        )
        await self.followed(image)

    async def followed(self, *images: Image) -> None:
        """Have the feed tell of pictures."""

        async def write(session: Session) -> int:
            return await follow([image.id for image in images], session)

        await together(write)

    async def turns(self) -> int:
        """Take all turns there are; how many those were."""
        taken = 0
        while await take_turn("desk", self.means):
            taken += 1
            assert taken < 50, "Turns never end."
        return taken

    def told(self) -> list[tuple[str, int]]:
        """What the receiver got, in order: type and version."""
        return [(one.json["type"], one.json["version"]) for one in self.receiver.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Takes everything, until it is told otherwise."""
    async with receiving() as one:
        yield one


@pytest.fixture
def desk(database: AsyncDatabase[Any], receiver: Receiver) -> Desk:
    """A sender over an empty database."""
    clock = Clock()
    means = Means(
        templates=EventTemplates(lambda key: f"https://shop.test/{key}"),
        fetching=receiver.rules,
        clock=clock,
        chance=lambda: 0.0,
    )
    return Desk(receiver, means, clock)


def hasty(desk: Desk) -> None:
    """Have requests end after a moment."""
    fetching = replace(desk.means.fetching, total_seconds=0.3, idle_seconds=0.3)
    desk.means = replace(desk.means, fetching=fetching)


async def log(webhook: Webhook) -> list[Delivery]:
    """Its deliveries, oldest first."""
    return await Delivery.find({"webhook_id": webhook.id}).sort("seq").to_list()


async def fresh(webhook: Webhook) -> Webhook:
    """The webhook as it is now."""
    found = await Webhook.get(webhook.id)
    assert found is not None
    return found


ALL = list(ChangeKind)
