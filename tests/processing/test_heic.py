"""HEIC pictures: turns, colours, claims, and what stands beside the picture."""

import random
import struct
import subprocess
import sys
from functools import cache
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from processing.errors import ProcessingError, ProcessingOutOfMemory, TooManyPixels
from processing.formats import Format
from processing.limits import MIB, Limits
from processing.matrix_profile import BT_2020, DISPLAY_P3, matrix_profile
from processing.presets import GALLERY, THUMB
from processing.process import ROOT
from processing.sandbox import Sandbox
from tests import photos
from tests.processing.darkroom import develop, printed
from tests.processing.test_sandbox import children, put


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_containers_turn_is_made_once(orientation: int, tmp_path: Path) -> None:
    """EXIF repeats the turn of the container; the picture is turned once, and then upright."""
    developed = develop(photos.heic(120, 80, orientation=orientation), tmp_path)
    facts = developed.facts

    assert photos.corners(printed(developed)) == photos.UPRIGHT
    assert (facts.width, facts.height, facts.orientation) == (120, 80, 1)
    assert (facts.stored_width, facts.stored_height) == (120, 80)


@pytest.mark.parametrize("orientation", range(2, 9))
def test_exifs_turn_alone_counts_for_nothing(orientation: int, tmp_path: Path) -> None:
    """The standard says so, and phones and viewers hold to it."""
    block = photos.exif(orientation=orientation)
    picture = photos.quarters(120, 80)
    data = without_turns(photos.saved(picture, "HEIF", quality=90, exif=block))
    developed = develop(data, tmp_path)

    assert photos.corners(printed(developed)) == photos.UPRIGHT
    assert (developed.facts.width, developed.facts.height) == (120, 80)


def without_turns(data: bytes) -> bytes:
    """The same file with its turns and flips made of no effect."""
    for kind in (b"irot", b"imir"):
        data = data.replace(kind, b"free")
    return data


def test_odd_sizes_are_exact(tmp_path: Path) -> None:
    """What the encoder added to fill its blocks is not shown and not counted."""
    developed = develop(photos.heic(61, 47), tmp_path)

    assert (developed.facts.width, developed.facts.height) == (61, 47)
    assert printed(developed).size == (61, 47)


@pytest.mark.parametrize("brand", [b"mif1", b"heix", b"MiHE"])
def test_other_brands_of_stills_are_taken_in(brand: bytes, tmp_path: Path) -> None:
    """A file is HEIC by any brand that it names, whichever stands first."""
    data = photos.heic().replace(b"ftypheic", b"ftyp" + brand, 1)
    developed = develop(data, tmp_path)

    assert developed.facts.content_type == "image/heic"
    assert photos.corners(printed(developed)) == photos.UPRIGHT


def test_tiles_are_put_together(tmp_path: Path) -> None:
    """Phones store a picture as a grid of tiles."""
    developed = develop(photos.heic(640, 480, tile_size=256), tmp_path)

    assert photos.corners(printed(developed)) == photos.UPRIGHT
    assert (developed.facts.width, developed.facts.height, developed.facts.frames) == (640, 480, 1)


def test_the_primary_picture_is_shown(tmp_path: Path) -> None:
    """Of several pictures in a file, the one that the file names."""
    other = Image.new("RGB", (200, 100), "black")
    data = photos.saved(
        other, "HEIF", quality=90, save_all=True, append_images=[photos.quarters()], primary_index=1
    )
    developed = develop(data, tmp_path)

    assert photos.corners(printed(developed)) == photos.UPRIGHT
    assert (developed.facts.width, developed.facts.frames) == (64, 2)


def test_a_thumbnail_inside_is_never_shown_instead(tmp_path: Path) -> None:
    """However small a rendition is, it is made of the picture."""
    plain = develop(photos.heic(640, 480), tmp_path).facts
    developed = develop(photos.heic(640, 480, thumbnails=[320]), tmp_path, (THUMB,))

    assert (developed.facts.width, developed.facts.frames) == (640, 1)
    assert developed.facts.pixel_hash == plain.pixel_hash


