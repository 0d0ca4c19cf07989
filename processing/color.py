"""Colour: every picture becomes 8-bit sRGB, with or without alpha."""

from functools import lru_cache
from io import BytesIO
from itertools import product

from PIL import Image, ImageCms

from processing import sixteen
from processing.press import press_profile

# How far, of 255, a profile may be from sRGB and still be called that.
NEAR = 2
# What sRGB can show keeps its colour; the darkest ink becomes black, as on paper.
INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION | ImageCms.Flags.HIGHRESPRECALC
MODELS = {"1": "GRAY", "L": "GRAY", "LA": "GRAY", "I": "GRAY", "F": "GRAY", "CMYK": "CMYK"}
MODELS |= {"P": "INDEXED", "PA": "INDEXED", "LAB": "LAB"}


def model(mode: str) -> str:
    """RGB, GRAY, CMYK, INDEXED or LAB, for a mode of Pillow's."""
    return "GRAY" if mode.startswith("I;16") else MODELS.get(mode, "RGB")


def eight_bit(image: Image.Image) -> Image.Image:
    """The picture as L, LA, RGB, RGBA or CMYK, whatever its mode was."""
    if image.mode.startswith("I;16"):
        return sixteen.gray(image)
    if image.mode in {"I", "F"}:
        return _stretched(image)
    if image.has_transparency_data:
        # Grey stays grey, or a profile for grey would not fit it.
        wanted = "LA" if image.mode in {"1", "L", "LA", "La"} else "RGBA"
        return image if image.mode == wanted else image.convert(wanted)
    if image.mode in {"L", "LA", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _stretched(image: Image.Image) -> Image.Image:
    # 32-bit and floating point samples have no agreed white, except where they fit a known one.
    _, high = image.convert("F").getextrema()
    most = high if isinstance(high, float) else 1.0
    top = next((white for white in (1.0, 255.0, 65535.0) if most <= white), most)
    return image.convert("F").point(lambda value: value * (255 / top) + 0.5).convert("L")


def to_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """An 8-bit picture as RGB or RGBA in sRGB; a profile that cannot be used is left out.

    CMYK without a profile is shown as offset printing on coated paper.
    """
    transform = _transform(icc, image.mode) if icc else None
    if transform is None and image.mode == "CMYK":
        transform = _transform(press_profile(), image.mode)
    if transform is None:
        return _plain(image)
    if image.mode == "LA":
        return _with_alpha(transform.apply(image.getchannel("L")), image.getchannel("A"))
    return transform.apply(image)


def matters(icc: bytes | None, mode: str) -> bool:
    """Whether leaving the profile out would show other colours."""
    return icc is not None and _transform(icc, mode) is not None


def describe(icc: bytes | None) -> str | None:
    """The name that a profile gives itself, at most 200 characters."""
    if not icc:
        return None
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(icc)))
    except (ImageCms.PyCMSError, OSError):
        return None
    return name.replace("\0", "").strip()[:200] or None


def _plain(image: Image.Image) -> Image.Image:
    see_through = image.mode in {"LA", "RGBA"}
    wanted = "RGBA" if see_through else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _with_alpha(image: Image.Image, alpha: Image.Image) -> Image.Image:
    image.putalpha(alpha)
    return image


@lru_cache(maxsize=4)
def _transform(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    source = "L" if mode == "LA" else mode
    target = "RGBA" if mode == "RGBA" else "RGB"
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        srgb = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(profile, srgb, source, target, INTENT, FLAGS)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    # Untouched pixels are faster, and better than pixels moved by a rounding error.
    return None if mode != "CMYK" and _changes_little(transform) else transform


def _changes_little(transform: ImageCms.ImageCmsTransform) -> bool:
    before = Image.new("RGB", (64, 1))
    for place, color in enumerate(product((0, 80, 170, 255), repeat=3)):
        before.putpixel((place, 0), color)
    before = before.convert(transform.input_mode)
    after = transform.apply(before).convert("RGB")
    pairs = zip(before.convert("RGB").tobytes(), after.tobytes(), strict=True)
    return all(abs(one - other) <= NEAR for one, other in pairs)
