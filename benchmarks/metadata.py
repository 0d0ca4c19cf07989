"""`python -m benchmarks.metadata`: what reading metadata takes, and writing it into a download.

Two parts, each beside a plain script that starts ExifTool anew for every file: 300 photos with
EXIF, IPTC and XMP, read and reconciled; and edits embedded into a JPEG of 10 MB, as a merged
download is made when it is not cached.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median

import psutil

from benchmarks import report
from benchmarks.meter import MB
from benchmarks.service import cores
from processing.embedding import embed
from processing.exiftool import ExifTool
from processing.facts import Facts
from processing.formats import Format
from processing.metadata import canonical
from tests import photos

FEWEST_A_SECOND, MOST_MILLISECONDS = 25, 150
RICH = (
    *("-IFD0:Make=Canon", "-IFD0:Model=EOS R5", "-IFD0:ImageDescription=A red chair"),
    *("-ExifIFD:LensModel=RF 50mm", "-ExifIFD:FNumber=2.8", "-ExifIFD:ISO=200"),
    *("-ExifIFD:ExposureTime=0.004", "-ExifIFD:DateTimeOriginal=2024:05:01 10:11:12"),
    *("-GPS:GPSLatitude=33.8568", "-GPS:GPSLatitudeRef=S", "-GPS:GPSLongitude=151.2153"),
    *("-GPS:GPSLongitudeRef=E", "-IPTC:Caption-Abstract=A red chair", "-IPTC:City=Sydney"),
    *("-IPTC:Keywords=chair", "-IPTC:Keywords=red", "-XMP-dc:Title=Chair", "-XMP-dc:Subject=red"),
    *(
        "-XMP-dc:Creator=Ana",
        "-XMP-dc:Rights=Ana",
        "-XMP-xmp:Rating=4",
        "-XMP-photoshop:City=Sydney",
    ),
)
EDITS = {
    "title": "A red chair",
    "description": "Seen from the left",
    "keywords": ["chair", "red", "wood"],
    "creators": ["Ana"],
    "rating": 5,
}
FACTS = Facts(
    format=Format.JPEG,
    content_type="image/jpeg",
    width=64,
    height=48,
    stored_width=64,
    stored_height=48,
    frames=1,
    color_model="RGB",
    bits_per_sample=8,
    has_alpha=False,
    color_profile=None,
    orientation=1,
    bytes=1,
    sha256="",
    pixel_hash="",
    perceptual_hash="",
    dominant_color="",
)
# Of a photo at the quality of 95, that is a file of 10 MB.
MEGAPIXELS = 32


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print: 0 when both are as fast as we promise, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.metadata", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 photos, 5 downloads")
    quick = parser.parse_args(arguments).quick
    with tempfile.TemporaryDirectory(prefix="ecogram-bench-") as folder:
        return asyncio.run(_measure(Path(folder), 20 if quick else 300, 5 if quick else 31))


async def _measure(folder: Path, files: int, downloads: int) -> int:
    report.figure("machine", report.machine(cores()))
    rich = await asyncio.to_thread(_rich, folder / "rich")
    async with ExifTool() as exiftool:
        a_second = await _reading(exiftool, rich, files)
        milliseconds = await _writing(exiftool, folder, rich, downloads)
    fine = a_second >= FEWEST_A_SECOND and milliseconds < MOST_MILLISECONDS
    print("\nAs fast as promised." if fine else "\nSlower than promised.")
    return 0 if fine else 1


def _rich(path: Path) -> Path:
    path.write_bytes(photos.photo(1))
    _exiftool("-overwrite_original", "-n", *RICH, str(path))
    return path


async def _reading(exiftool: ExifTool, rich: Path, files: int) -> float:
    report.heading(f"Reading: {files} photos with EXIF, IPTC and XMP")

    async def ours() -> None:
        for _ in range(files):
            canonical(await exiftool.read(rich), FACTS)

    # The first file starts ExifTool, which is done once in a thousand.
    canonical(await exiftool.read(rich), FACTS)
    seconds = await _processor_seconds(ours)
    peak = max(child.memory_info().rss for child in psutil.Process().children())
    few = min(files, 20)

    async def anew() -> None:
        for _ in range(few):
            await asyncio.to_thread(_exiftool, "-j", "-n", "-G1", str(rich))

    peer = await _processor_seconds(anew)
    report.figure("photos a processor second", f"{files / seconds:.1f}")
    report.figure("the same, ExifTool anew each time", f"{few / peer:.1f}")
    report.figure("memory of the running ExifTool", f"{peak / MB:.0f} MB")
    return files / seconds


async def _writing(exiftool: ExifTool, folder: Path, rich: Path, downloads: int) -> float:
    report.heading("A merged download of a 10 MB JPEG, not cached")
    source = folder / "large"
    data = await asyncio.to_thread(photos.photo, MEGAPIXELS, quality=95)
    await asyncio.to_thread(source.write_bytes, data)
    report.figure("the file", f"{len(data) / MB:.1f} MB")
    await asyncio.to_thread(
        _exiftool, "-overwrite_original", "-tagsfromfile", str(rich), "-all:all", str(source)
    )
    await embed(exiftool, source, folder, EDITS)
    ours, peers, spent = [], [], 0.0
    # By turns, so that what else the machine does weighs on both alike.
    for _ in range(downloads):
        before = _spent()
        ours.append(await _timed(lambda: embed(exiftool, source, folder, EDITS)))
        spent += _spent() - before
        peers.append(await _timed(lambda: _peer(source, folder / "peer")))
    report.figure("median", f"{median(ours) * 1000:.0f} ms")
    report.figure("slowest", f"{max(ours) * 1000:.0f} ms")
    report.figure("processor time each", f"{spent / downloads * 1000:.0f} ms")
    report.figure("ExifTool anew, unverified, median", f"{median(peers) * 1000:.0f} ms")
    return median(ours) * 1000


async def _peer(source: Path, copy: Path) -> None:
    """What a plain script does: copy, and write by a new process, without looking again."""
    await asyncio.to_thread(shutil.copyfile, source, copy)
    tags = ("-XMP-dc:Title=A red chair", "-XMP-dc:Subject=chair", "-IFD0:Artist=Ana")
    await asyncio.to_thread(_exiftool, "-overwrite_original", *tags, str(copy))


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


async def _processor_seconds(work: Callable[[], Awaitable[None]]) -> float:
    """Processor time of this process and its children, those that have ended included."""
    before = _spent()
    await work()
    return _spent() - before


def _spent() -> float:
    times = os.times()
    running = (child.cpu_times() for child in psutil.Process().children(recursive=True))
    ended = times.children_user + times.children_system
    return times.user + times.system + ended + sum(one.user + one.system for one in running)


def _exiftool(*arguments: str) -> None:
    command = ["exiftool", "-config", "", "-q", "-q", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
