"""Every rendition of every kind of picture, read by ExifTool: structure, and nothing else."""

import json
import struct
import subprocess
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from processing.formats import Format
from processing.presets import FULLSIZE, GALLERY, SMALL, Preset
from tests import photos
from tests.processing import icc, pngs
from tests.processing.darkroom import develop

PRESETS = (
    *GALLERY,
    *SMALL,
    Preset("LOSSLESS", 300, Format.PNG, 100),
    Preset("MODERN", 300, Format.AVIF, 60),
)
SECRET = "Ecogram secret"
XMP = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="{SECRET}"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="38,43.3N"/>
</rdf:RDF></x:xmpmeta>""".encode()
PROFILE = icc.rgb(f"{SECRET} space", icc.ADOBE, icc.power(2.2))
EXIF = photos.exif(
    gps=photos.LISBON,
    camera=("Ecogram", "secret model"),
    captured="2024:05:01 10:11:12",
    artist=SECRET,
    description=SECRET,
)

# What a file must say so that it can be shown, and what ExifTool works out of that.
STRUCTURE = {
    "ExifTool": {"ExifToolVersion"},
    "File": {
        "FileType",
        "FileTypeExtension",
        "MIMEType",
        "ImageWidth",
        "ImageHeight",
        "EncodingProcess",
        "BitsPerSample",
        "ColorComponents",
        "YCbCrSubSampling",
    },
    "JFIF": {"JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"},
    "RIFF": {
        "VP8Version",
        "ImageWidth",
        "ImageHeight",
        "HorizontalScale",
        "VerticalScale",
        "WebP_Flags",
        "AlphaPreprocessing",
        "AlphaFiltering",
        "AlphaCompression",
    },
    "PNG": {
        "ImageWidth",
        "ImageHeight",
        "BitDepth",
        "ColorType",
        "Compression",
        "Filter",
        "Interlace",
    },
    "Composite": {"ImageSize", "Megapixels"},
    "Meta": {"PrimaryItemReference"},
    "QuickTime": {
        "AV1ConfigurationVersion",
        "AuxiliaryImageType",
        "ChromaFormat",
        "ChromaSamplePosition",
        "ColorPrimaries",
        "ColorProfiles",
        "CompatibleBrands",
        "HandlerType",
        "HighBitDepth",
        "ImagePixelDepth",
        "ImageSpatialExtent",
        "InitialDelaySamples",
        "MajorBrand",
        "MatrixCoefficients",
        "MediaData",
        "MediaDataOffset",
        "MediaDataSize",
        "MinorVersion",
        "SeqLevelIdx0",
        "SeqProfile",
        "SeqTier0",
        "TransferCharacteristics",
        "TwelveBit",
    },
}


def jpeg() -> bytes:
    """With EXIF, a thumbnail, XMP, IPTC, a profile, a comment, a second picture and a trailer."""
    data = photos.jpeg(
        600,
        400,
        orientation=6,
        gps=photos.LISBON,
        camera=("Ecogram", "secret model"),
        artist=SECRET,
        comment=SECRET,
        icc=PROFILE,
        thumbnail=True,
    )
    parts = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    parts += segment(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0" + struct.pack(">I", len(IIM)) + IIM)
    return data[:2] + parts + data[2:] + photos.jpeg(comment=SECRET) + SECRET.encode()


IIM = b"\x1c\2\x50\0" + bytes([len(SECRET)]) + SECRET.encode() + b"\0"


def segment(marker: int, data: bytes) -> bytes:
    """A part of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def png(*, animated: bool = False, deep: bool = False) -> bytes:
    """With texts before and behind the pixels, XMP, EXIF, a profile and a time."""
    if deep:
        texts = [(b"tEXt", b"Author\0" + SECRET.encode()), (b"eXIf", EXIF[6:]), pngs.icc(PROFILE)]
        return pngs.png(pngs.plain([9000, 20_000, 30_000]), bits=16, chunks=texts)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    notes.add_text("Software", SECRET, zip=True)
    notes.add(b"tIME", b"\x07\xe8\5\1\12\13\14", after_idat=True)
    options = {"save_all": True, "append_images": [photos.quarters()]} if animated else {}
    picture = photos.quarters()
    return photos.saved(picture, "PNG", pnginfo=notes, exif=EXIF, icc_profile=PROFILE, **options)


