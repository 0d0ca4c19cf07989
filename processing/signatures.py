"""Telling what a file is from its first bytes."""

from processing.errors import UnsupportedFormat
from processing.formats import Format

# As many bytes as `recognise` wants to see.
HEAD_BYTES = 1024

EXPORT_RAW = "Please develop the camera raw file and export it as JPEG or TIFF."
EXPORT_VECTOR = "Please export the drawing as PNG."
EXPORT_PAGE = "Please export the page as JPEG or PNG."
EXPORT_HEIC = "Please export it as JPEG, or set the camera to “Most Compatible”."
EXPORT_FRAME = "Please export a still picture from it as JPEG."
UNPACK = "Please unpack it and upload the pictures in it."

PICTURES: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
    (b"II+\0", Format.TIFF),
    (b"MM\0+", Format.TIFF),
)

STRANGERS: tuple[tuple[bytes, str, str], ...] = (
    (b"IIRO", "an Olympus camera raw file", EXPORT_RAW),
    (b"IIRS", "an Olympus camera raw file", EXPORT_RAW),
    (b"MMOR", "an Olympus camera raw file", EXPORT_RAW),
    (b"II\x1a\0\0\0HEAPCCDR", "a Canon camera raw file", EXPORT_RAW),
    (b"IIU\0", "a Panasonic camera raw file", EXPORT_RAW),
    (b"FUJIFILMCCD-RAW", "a Fujifilm camera raw file", EXPORT_RAW),
    (b"FOVb", "a Sigma camera raw file", EXPORT_RAW),
    (b"\0MRM", "a Minolta camera raw file", EXPORT_RAW),
    (b"%PDF-", "a PDF document", EXPORT_PAGE),
    (b"%!PS", "a PostScript document", EXPORT_PAGE),
    (b"\xc5\xd0\xd3\xc6", "an EPS document", EXPORT_PAGE),
    (b"8BPS", "a Photoshop document", EXPORT_PAGE),
    (b"gimp xcf", "a GIMP document", EXPORT_PAGE),
    (b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5", "an InDesign document", EXPORT_PAGE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document", EXPORT_PAGE),
    (b"AT&TFORM", "a DjVu document", EXPORT_PAGE),
    (b"\xff\x0a", "a JPEG XL picture", ""),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture", ""),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture", ""),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture", ""),
    (b"II\xbc\1", "a JPEG XR picture", ""),
    (b"v/1\1", "an OpenEXR picture", ""),
    (b"#?RADIANCE", "a Radiance picture", ""),
    (b"qoif", "a QOI picture", ""),
    (b"DDS ", "a texture", ""),
    (b"icns", "an icon", ""),
    (b"\xd7\xcd\xc6\x9a", "a Windows metafile", EXPORT_VECTOR),
    (b"BM", "a BMP picture", ""),
    (b"\0\0\1\0", "an icon", ""),
    (b"PK\3\4", "a ZIP archive or an office document", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", UNPACK),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"\x1aE\xdf\xa3", "a video", EXPORT_FRAME),
    (b"OggS", "a video or a sound", EXPORT_FRAME),
    (b"ID3", "a sound", ""),
)

HEIC_STILLS = frozenset({b"heic", b"heix"})
HEIC_LAYERED = frozenset({b"heim", b"heis", b"hevm", b"hevs"})
HEIC_MOVING = frozenset({b"hevc", b"hevx", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})


def recognise(head: bytes) -> Format:
    """The format of a file that begins with `head`. Raises UnsupportedFormat."""
    for signature, kind in PICTURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[4:8] == b"ftyp":
        return _base_media(head)
    raise _stranger(head)


def _base_media(head: bytes) -> Format:
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))}
    if brands & AVIF_BRANDS:
        return Format.AVIF
    if brands & (HEIC_STILLS | HEIC_LAYERED | HEIC_MOVING):
        return _heic(head[8:12], brands)
    if b"mif1" in brands:
        raise UnsupportedFormat(found="a HEIF picture of an unusual kind", hint=EXPORT_HEIC)
    if b"crx " in brands:
        raise UnsupportedFormat(found="a Canon camera raw file", hint=EXPORT_RAW)
    raise UnsupportedFormat(found="a video", hint=EXPORT_FRAME)


def _heic(major: bytes, brands: set[bytes]) -> Format:
    # A still may hold a film beside it; what the file mainly is, its major brand says.
    if major not in HEIC_MOVING and brands & HEIC_STILLS:
        return Format.HEIC
    if brands & HEIC_MOVING:
        raise UnsupportedFormat(found="a HEIC image sequence", hint=EXPORT_FRAME)
    raise UnsupportedFormat(found="a HEIC picture in layers", hint=EXPORT_HEIC)


def _stranger(head: bytes) -> UnsupportedFormat:
    for signature, found, hint in STRANGERS:
        if head.startswith(signature):
            return UnsupportedFormat(found=found, hint=hint)
    if head[:4] == b"RIFF":
        return UnsupportedFormat(found="a video or a sound", hint=EXPORT_FRAME)
    # Readers of PDF look for its mark within so many bytes.
    if b"%PDF-" in head:
        return UnsupportedFormat(found="a PDF document", hint=EXPORT_PAGE)
    text = _narrow(head)
    if _is_text(text):
        return _text(text)
    return UnsupportedFormat(found="of an unknown kind")


def _narrow(head: bytes) -> bytes:
    """UTF-16 as UTF-8; anything else as it is."""
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head
    return head.decode("utf-16", "ignore").encode()


def _is_text(head: bytes) -> bool:
    return not head.translate(None, bytes(range(0x20, 0x100)) + b"\t\r\n\f")


def _text(head: bytes) -> UnsupportedFormat:
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in lowered:
        return UnsupportedFormat(found="an SVG drawing", hint=EXPORT_VECTOR)
    if lowered.startswith((b"<!doctype html", b"<html")):
        return UnsupportedFormat(
            found="a web page", hint="Please save the picture itself, not the page around it."
        )
    return UnsupportedFormat(found="text")
