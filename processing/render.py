"""From one decoded picture to its facts and its renditions; runs only inside the child."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from io import BufferedReader
from pathlib import Path
from typing import Any

from PIL import Image

from processing import color, encoding, fingerprints, framing, saliency, thumb_hash
from processing.decode import DECODED_SIDE, Decoded, decode
from processing.facts import Facts, Rendered
from processing.formats import Format
from processing.limits import Limits
from processing.presets import Preset, Privacy
from processing.resampling import SEE_THROUGH, Raster, fitted, packed, resampled

Step = Callable[[Image.Image], Image.Image]

# What a picture looks like at large is measured on a small one, at least this long. Pillow makes it
# by whole steps, so it comes out alike on every processor and whatever presets are asked for.
PROOF_SIDE = 256

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

SAVING: dict[Format, dict[str, Any]] = {
    # Pillow would keep the original's comment.
    Format.JPEG: {"progressive": True, "optimize": True, "comment": b""},
    Format.WEBP: {"method": 4},
}


@dataclass(frozen=True, slots=True)
class Negative:
    """A picture made ready for printing: upright, 8-bit sRGB, no larger than needed."""

    facts: Facts
    image: Image.Image


def expose(file: BufferedReader, limits: Limits, *, longest_side: int) -> Negative:
    """Decode, measure, and shrink to `longest_side`. Raises leaves of ProcessingError."""
    sha256, size = _hash(file)
    decoded = decode(file, limits, longest_side=DECODED_SIDE)
    upright = (in_srgb(decoded.icc), turned(1 if decoded.turned else decoded.orientation))
    plain = _plain(decoded.image)
    proof = through(upright, plain.reduce(max(1, max(plain.size) // PROOF_SIDE)))
    # Let go of the picture as it was decoded: its samples are held once, in the raster.
    decoded, raster = replace(decoded, image=proof), packed(plain)
    del plain
    facts = _facts(decoded, raster, sha256=sha256, size=size)
    if longest_side > max(raster.size) and raster.size != decoded.stored:
        del raster
        raster = packed(_plain(decode(file, limits, longest_side=longest_side).image))
    image = resampled(raster, _size(decoded.stored, longest_side))
    del raster
    return Negative(facts, through(upright, image))


def prints(
    negative: Negative,
    presets: Sequence[Preset],
    into: Path,
    *,
    focal: framing.Point | None = None,
) -> Iterator[Rendered]:
    """Write each rendition into the folder, the largest first, each made from the one before.

    What is cropped keeps `focal`, or what the picture seems to be about.
    """
    facts, image = negative.facts, negative.image
    full, kept = (facts.width, facts.height), focal or facts.focal_point
    for preset in sorted(presets, key=lambda preset: -framing.reach(full, preset)):
        image = fitted(image, _size(full, framing.reach(full, preset)))
        shown = framed(image, full, preset, kept)
        yield _print(shown, preset, into / preset.file_name(has_alpha=facts.has_alpha))


def through(steps: Sequence[Step], image: Image.Image) -> Image.Image:
    """The picture after all steps, in their order."""
    return reduce(lambda done, step: step(done), steps, image)


def turned(orientation: int) -> Step:
    """A step that draws the picture upright, by its EXIF orientation."""
    turn = TURNS.get(orientation)
    return lambda image: image if turn is None else image.transpose(turn)


def in_srgb(icc: bytes | None) -> Step:
    """A step that brings the colours of a profile to sRGB."""
    return lambda image: color.to_srgb(image, icc)


def laid_on(background: str) -> Step:
    """A step that fills see-through parts with a colour."""

    def step(image: Image.Image) -> Image.Image:
        if image.mode != "RGBA":
            return image
        ground = Image.new("RGBA", image.size, background)
        return Image.alpha_composite(ground, image).convert("RGB")

    return step


def bare(image: Image.Image) -> Image.Image:
    """A step that forgets everything but pixels: comments, profiles, EXIF."""
    clean = image.copy()
    clean.info = {}
    return clean


# Rights are written into the bare file, outside of the child: see processing.rights.
LEAVING_OUT: dict[Privacy, Step] = {Privacy.BARE: bare, Privacy.RIGHTS: bare}


def _hash(file: BufferedReader) -> tuple[str, int]:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    return digest, file.tell()


def _plain(image: Image.Image) -> Image.Image:
    """Samples of 8 bits, without an alpha channel that hides nothing."""
    plain = color.eight_bit(image)
    if plain.mode not in SEE_THROUGH or plain.getchannel("A").getextrema()[0] != 255:
        return plain
    return plain.convert(plain.mode.removesuffix("A"))


def _scaled(length: int, factor: float) -> int:
    return max(1, round(length * factor))


def _size(full: tuple[int, int], side: int) -> tuple[int, int]:
    factor = min(1.0, side / max(full))
    return _scaled(full[0], factor), _scaled(full[1], factor)


def framed(
    image: Image.Image, full: tuple[int, int], preset: Preset, focal: framing.Point
) -> Image.Image:
    """What of the picture, drawn at the preset's reach, its frame shows."""
    frame = framing.frame(full, preset, focal)
    if frame.is_whole(full):
        return fitted(image, frame.size)
    part = frame.part_of(image.size, full)
    cut = image.resize(frame.size, Image.Resampling.LANCZOS, box=part)
    if frame.canvas == frame.size:
        return cut
    canvas = Image.new(cut.mode, frame.canvas, preset.background or "#ffffff00")
    canvas.paste(cut, frame.at, cut if cut.mode == "RGBA" and preset.background else None)
    return canvas


def _print(image: Image.Image, preset: Preset, path: Path) -> Rendered:
    kind = preset.format_for(has_alpha=image.mode == "RGBA")
    ground = (laid_on(preset.background),) if preset.background else ()
    final = through((*ground, LEAVING_OUT[preset.privacy]), image)
    options = SAVING.get(kind, {}) | encoding.effort(preset, kind)
    final.save(path, kind, quality=preset.quality, **options)
    return Rendered(
        preset=preset,
        path=path,
        content_type=kind.content_type,
        extension=kind.extension,
        width=final.width,
        height=final.height,
        bytes=path.stat().st_size,
    )


def _facts(decoded: Decoded, raster: Raster, *, sha256: str, size: int) -> Facts:
    width, height = decoded.stored
    sideways = decoded.orientation >= 5
    flat = laid_on("#ffffff")(decoded.image)
    profile = decoded.icc or b""
    salt = profile if color.matters(decoded.icc, raster.mode) else b""
    turn = 1 if decoded.turned else decoded.orientation
    return Facts(
        format=decoded.format,
        content_type=decoded.format.content_type,
        width=height if sideways else width,
        height=width if sideways else height,
        stored_width=width,
        stored_height=height,
        frames=decoded.frames,
        color_model=color.model(decoded.mode),
        bits_per_sample=decoded.bits_per_sample,
        has_alpha=raster.mode in SEE_THROUGH,
        color_profile=color.describe(decoded.icc),
        orientation=decoded.orientation,
        bytes=size,
        sha256=sha256,
        pixel_hash=fingerprints.pixel_hash(raster, f"{turn}", f"{width}x{height}", salt),
        perceptual_hash=fingerprints.perceptual_hash(flat),
        dominant_color=fingerprints.dominant_color(flat),
        thumb_hash=thumb_hash.of(decoded.image),
        focal_point=saliency.focal_point(flat),
    )