def tiff() -> bytes:
    """With everything in tags, and a second page."""
    told = {270: SECRET, 315: SECRET, 700: XMP, 33723: IIM, 33432: SECRET, 305: SECRET}
    pages = {"save_all": True, "append_images": [photos.quarters()]}
    return photos.saved(photos.quarters(), "TIFF", tiffinfo=told, icc_profile=PROFILE, **pages)


def others(format: str, *, alpha: bool = False, **options: object) -> bytes:
    """What Pillow writes of EXIF, XMP and profiles."""
    picture = photos.quarters(640, 480).convert("RGBA")
    if alpha:
        picture.paste((0, 0, 0, 0), (0, 0, 300, 200))
    picture = picture if alpha else picture.convert("RGB")
    return photos.saved(picture, format, exif=EXIF, xmp=XMP, icc_profile=PROFILE, **options)


def cmyk() -> bytes:
    """Inks, with a comment and EXIF."""
    inks = photos.quarters().convert("CMYK")
    return photos.saved(inks, "JPEG", exif=EXIF, comment=SECRET, icc_profile=PROFILE)


def gif() -> bytes:
    """With a comment, moving."""
    more = {"save_all": True, "append_images": [photos.quarters().rotate(180)]}
    return photos.saved(photos.quarters(), "GIF", comment=SECRET.encode(), **more)


def ultra_hdr() -> bytes:
    """Two pictures in one file, each with EXIF."""
    more = {"save_all": True, "append_images": [Image.new("RGB", (64, 48))]}
    return photos.saved(photos.quarters(), "MPO", exif=EXIF, **more)


SOURCES = {
    "jpeg": jpeg,
    "cmyk": cmyk,
    "mpo": ultra_hdr,
    "png": png,
    "apng": lambda: png(animated=True),
    "deep": lambda: png(deep=True),
    "tiff": tiff,
    "webp": lambda: others("WEBP"),
    "alpha": lambda: others("WEBP", alpha=True),
    "avif": lambda: others("AVIF", speed=10),
    "heic": lambda: others("HEIF", thumbnails=[160]),
    "gif": gif,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, dict[str, object]]:
    """What ExifTool says of each rendition of each source, and of the sources."""
    root = tmp_path_factory.mktemp("renditions")
    for name, make in SOURCES.items():
        folder = root / name
        folder.mkdir()
        develop(make(), folder, PRESETS)
    command = [
        "exiftool",
        "-config",
        "",
        "-j",
        "-G1",
        "-a",
        "-ee",
        "-u",
        "-r",
        "-ext",
        "*",
        str(root),
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    return {Path(tags["SourceFile"]): tags for tags in json.loads(done.stdout)}


@cache
def allowed() -> set[str]:
    """Group and name of each tag that a rendition may have."""
    return {f"{group}:{name}" for group, names in STRUCTURE.items() for name in names}


@pytest.mark.parametrize("name", SOURCES)
def test_renditions_have_structure_alone(name: str, told: dict[Path, dict[str, object]]) -> None:
    """No tag that is not on the list, and no secret among the bytes."""
    renditions = [path for path in told if path.parent.name == name and path.suffix]
    more = {
        f"{path.name} {tag}"
        for path in renditions
        for tag in told[path]
        if tag not in allowed() and tag != "SourceFile" and not tag.startswith("System:")
    }

    assert more == set()
    assert len(renditions) == len(PRESETS)
    assert [path for path in renditions if b"ecret" in path.read_bytes()] == []


@pytest.mark.parametrize("name", SOURCES)
def test_their_sources_were_full_of_secrets(name: str, told: dict[Path, dict[str, object]]) -> None:
    """The counter-proof: ExifTool would have found them."""
    source = next(
        tags for path, tags in told.items() if path.parent.name == name and not path.suffix
    )

    assert "ecret" in json.dumps(source)


def test_a_rendition_is_the_same_whatever_the_source_said(tmp_path: Path) -> None:
    """Byte for byte: nothing of the metadata has any influence at all."""
    bare, full = (
        photos.jpeg(600, 400, orientation=6),
        photos.jpeg(600, 400, orientation=6, artist=SECRET, comment=SECRET, gps=photos.LISBON),
    )
    files = [
        develop(data, tmp_path, (FULLSIZE,)).renditions[0].path.read_bytes()
        for data in (bare, full)
    ]

    assert files[0] == files[1]
