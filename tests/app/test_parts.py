"""The fixtures that every other test stands on."""

from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from storage.bucket import Bucket


async def test_a_test_database_is_writable(database: AsyncDatabase[dict[str, Any]]) -> None:
    """Each test gets a primary that takes transactions."""
    async with database.client.start_session() as session, await session.start_transaction():
        await database["things"].insert_one({"name": "cat"}, session=session)

    assert await database["things"].count_documents({}) == 1


async def test_a_test_bucket_answers(bucket: Bucket) -> None:
    """Each test gets a bucket that is there."""
    await bucket.ping()

    assert [info async for info in bucket.list("")] == []
