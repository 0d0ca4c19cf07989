"""The pictures that are sent, made before any clock starts."""

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.photos import exif, laid_down, photo, saved, scene, srgb_profile, wide_profile

SMALLEST, LARGEST = 3.0, 24.0
# A JPEG segment counts its length in two bytes, itself included.
LONGEST_COMMENT = 65_533
PADDED_MEGAPIXELS = 0.5


def make(folder: Path, count: int, processes: int) -> list[Path]:
    """`count` photos from 3 to 24 megapixels, in steps of the same size, as JPEG files."""
    folder.mkdir()
    step = (LARGEST - SMALLEST) / max(1, count - 1)
    sizes = [SMALLEST + step * place for place in range(count)]
    with ProcessPoolExecutor(processes) as pool:
        # In their order, the largest would come last of all and leave a core idle meanwhile.
        random.Random(1).shuffle(sizes)
        return list(pool.map(partial(_write, folder), range(count), sizes))


def _write(folder: Path, seed: int, megapixels: float) -> Path:
    path = folder / f"photo-{seed:03}.jpg"
    path.write_bytes(photo(megapixels, seed))
    return path


def mixed(folder: Path, count: int, processes: int) -> list[Path]:
    """`count` photos from 3 to 24 megapixels, in all orientations, upright, across and tagged.

    In turn they carry the profile of sRGB, one as wide as Display P3, and none.
    """
    folder.mkdir()
    step = (LARGEST - SMALLEST) / max(1, count - 1)
    sizes = [SMALLEST + step * place for place in range(count)]
    with ProcessPoolExecutor(processes) as pool:
        random.Random(1).shuffle(sizes)
        return list(pool.map(partial(_write_mixed, folder), range(count), sizes))


def _write_mixed(folder: Path, seed: int, megapixels: float) -> Path:
    path, orientation = folder / f"photo-{seed:03}.jpg", seed % 8 + 1
    height = round((megapixels * 1_000_000 / 1.5) ** 0.5)
    # Every fourth is taller than wide as it is seen; how it lies in the file is another matter.
    size = (height, round(height * 1.5)) if seed % 4 == 3 else (round(height * 1.5), height)
    stored = laid_down(scene(*size, random.Random(seed)), orientation)
    profile = (srgb_profile(), wide_profile(), None)[seed % 3]
    block = exif(orientation=orientation) or None
    path.write_bytes(saved(stored, "JPEG", quality=90, exif=block, icc_profile=profile))
    return path


def padded(count: int, size: int) -> Iterator[bytes]:
    """`count` valid JPEGs of exactly `size` bytes, no two alike: most of each is comments."""
    picture = photo(PADDED_MEGAPIXELS, 1)
    for number in range(count):
        yield _stretched(picture, size, b"%08d" % number)


def _stretched(picture: bytes, size: int, mark: bytes) -> bytes:
    """`picture` with comments behind its first marker, each beginning with `mark`."""
    missing, comments = size - len(picture), []
    while missing > 0:
        # What is left over must still hold a marker, a length and the mark.
        payload = min(LONGEST_COMMENT, missing - 4)
        if 0 < missing - 4 - payload < 4 + len(mark):
            payload -= 4 + len(mark)
        comments.append(b"\xff\xfe" + (payload + 2).to_bytes(2, "big") + mark.ljust(payload, b"."))
        missing -= payload + 4
    return picture[:2] + b"".join(comments) + picture[2:]
