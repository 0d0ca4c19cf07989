"""A hash of all that decides what a rendition looks like and says, but the original itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from processing.framing import Point
from processing.presets import Fit, Preset
from processing.rights import told

# Raised when the same preset begins to make other files; all renditions are old then.
ENGINE = 1


def recipe(preset: Preset, focal: Point, metadata: Mapping[str, object]) -> str:
    """32 hex digits; equal for two renditions of a file that need not be made again.

    `focal` only counts for what is cropped, and of `metadata` only the rights that it may tell.
    """
    deciding = {
        "engine": ENGINE,
        "preset": asdict(preset),
        "focal": focal if preset.fit is Fit.COVER else None,
        "rights": told(preset, metadata),
    }
    text = json.dumps(deciding, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
