"""What a request costs: a bounded number of database calls, whatever the page size."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent

import documents
from actions.publishing.following import follow
from documents.images import Image as ImageDocument
from documents.transactions import together
from tests import photos
from tests.actions.shops import shown
from tests.graph.documents import CATALOG
from tests.graph.order import collection
from tests.graph.steps import upload
from tests.graph.test_changes import CHANGES, SNAPSHOT
from tests.server import Client, Sent

# What a page may cost: who asks (2), the page, groups, collections, products.
PAGE = """
query ($first: Int!) {
  images(first: $first) {
    nodes {
      id title group { name } collections { name } product { name } renditions { url }
    }
  }
}"""
LINKS = """
query ($first: Int!) {
  images(first: $first) {
    nodes { downloadUrl download(metadata: NONE) { state } metadata { title } }
  }
}"""
SUGGESTED = """
query ($first: Int!) {
  images(first: $first) { nodes { suggestions(state: OPEN) { text } } }
}"""
NESTED = """
query ($first: Int!) {
  %s(first: $first) { nodes { imageCount %s images(first: 2) { totalCount nodes { id title } } } }
}"""
COVER = {"imageGroups": "", "collections": "cover { id }", "libraryProducts": ""}
QUERIES = {"find", "aggregate", "count", "distinct", "getMore"}


class Commands(CommandListener):
    """What the service asks of the database."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: CommandStartedEvent) -> None:
        """Note what is asked, but for the change streams, which wait for ever."""
        if event.command_name in QUERIES and "getMore" not in event.command:
            self.names.append(event.command_name)

    def succeeded(self, event: Any) -> None:
        """Nothing to note."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing to note."""


@pytest.fixture
async def commands(
    mongo_uri: str, database: AsyncDatabase[dict[str, Any]]
) -> AsyncIterator[Commands]:
    """Everything that is asked of the test's database from now on."""
    heard = Commands()
    client = AsyncMongoClient[dict[str, Any]](mongo_uri, tz_aware=True, event_listeners=[heard])
    async with client:
        await documents.connect(client[database.name])
        yield heard
        await documents.connect(database)


async def test_a_page_costs_the_same_whatever_its_size(
    commands: Commands, importer: Client
) -> None:
    """Twelve pictures in two groups are read with as many queries as one."""
    for number in range(12):
        file = Sent("a.jpg", photos.jpeg())
        await upload(importer, file, productCode=f"P{number}", group={"name": f"G{number % 2}"})
    costs = []
    for first in (1, 12):
        commands.names.clear()
        found = await importer.ask(PAGE, first=first)
        assert len(found["images"]["nodes"]) == first
        costs.append(len(commands.names))

    assert costs[0] == costs[1] <= 5


async def test_the_catalogue_costs_the_same_whatever_its_size(
    commands: Commands, importer: Client
) -> None:
    """So does a page of products."""
    for number in range(6):
        await upload(importer, Sent("a.jpg", photos.jpeg()), productCode=f"P{number}")
    costs = []
    for first in (1, 6):
        commands.names.clear()
        found = await importer.ask(CATALOG, first=first)
        assert len(found["products"]["nodes"]) == first
        costs.append(len(commands.names))

    assert costs[0] == costs[1] <= 4


async def test_the_feed_costs_the_same_whatever_its_size(
    commands: Commands, importer: Client
) -> None:
    """So do pages of changes and of the whole catalogue, places on products included."""
    made = [shown(number, product_code=f"P{number % 5}") for number in range(12)]
    await ImageDocument.insert_many(made)
    await together(partial(follow, [one.id for one in made]))
    for query, kind in ((CHANGES, "changes"), (SNAPSHOT, "catalogSnapshot")):
        costs = []
        for first in (1, 12):
            commands.names.clear()
            found = await importer.ask(query, first=first)
            assert len(found[kind]["nodes"]) == first
            costs.append(len(commands.names))

        # Who asks (2), changes, how far they go, rows, places.
        assert costs[0] == costs[1] <= 6


async def test_lists_in_lists_cost_the_same_whatever_their_size(
    commands: Commands, importer: Client
) -> None:
    """Three groups, collections or products with their images cost as many queries as one."""
    for number in range(3):
        file = Sent("a.jpg", photos.jpeg())
        id = await collection(importer)
        said = {"productCode": f"P{number}", "group": {"name": "May"}, "collectionIds": [id]}
        await upload(importer, file, **said)
    for kind in ("imageGroups", "collections", "libraryProducts"):
        costs = []
        for first in (1, 3):
            commands.names.clear()
            found = await importer.ask(NESTED % (kind, COVER[kind]), first=first)
            counts = [node["images"]["totalCount"] for node in found[kind]["nodes"]]
            assert counts == [1] * first
            costs.append(len(commands.names))

        # Who asks (2), the page, two counts, and for collections images and covers by two each.
        assert costs[0] == costs[1] <= 9


async def test_links_to_downloads_cost_the_same_whatever_the_page(
    commands: Commands, reviewer: Client
) -> None:
    """Files and their jobs are looked up for the whole page at once."""
    for _ in range(3):
        await upload(reviewer, Sent("a.jpg", photos.jpeg()))
    costs = []
    for first in (1, 3):
        commands.names.clear()
        found = await reviewer.ask(LINKS, first=first)
        assert [node["downloadUrl"] for node in found["images"]["nodes"]] == [None] * first
        costs.append(len(commands.names))

    # Who asks (2), the page, files, jobs.
    assert costs[0] == costs[1] <= 5


async def test_limits_of_a_document(importer: Client) -> None:
    """Documents that are too deep, too wide or too long are refused before they run."""
    many = " ".join(f"a{n}: viewer {{ id }}" for n in range(31))
    deep = "{ images { edges { node { " + "group { " * 12 + "id" + " }" * 16
    long = "{ " + "__typename " * 2001 + "}"

    for document in (f"{{ {many} }}", long, deep):
        [error, *_] = (await importer.raw(document))["errors"]
        assert error["extensions"]["code"] == "BAD_REQUEST"


async def test_suggestions_cost_the_same_whatever_the_page(
    commands: Commands, importer: Client
) -> None:
    """Those of all of its pictures are looked up at once."""
    for _ in range(3):
        await upload(importer, Sent("a.jpg", photos.jpeg()))
    costs = []
    for first in (1, 3):
        commands.names.clear()
        found = await importer.ask(SUGGESTED, first=first)
        assert [node["suggestions"] for node in found["images"]["nodes"]] == [[]] * first
        costs.append(len(commands.names))

    # Who asks (2), the page, the suggestions.
    assert costs[0] == costs[1] <= 4
