"""A real ExifTool, kept running: right answers, limits, and new starts."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from processing import exiftool as module
from processing.errors import ExifToolMissing, MetadataUnreadable
from processing.exiftool import ExifTool
from processing.exiftool_child import MEMORY_BYTES
from processing.metadata import canonical
from tests import photos
from tests.processing.darkroom import develop
from tests.processing.test_sandbox import inflating, put

SECONDS = 15


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def exiftool() -> AsyncIterator[ExifTool]:
    """One ExifTool for all tests that do not break it."""
    async with ExifTool() as tool:
        yield tool


def tagged(path: Path, *options: str, data: bytes | None = None) -> Path:
    """A picture that ExifTool itself has written tags into."""
    path.write_bytes(data or photos.jpeg())
    subprocess.run(
        ["exiftool", "-config", "", "-q", "-n", "-overwrite_original", *options, str(path)],
        check=True,
    )
    return path


def running() -> list[psutil.Process]:
    """The ExifTools that this process started."""
    return [child for child in psutil.Process().children() if "-stay_open" in child.cmdline()]


async def test_tags_come_by_group(exiftool: ExifTool, source: Path) -> None:
    """Names carry their group; decimals stay text, whole numbers are numbers."""
    put(source, photos.jpeg(camera=("Canon", "EOS R5"), gps=photos.SYDNEY, offset="+10:00"))
    tags = await exiftool.read(source)

    assert tags["IFD0:Make"] == "Canon"
    assert (tags["GPS:GPSLatitude"], tags["GPS:GPSLatitudeRef"]) == ("33.8568", "S")
    assert tags["File:ImageWidth"] == 64


@pytest.mark.parametrize("title", ["1.10", "1e5", "true", "007", "a\nb", "{ready1}", "“ç”", "x: y"])
async def test_titles_come_back_as_written(exiftool: ExifTool, source: Path, title: str) -> None:
    """What looks like a number, a truth or our own marks stays the text that it is."""
    put(source, photos.jpeg(description=title))
    tags = await exiftool.read(source)

    assert str(tags["IFD0:ImageDescription"]) == title


async def test_old_character_sets_are_read(exiftool: ExifTool, source: Path) -> None:
    """Latin-1 in EXIF and in IPTC become the letters that were meant."""
    data = photos.jpeg(extra={"0th": {33432: "© Früh".encode("latin-1")}})
    tagged(source, "-charset", "iptc=latin", "-IPTC:City=Wördehoff", "-IPTC:Keywords=ä", data=data)
    tags = await exiftool.read(source)

    assert (tags["IFD0:Copyright"], tags["IPTC:City"]) == ("© Früh", "Wördehoff")


async def test_a_picture_is_reconciled_end_to_end(
    exiftool: ExifTool, source: Path, tmp_path: Path
) -> None:
    """From bytes with all three standards to one record."""
    data = photos.jpeg(
        orientation=6,
        gps=photos.SYDNEY,
        camera=("Canon", "EOS R5"),
        captured="2024:05:01 10:11:12",
        offset="+02:00",
        description="OLYMPUS DIGITAL CAMERA",
        artist="Ana; João",
    )
    tagged(
        source, "-XMP-dc:Description=Uma cadeira", "-IPTC:City=Porto", "-XMP:Rating=5", data=data
    )
    facts = develop(data, tmp_path).facts
    found, sources = canonical(await exiftool.read(source), facts)

    assert (found.description, found.city, found.rating) == ("Uma cadeira", "Porto", 5)
    assert found.creators == ["Ana", "João"]
    assert (found.latitude, found.longitude) == pytest.approx(photos.SYDNEY)
    assert found.captured_at_offset == "+02:00"
    assert (sources["description"], sources["city"], sources["creators"]) == ("XMP", "IPTC", "EXIF")


async def test_iptc_that_was_changed_behind_xmp_wins(
    exiftool: ExifTool, source: Path, tmp_path: Path
) -> None:
    """The digest that Photoshop left tells that an old tool came later."""
    options = ("-XMP-dc:Title=first", "-IPTC:ObjectName=first", "-Photoshop:IPTCDigest=new")
    tagged(source, *options)
    before = canonical(await exiftool.read(source), develop(photos.jpeg(), tmp_path).facts)
    tagged(source, "-IPTC:ObjectName=later", data=contents(source))
    after = canonical(await exiftool.read(source), develop(photos.jpeg(), tmp_path).facts)

    assert (before.metadata.title, after.metadata.title) == ("first", "later")


def contents(path: Path) -> bytes:
    """What lies in a file."""
    return path.read_bytes()


@pytest.mark.parametrize("name", photos.EACH)
async def test_every_format_is_read(exiftool: ExifTool, source: Path, name: str) -> None:
    """All formats that we take in are read by content, without a file name."""
    put(source, photos.EACH[name]())
    tags = await exiftool.read(source)

    assert tags["File:FileType"] == {"WEBP": "WEBP"}.get(name, name)


async def test_a_killed_exiftool_costs_no_read(source: Path) -> None:
    """A read that loses its ExifTool is done by the next one."""
    put(source, photos.jpeg())
    before = {child.pid for child in running()}
    async with ExifTool() as own:
        await own.read(source)
        mine = next(child for child in running() if child.pid not in before)
        mine.suspend()
        reading = asyncio.create_task(own.read(source))
        await asyncio.sleep(0.1)
        os.kill(mine.pid, signal.SIGKILL)

        assert (await reading)["File:ImageWidth"] == 64
        assert mine.pid not in {child.pid for child in running()}


async def test_a_hanging_exiftool_is_ended(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read has its time; after that the process is gone and the next one answers."""
    put(source, photos.jpeg())
    before = {child.pid for child in running()}
    async with ExifTool() as own:
        await own.read(source)
        mine = next(child for child in running() if child.pid not in before)
        mine.suspend()
        monkeypatch.setattr(module, "READ_SECONDS", 0.3)
        with pytest.raises(MetadataUnreadable, match="took more than"):
            await own.read(source)
        monkeypatch.undo()

        assert await own.read(source)
        assert mine.pid not in {child.pid for child in running()}


