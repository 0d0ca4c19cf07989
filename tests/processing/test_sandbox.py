"""Children that die, hang, swell or lie, and a pool that goes on."""

import asyncio
import os
import signal
import sys
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil
import pytest

from processing.desk import Desk
from processing.errors import (
    FileCorrupt,
    FileTruncated,
    ProcessingCrashed,
    ProcessingError,
    ProcessingOutOfMemory,
    ProcessingTimedOut,
    UnsupportedFormat,
)
from processing.facts import Facts
from processing.formats import Format
from processing.job import Job
from processing.limits import MIB, Limits
from processing.presets import FULLSIZE, GALLERY, PUBLISHED, THUMB, Preset
from processing.sandbox import Sandbox
from tests import photos


def put(path: Path, data: bytes) -> None:
    """Write a test's file; small enough not to hold up the loop."""
    path.write_bytes(data)


def link(path: Path, target: Path) -> None:
    """Make the path a link to the target."""
    path.symlink_to(target)


def files_in(folder: Path) -> set[Path]:
    """What lies in a folder."""
    return set(folder.iterdir())


def children() -> list[psutil.Process]:
    """The sandbox children of this process that are alive."""
    return [
        child
        for child in psutil.Process().children()
        if child.status() != psutil.STATUS_ZOMBIE and "processing.child" in child.cmdline()
    ]


async def test_a_picture_is_developed(sandbox: Sandbox, source: Path, into: Path) -> None:
    """Facts and files come back, in the order of the presets."""
    put(source, photos.jpeg(600, 400, orientation=6))
    developed = await sandbox.develop(source, into, (THUMB, FULLSIZE, *PUBLISHED))

    assert (developed.facts.width, developed.facts.height) == (600, 400)
    assert [done.preset for done in developed.renditions] == [THUMB, FULLSIZE, *PUBLISHED]
    assert files_in(into) == {done.path for done in developed.renditions}


async def test_checked_is_told_before_renditions_are_done(
    sandbox: Sandbox, source: Path, into: Path
) -> None:
    """Whoever waits for the verdict does not wait for the pictures."""
    told: list[tuple[Facts, bool]] = []

    async def checked(facts: Facts) -> None:
        told.append((facts, (into / "small.jpg").exists()))

    put(source, photos.photo(6))
    developed = await sandbox.develop(source, into, PUBLISHED, checked=checked)

    assert told == [(developed.facts, False)]


async def test_what_checked_raises_is_raised(sandbox: Sandbox, source: Path, into: Path) -> None:
    """A caller's own refusal comes out as it went in, and costs no child."""

    async def checked(_: Facts) -> None:
        raise KeyError("duplicate")

    put(source, photos.jpeg())
    with pytest.raises(KeyError, match="duplicate"):
        await sandbox.develop(source, into, GALLERY, checked=checked)

    assert await sandbox.develop(source, into, GALLERY)


async def test_errors_of_the_file_come_out_typed(
    sandbox: Sandbox, source: Path, into: Path
) -> None:
    """What is wrong with a file is told by class, with its facts, and the child lives on."""
    caught: list[type[ProcessingError]] = []
    before = {child.pid for child in children()}
    for data in (photos.text_file(), photos.truncated(photos.png()), broken_webp()):
        put(source, data)
        with pytest.raises(ProcessingError) as error:
            await sandbox.develop(source, into, GALLERY)
        caught.append(error.type)

    assert caught == [UnsupportedFormat, FileTruncated, FileCorrupt]
    assert before <= {child.pid for child in children()}


def broken_webp() -> bytes:
    """A WebP that is whole outside and garbled inside."""
    data = photos.webp(lossless=True)
    return data[:40] + bytes(60) + data[100:]


