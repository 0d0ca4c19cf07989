"""What cameras note for themselves, through the API: private downloads carry it, nothing else."""

from pathlib import Path

import pytest

from processing.exiftool import ExifTool
from tests.graph.steps import fetched, image, processed
from tests.graph.test_downloads import made
from tests.graph.test_metadata import edit
from tests.processing.cameras import NOTES, OWNER, SERIAL, photo
from tests.processing.test_maker_notes import noted
from tests.server import Client, Sent

TITLE = "A title that moves all that is behind it in the file"
SECRETS = [OWNER.encode(), SERIAL.encode()]

pytestmark = pytest.mark.usefixtures("worker")


async def test_makers_notes_are_in_merged_downloads_alone(
    importer: Client, reviewer: Client, exiftool: ExifTool, tmp_path: Path
) -> None:
    """Canon's, Nikon's and Sony's read as they came; renditions and bare files have none."""
    path = tmp_path / "one"
    for name in NOTES:
        data = photo(name, 640, 480)
        path.write_bytes(data)
        before = noted(await exiftool.read(path), name)
        [id] = await processed(importer, Sent(f"{name}.jpg", data))
        await edit(importer, id, title=TITLE, description=TITLE, creators=["Ana"])
        merged = (await fetched((await made(reviewer, id, "MERGED"))["url"])).content
        bare = (await fetched((await made(reviewer, id, "NONE"))["url"])).content
        shown = (await image(reviewer, id))["renditions"]
        public = [bare, *[(await fetched(one["url"])).content for one in shown]]
        path.write_bytes(merged)
        tags = await exiftool.read(path)

        assert len(before) >= 3
        assert noted(tags, name) == before
        assert (tags["XMP-dc:Title"], tags["IFD0:Artist"]) == (TITLE, "Ana")
        assert SERIAL.encode() in data
        for one in public:
            path.write_bytes(one)
            assert noted(await exiftool.read(path), name) == {}
            assert [secret for secret in SECRETS if secret in one] == []
