"""Real parts for tests: a MongoDB and an S3 store, ours unless the environment names others.

Absent on a laptop, tests that need them are skipped; absent in CI, they fail.
"""

import os
import secrets
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import AutoReconnect

import documents
from app.embedded import mongod, seaweedfs
from app.embedded.errors import EmbeddedError
from documents.images import Image
from jobs.tools import Tools
from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.sandbox import Sandbox
from storage.bucket import Bucket
from storage.client import S3Location, connect

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MONGODB_URI = "ECOGRAM_TEST_MONGODB_URI"
S3 = "ECOGRAM_TEST_S3_"
TEST_DATABASE = "test_"
TEST_BUCKET = "test-"


def pytest_configure() -> None:
    """Let the programs that tests start hear Ctrl-C, even where the tests run in the background.

    A shell has its background jobs ignore it, and children inherit that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def needed() -> Iterator[None]:
    """Skip on a laptop, and fail in CI, when a part cannot start."""
    try:
        yield
    except EmbeddedError as error:
        if "CI" in os.environ:
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
async def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A MongoDB that takes transactions and change streams."""
    if configured := os.environ.get(MONGODB_URI):
        yield configured
        return
    with needed():
        async with mongod.running(tmp_path_factory.mktemp("parts")) as uri:
            yield uri


@pytest.fixture(scope="session")
async def mongo(mongo_uri: str) -> AsyncIterator[AsyncMongoClient[dict[str, Any]]]:
    """One client for all tests."""
    async with AsyncMongoClient[dict[str, Any]](mongo_uri, tz_aware=True) as client:
        yield client


async def heard(client: AsyncMongoClient[dict[str, Any]]) -> None:
    """Wait until the server answers a client that nobody has run for a while.

    While tests without a loop run, the driver's watch over the server runs out, and then cancels
    what is asked first. Raises AutoReconnect where it is still so the fifth time.
    """
    for _ in range(4):
        with suppress(AutoReconnect):
            await client.admin.command("ping")
            return
    await client.admin.command("ping")


@pytest.fixture(scope="session")
async def built(
    mongo: AsyncMongoClient[dict[str, Any]],
) -> AsyncIterator[AsyncDatabase[dict[str, Any]]]:
    """A database with all indexes, which take longer to build than most tests take to run."""
    ours = mongo[TEST_DATABASE + secrets.token_hex(6)]
    await heard(mongo)
    await documents.connect(ours)
    yield ours
    await drop(ours)


@pytest.fixture
async def database(
    built: AsyncDatabase[dict[str, Any]],
) -> AsyncIterator[AsyncDatabase[dict[str, Any]]]:
    """An empty database with our documents bound to it; emptied after the test."""
    await heard(built.client)
    if Image.get_pymongo_collection().database != built:
        await documents.connect(built)
    yield built
    for name in await built.list_collection_names(filter={"type": "collection"}):
        if not name.startswith("system."):
            await built[name].delete_many({})


@pytest.fixture
async def own_database(
    mongo: AsyncMongoClient[dict[str, Any]],
) -> AsyncIterator[AsyncDatabase[dict[str, Any]]]:
    """As `database`, for a test that drops collections or indexes; dropped after the test."""
    fresh = mongo[TEST_DATABASE + secrets.token_hex(6)]
    await heard(mongo)
    await documents.connect(fresh)
    yield fresh
    await drop(fresh)


async def drop(database: AsyncDatabase[dict[str, Any]]) -> None:
    """Drop a database, provided that it is one of the tests'."""
    assert database.name.startswith(TEST_DATABASE), f"{database.name} is not a test's to drop."
    await database.client.drop_database(database)


@pytest.fixture(scope="session")
async def object_store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[S3Location]:
    """An S3 store that checks signatures."""
    if f"{S3}ENDPOINT_URL" in os.environ:
        yield configured_store()
        return
    with needed():
        async with seaweedfs.running(tmp_path_factory.mktemp("parts")) as location:
            yield location


def configured_store() -> S3Location:
    """The store that ECOGRAM_TEST_S3_ENDPOINT_URL, _ACCESS_KEY and _SECRET_KEY name."""
    return S3Location(
        endpoint_url=os.environ[f"{S3}ENDPOINT_URL"],
        public_endpoint_url=None,
        region=os.environ.get(f"{S3}REGION", "us-east-1"),
        bucket=os.environ.get(f"{S3}BUCKET", f"{TEST_BUCKET}ecogram"),
        access_key=os.environ[f"{S3}ACCESS_KEY"],
        secret_key=os.environ[f"{S3}SECRET_KEY"],
        path_style=True,
    )


@pytest.fixture(scope="session")
def s3(object_store: S3Location) -> "Iterator[S3Client]":
    """One client for all tests."""
    with closing(connect(object_store)) as client:
        yield client


@pytest.fixture
async def bucket(s3: "S3Client") -> AsyncIterator[Bucket]:
    """An empty bucket, emptied and removed after the test."""
    async with Bucket(s3, TEST_BUCKET + secrets.token_hex(6), threads=4) as fresh:
        await fresh.ensure(["http://localhost:8000"])
        yield fresh
        await remove(fresh)


async def remove(bucket: Bucket) -> None:
    """Remove a bucket with all that is in it, provided that it is one of the tests'."""
    assert bucket.name.startswith(TEST_BUCKET), f"{bucket.name} is not a test's to remove."
    await bucket.delete([info.key async for info in bucket.list("")])
    bucket.client.delete_bucket(Bucket=bucket.name)


@pytest.fixture(scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    """Children that decode, shared by all tests."""
    async with Sandbox(Limits(), size=2) as ours:
        yield ours


@pytest.fixture(scope="session")
async def exiftool() -> AsyncIterator[ExifTool]:
    """An ExifTool, shared by all tests."""
    async with ExifTool() as ours:
        yield ours


@pytest.fixture
async def tools(bucket: Bucket, sandbox: Sandbox, exiftool: ExifTool, tmp_path: Path) -> Tools:
    """What a worker of this test works with."""
    return Tools(bucket, sandbox, exiftool, tmp_path)
