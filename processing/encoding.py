"""How hard an encoder tries, in its own words."""

from processing.formats import Format
from processing.presets import Preset

LEAST, MOST = 0, 6


def effort(preset: Preset, format: Format) -> dict[str, int]:
    """The options by which Pillow saves as this preset asks; none where it asks for nothing.

    JPEG knows no effort that is worth having: it is always optimized.
    """
    if preset.effort is None:
        return {}
    ways: dict[Format, dict[str, int]] = {
        Format.WEBP: {"method": preset.effort},
        # 0 is the slowest of libavif's speeds, 10 the fastest.
        Format.AVIF: {"speed": 9 - preset.effort},
        Format.PNG: {"compress_level": 3 + preset.effort},
    }
    return ways.get(format, {})
