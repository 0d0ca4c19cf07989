"""Measuring what was made ready for printing."""

from dataclasses import replace
from typing import BinaryIO

from PIL import Image, JpegImagePlugin

from processing.facts import Facts
from processing.formats import Format
from processing.quality.measuring import measure
from processing.quality.source import Tables
from processing.render import Negative, laid_on


def measured(negative: Negative, file: BinaryIO) -> Facts:
    """The facts of a picture, with its measures; `file` is the one that it came out of."""
    tables = _tables(file) if negative.facts.format is Format.JPEG else {}
    measures = measure(laid_on("#ffffff")(negative.image), tables)
    return replace(negative.facts, measures=measures)


def _tables(file: BinaryIO) -> Tables:
    """The quantization tables of a JPEG that was decoded before."""
    file.seek(0)
    with Image.open(file, formats=[Format.JPEG]) as header:
        assert isinstance(header, JpegImagePlugin.JpegImageFile), "It was decoded as one."
        return header.quantization
