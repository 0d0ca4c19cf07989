"""One picture: the shop has it as the catalogue shows it, or no longer."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from beanie import PydanticObjectId

from actions.publishing.locales import fitting
from actions.pushing.placing import AGAIN, in_place, off, placed
from documents.clock import now
from documents.notices import Notice, NoticeKind
from documents.pages import Raw
from documents.problems import Problem
from documents.shop_files import ShopCopy
from shops.errors import FileGone, ShopRefuses
from shops.shop import Shop, ShopFile
from storage.bucket import Bucket
from storage.errors import ObjectMissing

EXTENSIONS = {"image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What whoever pushes works with."""

    shop: Shop
    bucket: Bucket
    clock: Callable[[], datetime] = now


async def bring(id: PydanticObjectId, row: Raw | None, copy: ShopCopy | None, means: Means) -> None:
    """Have the shop show the picture of a row, or, without one, not any more.

    May be repeated at will: a shop that is in step is not asked, and a file of a call whose
    answer was lost is replaced. A refusal is kept with the picture, and told once. Raises
    ShopWaits, ShopForbids.
    """
    copy = copy or ShopCopy(id=id)
    try:
        await (_take_back(copy, means) if row is None else _show(row, copy, means))
    except (ShopRefuses, ObjectMissing) as error:
        # Its file may be there by now.
        known = (await ShopCopy.among([id])).get(id, copy)
        await _stuck(known, error, means)


async def _take_back(copy: ShopCopy, means: Means) -> None:
    if copy.file_id is not None:
        with suppress(FileGone):
            await off(copy, means.shop)
        await means.shop.delete(copy.file_id)
    await ShopCopy.get_pymongo_collection().delete_one({"_id": copy.id})


async def _show(row: Raw, copy: ShopCopy, means: Means) -> None:
    alt = _alt(row)
    if copy.file_id is None or copy.content_hash != row["content_hash"]:
        file = await _file(row, alt, means.bucket)
        file_id = await _sent(file, copy.file_id, means.shop)
    elif copy.alt != alt:
        file_id = await _described(row, alt, copy.file_id, means)
    else:
        file_id = copy.file_id
    has = {"file_id": file_id, "content_hash": row["content_hash"], "alt": alt, "seq": row["seq"]}
    if file_id != copy.file_id:
        has["product_id"] = None
    known = copy.model_copy(update=has)
    placing = not in_place(row, known)
    if placing:
        # Should we not come to the end, it is still due, and a refusal is not told twice.
        await known.put()
        known = await placed(row, known, means.shop, means.clock())
    done = {"problem": None} if placing else {"problem": None, "due": None, "waits": 0}
    await known.model_copy(update=done).put()


async def _sent(file: ShopFile, known: str | None, shop: Shop) -> str:
    """The id of the file; one that somebody has deleted in the shop is made anew."""
    if known is not None:
        try:
            await shop.replace(known, file)
        except FileGone:
            pass
        else:
            return known
    return await shop.create(file)


async def _described(row: Raw, alt: str, known: str, means: Means) -> str:
    try:
        await means.shop.describe(known, alt)
    except FileGone:
        return await means.shop.create(await _file(row, alt, means.bucket))
    return known


def _alt(row: Raw) -> str:
    """Empty for a decorative picture, and where nobody has said anything."""
    if row["decorative"]:
        return ""
    return fitting(row["alt_texts"], row["alt_text"], None) or ""


async def _file(row: Raw, alt: str, bucket: Bucket) -> ShopFile:
    """The largest public JPEG, else the largest of all."""
    best = max(
        row["renditions"], key=lambda one: (one["content_type"] == "image/jpeg", one["width"])
    )
    opened = await bucket.open(best["key"])
    return ShopFile(
        name=f"ecogram-{row['_id']}.{EXTENSIONS.get(best['content_type'], 'img')}",
        content_type=best["content_type"],
        body=b"".join([piece async for piece in opened.chunks()]),
        alt=alt,
    )


async def _stuck(copy: ShopCopy, error: Exception, means: Means) -> None:
    if isinstance(error, FileGone):
        copy = copy.model_copy(update={"file_id": None, "product_id": None})
    problem = Problem(code=getattr(error, "code", "OBJECT_MISSING"), message=str(error))
    if copy.problem is None:
        await Notice(
            kind=NoticeKind.SHOP_PUSH_STUCK,
            subject_kind="image",
            subject_id=copy.id,
            message=f"A picture cannot be brought to the shop. {error}",
        ).insert()
    await copy.model_copy(update={"problem": problem, "due": means.clock() + AGAIN}).put()