def test_ten_bits_are_brought_down(tmp_path: Path) -> None:
    """A ramp of ten bits goes from black over grey to white."""
    row = b"".join(struct.pack("<3H", *[65535 * x // 255] * 3) for x in range(256))
    heif, out = pillow_heif.from_bytes("RGB;16", (256, 16), row * 16), BytesIO()
    heif.save(out, quality=95)
    developed = develop(out.getvalue(), tmp_path)
    seen = [photos.pixel(printed(developed), x, 8)[0] for x in (2, 64, 128, 192, 253)]

    assert max(abs(one - x) for one, x in zip(seen, (2, 64, 128, 192, 253), strict=True)) <= 6
    assert (developed.facts.bits_per_sample, developed.facts.format) == (10, Format.HEIC)


def swatch(**options: object) -> bytes:
    """A soft red."""
    return photos.saved(Image.new("RGB", (64, 64), (200, 60, 60)), "HEIF", quality=95, **options)


@pytest.mark.parametrize("primaries", [9, 12], ids=["BT.2020", "Display P3"])
def test_wide_colours_named_by_number_are_brought_to_srgb(primaries: int, tmp_path: Path) -> None:
    """Without a profile the file's numbers say what red is; with one, the profile does."""
    space = {9: BT_2020, 12: DISPLAY_P3}[primaries]
    wide = {"color_primaries": primaries, "transfer_characteristics": 13}
    full = {"matrix_coefficients": 6, "full_range_flag": 1}
    plain = photos.pixel(printed(develop(swatch(), tmp_path)), 9, 9)
    named = develop(swatch(**wide, **full), tmp_path)
    profiled = develop(swatch(icc_profile=matrix_profile(space)), tmp_path)
    seen, same = (photos.pixel(printed(one), 9, 9) for one in (named, profiled))

    assert seen[0] > plain[0] + 8
    assert seen[1] < plain[1] - 8
    assert max(abs(a - b) for a, b in zip(seen, same, strict=True)) < 4
    assert (named.facts.color_profile, profiled.facts.color_profile) == (space.name, space.name)


def test_plain_colours_are_not_touched(tmp_path: Path) -> None:
    """sRGB by number is no profile."""
    developed = develop(swatch(), tmp_path)
    seen = photos.pixel(printed(developed), 9, 9)

    assert developed.facts.color_profile is None
    assert max(abs(one - other) for one, other in zip(seen, (200, 60, 60), strict=True)) < 6


def claiming(width: int, height: int) -> bytes:
    """A HEIC of 64 by 64 pixels whose boxes claim another size, cropped or not."""
    data = photos.heic(64, 64)
    return data.replace(
        b"ispe" + struct.pack(">3I", 0, 64, 64), b"ispe" + struct.pack(">3I", 0, width, height)
    )


def test_claims_are_believed_before_anything_is_decoded(tmp_path: Path) -> None:
    """A kilobyte that claims 400 megapixels is refused by its claim."""
    with pytest.raises(TooManyPixels) as caught:
        develop(claiming(20_000, 20_000), tmp_path)

    assert caught.value.actual == 400_000_000


def test_a_crop_does_not_hide_a_large_picture(tmp_path: Path) -> None:
    """What is decoded counts, not the corner of it that is shown."""
    data = photos.heic(61, 47)
    at = data.index(b"ispe") + 8
    large = data[:at] + struct.pack(">2I", 20_000, 20_000) + data[at + 8 :]
    with pytest.raises(TooManyPixels) as caught:
        develop(large, tmp_path)

    assert caught.value.actual > 390_000_000


@cache
def large() -> bytes:
    """Thirty megapixels of black."""
    fast = {"preset": "ultrafast"}
    return photos.saved(Image.new("RGB", (6000, 5000)), "HEIF", quality=30, enc_params=fast)


async def test_memory_is_limited(source: Path, into: Path) -> None:
    """A picture too large for its child's memory is refused by name, and the next one works."""
    async with Sandbox(Limits(memory_bytes=200 * MIB), size=1) as own:
        put(source, large())
        with pytest.raises(ProcessingOutOfMemory):
            await own.develop(source, into, GALLERY)
        put(source, photos.heic())

        assert (await own.develop(source, into, GALLERY)).renditions


async def test_a_large_picture_stays_within_the_usual_limits(
    sandbox: Sandbox, source: Path, into: Path
) -> None:
    """Thirty megapixels cost no more than any child may take."""
    put(source, large())
    facts = (await sandbox.develop(source, into, GALLERY)).facts

    assert (facts.width, facts.height) == (6000, 5000)


async def test_mutated_files_end_as_typed_errors(
    sandbox: Sandbox, source: Path, into: Path
) -> None:
    """Whatever stands in the file: a picture or an error of ours, and no swollen child."""
    codes: set[str] = set()
    chance, whole = random.Random(4), photos.heic(120, 80, orientation=6)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(28, len(data))] = chance.randrange(256)
        put(source, bytes(data))
        try:
            await sandbox.develop(source, into, (THUMB,))
        except ProcessingError as error:
            codes.add(error.code)

    assert codes <= {"FILE_CORRUPT", "FILE_TRUNCATED", "TOO_MANY_PIXELS"}
    assert [child for child in children() if child.memory_info().rss > 300 * MIB] == []


def test_the_service_itself_never_loads_the_decoder() -> None:
    """Only the child that is told to decode has it, not who serves or tells by content."""
    asked = "import sys, graph.schema, jobs.handlers, processing.sandbox, processing.probe;"
    told = subprocess.run(
        [sys.executable, "-c", f"{asked} print('pillow_heif' in sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )

    assert told.stdout.strip() == "False"
