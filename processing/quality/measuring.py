"""All that is measured of a picture, under the names by which rules ask for it."""

from math import isfinite
from typing import Any

from PIL import Image

from processing.quality.detail import detail
from processing.quality.frame import frame, framing
from processing.quality.source import Tables, jpeg_quality
from processing.quality.tones import tones

# Figures beyond this say nothing, and would only make documents longer.
DIGITS = 4

MEASURES = (
    "sharpness",
    "brightness",
    "clipped_shadows",
    "clipped_highlights",
    "contrast",
    "noise",
    "border_uniformity",
    "border_whiteness",
    "background_white",
    "background_pure_white",
    "subject_fill_area",
    "subject_fill_side",
    "jpeg_quality",
    "upscaling",
)


def measure(image: Image.Image, tables: Tables | None = None) -> dict[str, float]:
    """Measure an upright 8-bit sRGB picture, RGB, see-through parts laid on white.

    Names are of MEASURES; docs/quality.md tells what each means and when it is left out. `tables`
    are the file's quantization tables, where it is a JPEG.
    """
    found = frame(image)
    measures = dict([*framing(found), *tones(found), *detail(image.convert("L"))])
    if (quality := jpeg_quality(tables or {})) is not None:
        measures["jpeg_quality"] = quality
    return {name: round(measures[name], DIGITS) for name in MEASURES if name in measures}


def read_measures(told: Any) -> dict[str, float]:
    """Measures as a child told them. Raises TypeError or ValueError for anything else."""
    if not isinstance(told, dict):
        raise TypeError(told)
    measures = {name: float(value) for name, value in told.items()}
    if not measures.keys() <= set(MEASURES) or not all(map(isfinite, measures.values())):
        raise ValueError(told)
    return measures