@pytest.mark.parametrize("kind", ["zTXt", "iTXt", "iCCP"])
@pytest.mark.parametrize("behind", [False, True])
async def test_an_inflating_chunk_meets_the_limits(
    source: Path, kind: str, *, behind: bool
) -> None:
    """A gigabyte in a megabyte ends within 15 s and 512 MB, and the next file is read."""
    data = photos.png()
    at = data.rindex(b"IEND") - 4 if behind else 33
    put(source, data[:at] + inflating(kind.encode(), 1024) + data[at:])
    others = {child.pid for child in running()}
    async with ExifTool() as own:
        async with watched(others) as most, asyncio.timeout(SECONDS):
            with suppress(MetadataUnreadable):
                assert (await own.read(source))["File:FileType"] == "PNG"
        put(source, photos.jpeg())

        assert await own.read(source)
        assert 0 < max(most) < MEMORY_BYTES


@asynccontextmanager
async def watched(others: set[int]) -> AsyncIterator[list[int]]:
    """The memory in bytes that new ExifTools hold while the block runs, told again and again."""
    told: list[int] = []

    async def watch() -> None:
        while True:
            with suppress(psutil.Error):
                ours = [child for child in running() if child.pid not in others]
                told.extend(child.memory_info().rss for child in ours)
            await asyncio.sleep(0.02)

    watching = asyncio.create_task(watch())
    try:
        yield told
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def test_a_missing_file_is_unreadable(exiftool: ExifTool, tmp_path: Path) -> None:
    """No file, no tags, and ExifTool goes on."""
    with pytest.raises(MetadataUnreadable, match="no answer"):
        await exiftool.read(tmp_path / "nowhere")


@pytest.mark.parametrize("path", ["/a\n-o\n/b", "-version", "relative.jpg"])
async def test_only_plain_paths_are_passed_on(exiftool: ExifTool, path: str) -> None:
    """A path can never become an option."""
    with pytest.raises(ValueError, match="absolute paths"):
        await exiftool.read(Path(path))


async def test_a_missing_program_says_how_to_get_it() -> None:
    """The refusal names the one command that installs it."""
    with pytest.raises(ExifToolMissing, match="apt-get install libimage-exiftool-perl"):
        await ExifTool(command="no-such-exiftool").__aenter__()


async def test_nobody_is_left_behind(source: Path) -> None:
    """Closing ends the child."""
    before = {child.pid for child in running()}
    put(source, photos.jpeg())
    async with ExifTool() as own:
        await own.read(source)

    assert {child.pid for child in running()} <= before
