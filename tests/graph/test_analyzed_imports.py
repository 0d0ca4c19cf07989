"""`analyze` on imports: a model is asked about what they bring in."""

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from actions.analysing.rules import AnalysisRules
from actions.importing.sources import ImportRules
from fetching.rules import FetchRules
from graph.context import House
from graph.ids import global_id
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.describing.model import Model
from tests.fetching.hosts import Host, hosting, ok
from tests.graph.archiving import IMPORT_ARCHIVE, zipped
from tests.graph.archiving import begun as unpacked
from tests.graph.importing import FROM_BUCKET, FROM_URLS, begun, ended, items, verdicts
from tests.graph.test_import_wishes import OLD, OTHER, put
from tests.graph.test_suggestions import model, suggested, suggestions, worker
from tests.server import Client

__all__ = ["model", "worker"]

WISHES = [{"kind": "ALT_TEXT", "locale": "en"}, {"kind": "DESCRIPTION", "prompt": "In one line."}]


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    """A web server with a picture."""
    async with hosting() as ours:
        ours.answers["/b.jpg"] = ok(OTHER.content)
        yield ours


@pytest.fixture
def imports(host: Host) -> ImportRules:
    """Imports that may fetch from the test's own host."""
    allowed = (ip_network("127.0.0.1/32"),)
    fetching = FetchRules(ports=frozenset({80, host.port}), allowed=allowed, idle_seconds=5)
    return ImportRules(parallel=2, fetching=fetching)


@pytest.fixture
def tools(tools: Tools, imports: ImportRules) -> Tools:
    """A worker that knows the host."""
    return replace(tools, imports=imports)


@pytest.fixture
async def house(house: House, imports: ImportRules) -> House:
    """A house that knows the host and has a model."""
    return replace(house, imports=imports, analysis=AnalysisRules(on=True))


async def test_what_is_imported_is_analysed(importer: Client, bucket: Bucket, worker: None) -> None:
    """Each new picture once, with every wish; one that was there already is not asked about."""
    await put(bucket, OLD)
    first = await begun(importer, FROM_BUCKET, analyze=WISHES)
    await ended(importer, first["id"])
    [old] = await items(importer, first["id"])
    found = await suggested(importer, old["imageId"], 2)
    await put(bucket, OTHER)
    again = await begun(importer, FROM_BUCKET, analyze=WISHES[:1])
    await ended(importer, again["id"])
    both = await items(importer, again["id"])
    new = await suggested(importer, both[1]["imageId"])

    assert {(one["kind"], one["locale"]) for one in found} == {
        ("ALT_TEXT", "en"),
        ("DESCRIPTION", None),
    }
    assert verdicts(both) == [("SKIPPED", "ALREADY_IMPORTED"), ("TAKEN", None)]
    assert [one["kind"] for one in new] == ["ALT_TEXT"]
    assert len(await suggestions(importer, old["imageId"])) == 2


async def test_an_archives_pictures_are_analysed(importer: Client, worker: None) -> None:
    """Every one of them."""
    packed = zipped({"a.jpg": photos.jpeg(), "b.jpg": OTHER.content})
    made = await unpacked(importer, packed, analyze=WISHES[:1])
    await ended(importer, made["id"])
    found = [await suggested(importer, one["imageId"]) for one in await items(importer, made["id"])]

    assert [len(one) for one in found] == [1, 1]


async def test_what_is_fetched_is_analysed(
    importer: Client, host: Host, model: Model, worker: None
) -> None:
    """The model sees the rendition, not the file that was fetched."""
    urls = [{"url": host.url("/b.jpg")}]
    made = await begun(importer, FROM_URLS, urls=urls, analyze=WISHES[1:])
    await ended(importer, made["id"])
    [item] = await items(importer, made["id"])
    [found] = await suggested(importer, item["imageId"])

    assert found["prompt"].endswith("In one line.")
    assert model.picture() != OTHER.content


@pytest.mark.parametrize("query", [FROM_BUCKET, FROM_URLS, IMPORT_ARCHIVE])
async def test_bad_wishes_begin_no_import(importer: Client, query: str) -> None:
    """The path names the wish."""
    bad = [{"kind": "DESCRIPTION"}, {"kind": "CUSTOM"}]
    more: dict[str, dict[str, Any]] = {
        FROM_BUCKET: {},
        FROM_URLS: {"urls": [{"url": "http://127.0.0.1:9/a.jpg"}]},
        IMPORT_ARCHIVE: {"archive": {"uploadId": global_id("Upload", "6" * 24)}},
    }
    [payload] = (await importer.ask(query, input={**more[query], "analyze": bad})).values()
    wrong = payload["userErrors"]

    assert payload["import"] is None
    assert [(one["code"], one["path"]) for one in wrong] == [
        ("TEXT_MISSING", ["analyze", "1", "prompt"])
    ]
