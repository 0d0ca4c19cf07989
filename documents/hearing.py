"""Hearing that something changed, for those who only throw away what they keep."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from beanie import Document
from bson.timestamp import Timestamp
from pymongo.errors import PyMongoError

from documents.api_keys import ApiKey
from documents.catalog import CatalogRow
from documents.catalog_products import CatalogProduct
from documents.changes import Change
from documents.feed import Feed
from documents.images import Image
from documents.products import Product
from documents.sessions import UserSession
from documents.users import User

# Whatever an answer of the catalogue is read from.
CATALOG: tuple[type[Document], ...] = (CatalogProduct, CatalogRow, Change, Feed, Product)
# Whatever a kept page of the library is read from.
LIBRARY: tuple[type[Document], ...] = (Image,)
# Whatever tells who somebody is, beside the keys.
PEOPLE: tuple[type[Document], ...] = (User, UserSession)
# The database answers after so long, even where nothing has changed.
AWAIT_MS = 500
PAUSE = 1.0
logger = logging.getLogger(__name__)

FOLLOWING, NOTHING, LOST = "FOLLOWING", "NOTHING", "LOST"


async def heard(read: Sequence[type[Document]] = CATALOG) -> AsyncIterator[Timestamp | str]:
    """The database's time of every change of what is `read`, and of what keys may do.

    Gives FOLLOWING once it hears, NOTHING at least every AWAIT_MS while it does and nothing
    changes, and LOST whenever it hears no longer: then something may be missed. For ever.
    """
    database = CatalogRow.get_pymongo_collection().database
    while True:
        try:
            stream = await database.watch(_pipeline(read), max_await_time_ms=AWAIT_MS)
            async with stream:
                yield FOLLOWING
                while stream.alive:
                    event = await stream.try_next()
                    yield NOTHING if event is None else event["clusterTime"]
        except PyMongoError as error:
            logger.warning("The change stream behind what is kept broke: %s", error)
        yield LOST
        await asyncio.sleep(PAUSE)


def _pipeline(read: Sequence[type[Document]]) -> Sequence[Mapping[str, Any]]:
    names = [model.get_collection_name() for model in read]
    keys = ApiKey.get_collection_name()
    # That a key was used again changes nothing of what it may do.
    used = {"updateDescription.updatedFields.last_used_at": {"$exists": True}}
    changed = {"ns.coll": {"$in": [*names, keys]}, "$nor": [{"ns.coll": keys, **used}]}
    ended = {"operationType": {"$in": ["invalidate", "dropDatabase"]}}
    return [{"$match": {"$or": [changed, ended]}}, {"$project": {"clusterTime": 1}}]
