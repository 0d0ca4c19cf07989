"""`python -m benchmarks.contenders NAME PHOTOS INTO`: all renditions by one contender, alone.

It prints one line of JSON: the processor seconds that it took, and the most memory, in bytes, that
its process ever held. Each contender has a process of its own, so that none pays for another.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import psutil
from PIL import Image, ImageCms, ImageOps

from benchmarks.meter import peak

# The longest side of each rendition, and its quality.
SIZES = ((2048, 85), (400, 80))

Contender = Callable[[Path, Path], None]


def main(arguments: Sequence[str]) -> None:
    """Let a contender make everything, and tell what it took."""
    name, photos, into = arguments
    contender = CONTENDERS[name]()
    before = time.process_time()
    for photo in sorted(Path(photos).iterdir()):
        contender(photo, Path(into))
    seconds = time.process_time() - before
    print(json.dumps({"seconds": seconds, "peak": peak(psutil.Process())}))


def _ecogram() -> Contender:
    """What our child does with a picture, its checks, hashes and other facts included."""
    from processing import decode, formats, limits, memory, presets, render, resampling  # noqa: PLC0415 (only its own process pays)

    decode.prepare(limits.Limits())
    resampling.prepare()
    wanted = tuple(
        presets.Preset(f"{side}", side, formats.Format.JPEG, quality) for side, quality in SIZES
    )

    def contender(photo: Path, into: Path) -> None:
        with photo.open("rb") as file:
            negative = render.expose(file, limits.Limits(), longest_side=SIZES[0][0])
        for made in render.prints(negative, wanted, into):
            made.path.rename(_place(into, photo, made.preset.longest_side))
        del negative
        memory.let_go()

    return contender


def _plain() -> Contender:
    """A plain script with Pillow: for each rendition a full decode, colours first, then Lanczos."""
    srgb = ImageCms.createProfile("sRGB")

    def contender(photo: Path, into: Path) -> None:
        for side, quality in SIZES:
            with Image.open(photo) as image:
                icc = image.info.pop("icc_profile", None)
                made = ImageOps.exif_transpose(image)
            if icc:
                profile = ImageCms.ImageCmsProfile(BytesIO(icc))
                made = ImageCms.profileToProfile(made, profile, srgb) or made
            made = made.resize(_within(side, made.size), Image.Resampling.LANCZOS)
            _save(made, _place(into, photo, side), quality)

    return contender


def _thumbnail() -> Contender:
    """The shortest script: Pillow's own `thumbnail`, which shrinks while loading; no colours."""

    def contender(photo: Path, into: Path) -> None:
        for side, quality in SIZES:
            with Image.open(photo) as image:
                image.thumbnail((side, side))
                _save(ImageOps.exif_transpose(image), _place(into, photo, side), quality)

    return contender


def _within(side: int, size: tuple[int, int]) -> tuple[int, int]:
    factor = min(1.0, side / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _save(image: Image.Image, path: Path, quality: int) -> None:
    image.info.clear()
    image.save(path, quality=quality, progressive=True)


def _place(into: Path, photo: Path, side: int) -> Path:
    return into / f"{photo.stem}.{side}.jpg"


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "ecogram": _ecogram,
    "plain": _plain,
    "thumbnail": _thumbnail,
}

if __name__ == "__main__":
    main(sys.argv[1:])
