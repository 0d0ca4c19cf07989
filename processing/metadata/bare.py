"""Which tags a picture needs to be a picture; everything else tells something about somebody."""

import re
from collections.abc import Mapping

Tags = Mapping[str, object]

# Of the container and the codec: sizes, offsets, animation, colour.
STRUCTURE = re.compile(
    r"SourceFile$|(System|ExifTool|Composite|Ecogram|ICC[-_]\w+|Adobe|RIFF|JFIF|JFXX|AV1|VP8|MPF0"
    r"|QuickTime|Meta|GIF|Animation|InteropIFD):|File:(?!Comment)"
    r"|PNG(-\w+)?:(Image(Width|Height)|BitDepth|ColorType|Compression|Filter|Interlace|Palette"
    r"|Transparency|Gamma|(White|Red|Green|Blue)(Point)?[XY]|SRGBRendering|SignificantBits"
    r"|BackgroundColor|Pixels\w+|PixelUnits|Animation\w+|ProfileName|ColorPrimaries"
    r"|TransferCharacteristics|MatrixCoefficients|VideoFullRangeFlag|PaletteHistogram)$"
    r"|Track\d+:(Track(HeaderVersion|CreateDate|ModifyDate|ID|Duration|Layer|Volume)|MatrixStructure"
    r"|Image(Width|Height)|Media(HeaderVersion|CreateDate|ModifyDate|TimeScale|Duration)"
    r"|MediaLanguageCode|HandlerType|GraphicsMode|OpColor|OtherFormat|[A-Z]\w*References?)$"
    r"|ExifIFD:(ColorSpace|Gamma|ExifVersion|ComponentsConfiguration|FlashpixVersion)$"
    r"|(Sub)?IFD\d*:(Image(Width|Height|Length)|BitsPerSample|Compression|PhotometricInterpretation"
    r"|(Strip|Tile)\w+|Orientation|SamplesPerPixel|RowsPerStrip|PlanarConfiguration|SubfileType"
    r"|OldSubfileType|FillOrder|Predictor|ColorMap|ExtraSamples|SampleFormat|[SX]?M(in|ax)SampleValue"
    r"|SMaxSampleValue|SMinSampleValue|InkSet|NumberofInks|YCbCr\w+|ReferenceBlackWhite|JPEG\w+"
    r"|[XY]Resolution|ResolutionUnit|T4Options|T6Options|WhitePoint|PrimaryChromaticities"
    r"|TransferFunction|PageNumber|[XY]Position|SubIFD\w*|HalftoneHints|DotRange)$"
)
# What ExifTool calls the strips of a TIFF that are JPEGs.
STRIPS = re.compile(r"(Sub)?IFD\d*:PreviewImage(Start|Length)?$")
COMMENTS = re.compile(r"(GIF|RIFF|QuickTime|Meta):(Comment|Text|\w*(GPS|Location|Title|Author)\w*)")


def betrayals(tags: Tags) -> list[str]:
    """The tags that are about more than the pixels."""
    told = [tag for tag in tags if COMMENTS.match(tag) or not STRUCTURE.match(tag)]
    return [tag for tag in told if not (_is_tiff(tags) and STRIPS.match(tag))]


def _is_tiff(tags: Tags) -> bool:
    return str(tags.get("File:FileType")) == "TIFF"
