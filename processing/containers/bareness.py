"""Files made up of the parts that say how the picture looks, and of no others."""

from collections.abc import Callable, Mapping

from processing.containers import base_media, gif, jpeg, png, tiff, webp
from processing.formats import Format
from processing.signatures import HEAD_BYTES, recognise

WALKERS: Mapping[Format, Callable[[bytes], bytes]] = {
    Format.JPEG: jpeg.bare,
    Format.PNG: png.bare,
    Format.WEBP: webp.bare,
    Format.GIF: gif.bare,
    Format.AVIF: base_media.bare,
    Format.HEIC: base_media.bare_still,
    Format.TIFF: tiff.bare,
}


def bare(data: bytes) -> bytes:
    """The same picture without the parts that nobody needs to draw it; known or not.

    What holds them is left out, or filled with zeros where all behind it would move. Raises
    Malformed, and UnsupportedFormat for what is no picture of ours.
    """
    return WALKERS[recognise(data[:HEAD_BYTES])](data)


def is_bare(data: bytes) -> bool:
    """Whether nothing would have to go. Raises as `bare` does."""
    return bare(data) == data