async def test_children_are_kept_and_hold_no_secrets(
    source: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment of the parent, where keys live, does not go down."""
    monkeypatch.setenv("ECOGRAM_SECRET", "do not pass on")
    async with Sandbox(Limits(), size=1) as own:
        before = {child.pid for child in children()}
        put(source, photos.jpeg())
        await own.develop(source, into, GALLERY)
        await own.develop(source, into, GALLERY)
        mine = [child for child in children() if child.pid not in before]
        environment = mine[0].environ()

    assert len(mine) == 1
    assert set(environment) <= {"PATH", "PYTHONPATH", "LC_ALL", "LC_CTYPE", "MALLOC_ARENA_MAX"}


@pytest.mark.skipif(sys.platform != "linux", reason="Limits are read from /proc.")
async def test_children_limit_themselves(source: Path, into: Path) -> None:
    """Memory, files, cores and file size are bounded before the first job."""
    async with Sandbox(Limits(), size=1) as own:
        before = {child.pid for child in children()}
        put(source, photos.jpeg())
        await own.develop(source, into, GALLERY)
        child = next(child for child in children() if child.pid not in before)
        limits = [
            psutil.Process(child.pid).rlimit(kind)[0]
            for kind in (psutil.RLIMIT_AS, psutil.RLIMIT_CORE, psutil.RLIMIT_NOFILE)
        ]
        status = Path(f"/proc/{child.pid}/status").read_text()

    assert limits == [Limits().memory_bytes, 0, 64]
    assert "NoNewPrivs:\t1" in status
    assert os.getpgid(0) != child.pid


async def test_a_slow_picture_is_ended_by_wall_time(source: Path, into: Path) -> None:
    """After the limit the child is gone, the error is typed, and the next job works."""
    async with Sandbox(Limits(wall_seconds=0.25), size=1) as own:
        before = {child.pid for child in children()}
        put(source, photos.photo(24))
        with pytest.raises(ProcessingTimedOut):
            await own.develop(source, into, (*GALLERY, *PUBLISHED))
        left = [child for child in children() if child.pid not in before]
        put(source, photos.jpeg())
        developed = await own.develop(source, into, (THUMB,))

    assert left == []
    assert developed.renditions


async def test_processor_time_is_limited_a_job(source: Path, into: Path) -> None:
    """A child that burns more than its seconds is ended by the kernel and called too slow."""
    many = [Preset(f"COPY{number}", 2048, Format.WEBP, 80) for number in range(40)]
    async with Sandbox(Limits(cpu_seconds=1, wall_seconds=60), size=1) as own:
        put(source, photos.photo(6))
        with pytest.raises(ProcessingTimedOut) as caught:
            await own.develop(source, into, many)

    assert caught.value.seconds == 1


async def test_a_crash_costs_only_its_own_picture(source: Path, into: Path) -> None:
    """When a child is killed in mid job, its neighbour and the next job notice nothing."""
    async with Sandbox(Limits(), size=2) as own:
        before = {child.pid for child in children()}
        put(source, photos.photo(24))

        async def kill(_: Facts) -> None:
            victim.append(newest(before))
            os.kill(victim[0], signal.SIGKILL)

        victim: list[int] = []
        hit = asyncio.create_task(own.develop(source, into, PUBLISHED, checked=kill))
        await until_a_child_works(before)
        neighbour = asyncio.create_task(own.develop(source, into, GALLERY))
        with pytest.raises(ProcessingCrashed, match="signal 9"):
            await hit

        assert (await neighbour).renditions
        assert (await own.develop(source, into, (THUMB,))).renditions


async def until_a_child_works(before: set[int]) -> None:
    """Wait until a child that was not there before has been started."""
    async with asyncio.timeout(20):
        while not any(child.pid not in before for child in children()):
            await asyncio.sleep(0.01)


def newest(before: set[int]) -> int:
    """The first child started since."""
    return min(child.pid for child in children() if child.pid not in before)


async def test_a_child_that_died_idle_is_not_given_out(source: Path, into: Path) -> None:
    """Between jobs nobody loses a picture to a dead child."""
    async with Sandbox(Limits(), size=1) as own:
        before = {child.pid for child in children()}
        put(source, photos.jpeg())
        await own.develop(source, into, (THUMB,))
        pid = newest(before)
        os.kill(pid, signal.SIGKILL)
        while psutil.pid_exists(pid):
            await asyncio.sleep(0.01)
        # asyncio hears of the end from a thread, a moment after the system.
        await asyncio.sleep(0.2)

        assert (await own.develop(source, into, (THUMB,))).renditions


async def test_memory_is_limited(source: Path, into: Path) -> None:
    """A picture too large for its child's memory is refused by name, and the child lives on."""
    limits = Limits(memory_bytes=400 * MIB)
    async with Sandbox(limits, size=1) as own:
        put(source, flat_png(10_000, 9_900))
        with pytest.raises(ProcessingOutOfMemory) as caught:
            await own.develop(source, into, GALLERY)
        put(source, photos.jpeg())

        assert (await own.develop(source, into, GALLERY)).renditions
        assert caught.value.limit == limits.memory_bytes


def flat_png(width: int, height: int) -> bytes:
    """A white RGBA PNG of any size in a few hundred kilobytes."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (4 * width)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\0\0\0"
    parts = (b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(photos.png_chunk(*part) for part in parts)


@pytest.mark.parametrize("kind", ["zTXt", "iTXt", "iCCP"])
@pytest.mark.parametrize("behind", [False, True], ids=["before the data", "behind the data"])
async def test_inflating_chunks_do_no_harm(
    sandbox: Sandbox, source: Path, into: Path, kind: str, *, behind: bool
) -> None:
    """A megabyte that inflates to a gigabyte ends at once, refused or ignored."""
    bomb = inflating(kind.encode(), 1024)
    data = photos.png()
    at = data.rindex(b"IEND") - 4 if behind else 33
    put(source, data[:at] + bomb + data[at:])
    with suppress(ProcessingError):
        async with asyncio.timeout(10):
            await sandbox.develop(source, into, GALLERY)
    swollen = [child for child in children() if child.memory_info().rss > 300 * MIB]

    assert swollen == []


@cache
def packed_zeros(mebibytes: int) -> bytes:
    """So many mebibytes of nothing, packed."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(mebibytes)) + packer.flush()


def inflating(kind: bytes, mebibytes: int) -> bytes:
    """A chunk that unpacks to so many mebibytes."""
    heads = {b"zTXt": b"a\0\0", b"iCCP": b"a\0\0", b"iTXt": b"a\0\1\0\0\0"}
    return photos.png_chunk(kind, heads[kind] + packed_zeros(mebibytes))


async def test_cancelling_ends_the_child(source: Path, into: Path) -> None:
    """Nobody works on for a caller that has gone."""
    async with Sandbox(Limits(), size=1) as own:
        before = {child.pid for child in children()}
        put(source, photos.photo(24))
        task = asyncio.create_task(own.develop(source, into, PUBLISHED))
        await until_a_child_works(before)
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        left = [child for child in children() if child.pid not in before]
        put(source, photos.jpeg())
        developed = await own.develop(source, into, (THUMB,))

    assert left == []
    assert developed.renditions


async def test_more_pictures_than_children_wait_their_turn(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """A pool of two develops ten pictures with two children."""
    jobs = []
    for number in range(10):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "source").write_bytes(photos.jpeg(64 + number, 48))
        jobs.append(sandbox.develop(folder / "source", folder, GALLERY))
    widths = [developed.facts.width for developed in await asyncio.gather(*jobs)]

    assert widths == list(range(64, 74))


async def test_leaving_the_sandbox_leaves_nobody_behind(source: Path, into: Path) -> None:
    """After the pool is closed no child is left, and it takes no more work."""
    before = {child.pid for child in children()}
    async with Sandbox(Limits(), size=1) as own:
        put(source, photos.jpeg())
        await own.develop(source, into, GALLERY)
    with pytest.raises(RuntimeError, match="not open"):
        await own.develop(source, into, GALLERY)

    assert {child.pid for child in children()} <= before


async def test_a_missing_source_is_no_answer_from_the_child(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """A file that has gone is our failure, not the sender's."""
    with pytest.raises(ProcessingCrashed):
        await sandbox.develop(tmp_path / "nowhere", tmp_path, GALLERY)


async def test_two_presets_for_one_file_are_refused(sandbox: Sandbox, into: Path) -> None:
    """A rendition never overwrites another one."""
    with pytest.raises(ValueError, match="same file"):
        await sandbox.develop(into / "source", into, (THUMB, THUMB))


async def test_a_link_in_place_of_a_rendition_is_not_followed(
    sandbox: Sandbox, source: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes back as a rendition is a plain file, never a way to another one."""
    put(source, photos.jpeg())
    laid = Desk.laid

    def planted(desk: Desk, job: Job) -> Job:
        told = laid(desk, job)
        link(told.into / "thumb.jpg", told.into / "other")
        return told

    monkeypatch.setattr(Desk, "laid", planted)
    with pytest.raises(ProcessingCrashed, match="nonsense"):
        await sandbox.develop(source, into, (THUMB,))


async def test_a_link_where_a_rendition_goes_is_replaced(
    sandbox: Sandbox, source: Path, into: Path
) -> None:
    """What it led to stays as it was."""
    data = photos.jpeg()
    put(source, data)
    link(into / "thumb.jpg", source)
    await sandbox.develop(source, into, (THUMB,))

    assert (source.read_bytes(), (into / "thumb.jpg").is_symlink()) == (data, False)
