"""What happened and is not added up yet: marked by whoever writes it, in the same transaction.

The mark goes in the transaction that adds it up. So nothing is counted twice or forgotten, in
whatever order transactions end, and clocks and ids do not matter.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from beanie import Document, PydanticObjectId
from pymongo import ASCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession

from documents.pages import Raw

# Of what is not to be counted, or not yet: every real counting has a higher number.
SPARED = 0
MARK = {"counted": {"$type": "null"}}
# Has nothing in it but what waits.
UNCOUNTED = IndexModel(
    [("counted", ASCENDING)], name="uncounted", partialFilterExpression=dict(MARK)
)


async def waiting(model: type[Document], limit: int) -> list[PydanticObjectId]:
    """Some of what nobody has counted."""
    found = model.get_pymongo_collection().find({"counted": None, **MARK}, {"_id": 1})
    return [raw["_id"] async for raw in found.hint(UNCOUNTED.document["name"]).limit(limit)]


async def counted_before(
    model: type[Document],
    epoch: int,
    where: Mapping[str, Any],
    after: PydanticObjectId | None,
    limit: int,
) -> list[PydanticObjectId]:
    """Some of what only an earlier counting than `epoch` has, in the order of ids."""
    beyond = {} if after is None else {"_id": {"$gt": after}}
    asked = {**where, **beyond, "counted": {"$lt": epoch}}
    found = model.get_pymongo_collection().find(asked, {"_id": 1}).sort("_id", 1)
    return [raw["_id"] async for raw in found.hint("_id_").limit(limit)]


async def take(
    model: type[Document], ids: Sequence[PydanticObjectId], epoch: int, session: AsyncClientSession
) -> list[Raw]:
    """Those of `ids` that this counting has not, which has them from now on."""
    collection = model.get_pymongo_collection()
    fresh = {"_id": {"$in": list(ids)}, "counted": {"$ne": epoch}}
    rows = await collection.find(fresh, session=session).to_list()
    taken = {"_id": {"$in": [raw["_id"] for raw in rows]}}
    await collection.update_many(taken, {"$set": {"counted": epoch}}, session=session)
    return rows
