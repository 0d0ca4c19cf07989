"""HEIC through the API: in by each door, told in full, and out again with what people wrote."""

from pathlib import Path
from typing import Any

import pytest

from processing.exiftool import ExifTool
from tests import photos
from tests.graph.sending import announced, codes_of, completed, created, sent
from tests.graph.steps import fetched, image, processed, stages
from tests.graph.test_downloads import made, tags_at
from tests.graph.test_metadata import edit
from tests.server import Client, Sent

PHOTO = Sent("IMG_0001.HEIC", photos.heic(120, 80, orientation=6, gps=photos.LISBON))

pytestmark = pytest.mark.usefixtures("worker")


def facts(found: dict[str, Any]) -> tuple[object, ...]:
    """What is told of the file."""
    return found["contentType"], found["width"], found["height"], found["orientation"]


async def test_an_upload_is_shown_upright(importer: Client) -> None:
    """Known by content, measured as displayed, and made into renditions that browsers show."""
    [id] = await processed(importer, PHOTO)
    found = await image(importer, id)
    shown = await fetched(found["renditions"][0]["url"])

    assert facts(found) == ("image/heic", 120, 80, 1)
    assert found["renditions"][0]["contentType"] == "image/jpeg"
    with photos.opened(shown.content) as picture:
        assert photos.corners(picture) == photos.UPRIGHT


@pytest.mark.parametrize("type", ["image/heic", "image/heif"])
async def test_both_names_may_be_announced(importer: Client, type: str) -> None:
    """Phones use the one, browsers the other; the content decides what is told afterwards."""
    refused, ticket = await created(
        importer, announced(PHOTO, type="image/heic-sequence"), announced(PHOTO, type=type)
    )
    await sent(ticket, PHOTO.content)
    [result] = await completed(importer, ticket["uploadId"])
    told = await stages(importer, ticket["imageId"])

    assert codes_of([refused, result]) == ["UNSUPPORTED_FORMAT", None]
    assert told[-1] == "READY"
    assert facts(await image(importer, ticket["imageId"])) == ("image/heic", 120, 80, 1)


async def test_what_people_wrote_is_in_the_file(
    importer: Client, reviewer: Client, exiftool: ExifTool, tmp_path: Path
) -> None:
    """MERGED holds it beside the same pixels; NONE holds the pixels alone."""
    [id] = await processed(importer, PHOTO)
    await edit(importer, id, title="Açaí 椅子", keywords=["a", "b"])
    merged = await made(reviewer, id)
    bare = await made(reviewer, id, "NONE")
    data, tags = await tags_at(merged["url"], exiftool, tmp_path)
    naked, left = await tags_at(bare["url"], exiftool, tmp_path)

    assert (merged["sidecarUrl"], tags["XMP-dc:Title"]) == (None, "Açaí 椅子")
    assert [tag for tag in left if tag.startswith(("GPS:", "XMP-"))] == []
    with photos.opened(PHOTO.content) as one:
        for other in (data, naked):
            with photos.opened(other) as two:
                assert (one.size, one.tobytes()) == (two.size, two.tobytes())
