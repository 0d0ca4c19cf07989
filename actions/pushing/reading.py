"""How far the shop is."""

from dataclasses import dataclass
from enum import StrEnum

from actions.access import Permission, Viewer, require
from documents.feed import Feed
from documents.shop_files import ShopCopy, ShopPush


class ShopPushState(StrEnum):
    """What is being done."""

    OFF = "OFF"
    COPYING = "COPYING"
    FOLLOWING = "FOLLOWING"
    IN_STEP = "IN_STEP"
    WAITING = "WAITING"


@dataclass(frozen=True, slots=True)
class Progress:
    """The push, None before its first turn; the newest change; pictures there, and not taken."""

    push: ShopPush | None
    latest: int
    files: int
    stuck: int


async def progress(viewer: Viewer | None) -> Progress:
    """As it is now; pictures are counted up to 10,000."""
    require(viewer, Permission.MANAGE_WEBHOOKS)
    copies = ShopCopy.get_pymongo_collection()
    return Progress(
        push=await ShopPush.find_one(),
        latest=(await Feed.now()).latest,
        files=await copies.count_documents({"file_id": {"$ne": None}}, limit=10_000),
        stuck=await copies.count_documents(
            {"due": {"$exists": True}, "problem": {"$ne": None}}, limit=10_000
        ),
    )
