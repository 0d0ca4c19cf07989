"""A whole Ecogram for each test: its own database and bucket, a worker beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.accounts import accounts, people
from actions.accounts.rules import AccountRules
from actions.accounts.tokens import Signing
from actions.arriving.incoming import UploadRules
from actions.delivery import by_change_stream
from actions.progress import Hub
from app.settings import Settings
from app.web import make_app
from documents.users import Role
from graph.context import House
from jobs.tools import Tools
from jobs.worker import work
from storage.bucket import Bucket
from storage.client import S3Location
from storage.credentials import credentials
from storage.links import Presigner
from storage.upload_links import UploadPresigner
from tests.server import Client, listening

PASSWORD = "correct horse battery"
MOST_BYTES = 2 * 1024 * 1024


@pytest.fixture
def rules() -> AccountRules:
    """Registration is open, and the second becomes an IMPORTER."""
    return AccountRules(signing=Signing(("s" * 32,)), default_role=Role.IMPORTER)


@pytest.fixture
async def house(
    database: AsyncDatabase[Any], bucket: Bucket, object_store: S3Location, rules: AccountRules
) -> AsyncIterator[House]:
    """The parts, over a database and a bucket of the test's own."""
    hub = Hub()
    following = asyncio.create_task(hub.run())
    location = S3Location(
        endpoint_url=object_store.endpoint_url,
        public_endpoint_url=object_store.public_endpoint_url,
        region=object_store.region,
        bucket=bucket.name,
        access_key=object_store.access_key,
        secret_key=object_store.secret_key,
        path_style=object_store.path_style,
    )
    yield House(
        bucket=bucket,
        links=Presigner(location, credentials(location)),
        upload_links=UploadPresigner(location, credentials(location)),
        hub=hub,
        deliver=by_change_stream,
        accounts=rules,
        uploads=UploadRules(max_bytes=MOST_BYTES),
        published_url=lambda key: f"/{key}",
    )
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where the API answers."""
    async with listening(make_app(Settings(), house, {})) as at:
        yield at


@pytest.fixture
async def worker(house: House, tools: Tools) -> AsyncIterator[None]:
    """A worker, as long as the test runs."""
    async with working(tools):
        yield


@asynccontextmanager
async def working(tools: Tools) -> AsyncIterator[None]:
    """A worker, as long as the block runs."""
    task = asyncio.create_task(work(tools, parallel=2))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


SignUp = Callable[[str, Role], Awaitable[Client]]


@pytest.fixture
async def sign_up(address: str, rules: AccountRules) -> AsyncIterator[SignUp]:
    """Makes an account and gives its signed-in client."""
    clients: list[Client] = []

    async def one(name: str, role: Role) -> Client:
        email = f"{name}@example.com"
        await people.create_user(OPERATOR, email=email, password=PASSWORD, role=role, name=name)
        signed = await accounts.login(rules, email=email, password=PASSWORD, client="test")
        clients.append(Client(address, token=signed.access_token))
        return clients[-1]

    yield one
    for client in clients:
        await client.http.aclose()


@pytest.fixture
async def admin(sign_up: SignUp) -> Client:
    """The first account."""
    return await sign_up("ada", Role.ADMIN)


@pytest.fixture
async def importer(admin: Client, sign_up: SignUp) -> Client:
    """Brings pictures in."""
    return await sign_up("ivo", Role.IMPORTER)


@pytest.fixture
async def reviewer(admin: Client, sign_up: SignUp) -> Client:
    """Decides about pictures."""
    return await sign_up("rita", Role.REVIEWER)


@pytest.fixture
async def stranger(address: str) -> AsyncIterator[Client]:
    """Nobody that we know."""
    async with Client(address) as client:
        yield client
