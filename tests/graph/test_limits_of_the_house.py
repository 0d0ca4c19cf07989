"""limits: what clients may know before they send, and that it is what is refused."""

from dataclasses import replace
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.importing.sources import ImportRules
from documents.users import Role
from graph.context import House
from graph.ids import global_id
from tests import photos
from tests.graph.conftest import MOST_BYTES, SignUp
from tests.graph.documents import ERRORS
from tests.graph.sending import CREATE, announced, codes_of, created
from tests.server import Client, Sent, codes

PHOTO = Sent("shoe.jpg", photos.jpeg())
MOST_ZIPPED = 3 * 1024**2
LIMITS = """{ limits { uploadBytes uploadContentTypes uploadFiles importArchiveBytes importUrls
  bulkEntries } }"""
FETCH = f"""mutation ($input: ImportFromUrlsInput!) {{
  importFromUrls(input: $input) {{ {ERRORS} }} }}"""
ZIP = f"""mutation ($input: CreateArchiveUploadInput!) {{
  createArchiveUpload(input: $input) {{ {ERRORS} }} }}"""
DELETE = f"mutation ($input: DeleteImagesInput!) {{ deleteImages(input: $input) {{ {ERRORS} }} }}"


@pytest.fixture
async def house(house: House) -> House:
    """One that takes small archives only."""
    return replace(house, imports=ImportRules(max_archive_bytes=MOST_ZIPPED))


async def refusals(client: Client, mutation: str, **input: Any) -> list[str]:
    """The codes of what a mutation is refused for."""
    [payload] = (await client.ask(mutation, input=input)).values()
    return codes(payload)


async def told(client: Client) -> dict[str, Any]:
    """All that `limits` tells."""
    return dict((await client.ask(LIMITS))["limits"])


async def test_the_settings_and_constants_are_told(importer: Client) -> None:
    """Bytes as numbers, types by alphabet, counts of a call."""
    assert await told(importer) == {
        "uploadBytes": MOST_BYTES,
        "uploadContentTypes": [
            "image/avif",
            "image/gif",
            "image/heic",
            "image/heif",
            "image/jpeg",
            "image/png",
            "image/tiff",
            "image/webp",
        ],
        "uploadFiles": 250,
        "importArchiveBytes": MOST_ZIPPED,
        "importUrls": 250,
        "bulkEntries": 250,
    }


async def test_files_within_the_limits_are_taken_and_others_refused(importer: Client) -> None:
    """The largest file and every type that is told are announced; a byte or a type more are not."""
    limits = await told(importer)
    most = limits["uploadBytes"]
    good = [announced(PHOTO, type=kind) | {"size": most} for kind in limits["uploadContentTypes"]]
    large = announced(PHOTO) | {"size": most + 1}

    results = await created(importer, *good, large, announced(PHOTO, type="image/bmp"))

    assert codes_of(results) == [None] * len(good) + ["FILE_TOO_LARGE", "UNSUPPORTED_FORMAT"]


async def test_more_than_is_told_is_refused(importer: Client, admin: Client) -> None:
    """Files, addresses, bytes of an archive, entries: one more than the limit of each."""
    limits = await told(importer)
    files = [announced(PHOTO)] * (limits["uploadFiles"] + 1)
    urls = [{"url": "https://example.com/a.jpg"}] * (limits["importUrls"] + 1)
    size = limits["importArchiveBytes"] + 1
    ids = [global_id("Image", PydanticObjectId())] * (limits["bulkEntries"] + 1)

    assert await refusals(importer, CREATE, files=files) == ["TOO_MANY"]
    assert await refusals(importer, FETCH, urls=urls) == ["TOO_MANY"]
    assert await refusals(importer, ZIP, size=size) == ["FILE_TOO_LARGE"]
    assert await refusals(admin, DELETE, ids=ids) == ["TOO_MANY"]


async def test_whoever_reads_the_library_may_know(sign_up: SignUp, stranger: Client) -> None:
    """Any account, and nobody who has not signed in."""
    viewer = await sign_up("vera", Role.VIEWER)

    assert (await told(viewer))["uploadBytes"] == MOST_BYTES
    assert await stranger.refused(LIMITS) == "UNAUTHENTICATED"
