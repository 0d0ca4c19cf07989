"""What is asked of a picture: each rule with what it looks at, and how it is said in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

Facts = Mapping[str, Any]
Look = Callable[[Facts], float | None]

# Without a profile nobody knows what colours their numbers stand for.
UNSURE = frozenset({"CMYK", "LAB"})
VARIED = "the background is too varied to tell the subject apart"


class QualityRule(StrEnum):
    """One thing that is looked at, in the order of the report."""

    SHARPNESS = "SHARPNESS"
    BRIGHTNESS = "BRIGHTNESS"
    CLIPPED_SHADOWS = "CLIPPED_SHADOWS"
    CLIPPED_HIGHLIGHTS = "CLIPPED_HIGHLIGHTS"
    CONTRAST = "CONTRAST"
    NOISE = "NOISE"
    RESOLUTION = "RESOLUTION"
    ASPECT_RATIO = "ASPECT_RATIO"
    BORDER_UNIFORMITY = "BORDER_UNIFORMITY"
    BACKGROUND_WHITENESS = "BACKGROUND_WHITENESS"
    SUBJECT_FILL = "SUBJECT_FILL"
    JPEG_QUALITY = "JPEG_QUALITY"
    COLOR_PROFILE = "COLOR_PROFILE"
    UPSCALING = "UPSCALING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """How a rule is applied: what it looks at, which way is better, and the words for it.

    `fault` and `way_out` are sentences; `absent` says why there may be nothing to look at.
    """

    look: Look
    name: str
    at_least: bool
    fault: str
    way_out: str
    absent: str = "it could not be measured"
    decimals: int = 2

    def misses(self, value: float, threshold: float | None) -> bool:
        """Whether a value is on the wrong side; what is exactly asked for is enough."""
        if threshold is None:
            return False
        return value < threshold if self.at_least else value > threshold

    def said(self, value: float) -> str:
        """A value as people read it."""
        return f"{value:.{self.decimals}f}"

    def asked(self, threshold: float) -> str:
        """What is asked for."""
        return f"at {'least' if self.at_least else 'most'} {self.said(threshold)} is asked for"


def _measured(name: str, facts: Facts) -> float | None:
    value: float | None = facts.get("measures", {}).get(name)
    return value


def _longest_side(facts: Facts) -> float:
    return float(max(facts["width"], facts["height"]))


def _aspect_ratio(facts: Facts) -> float:
    return float(max(facts["width"], facts["height"]) / min(facts["width"], facts["height"]))


def _sure_colours(facts: Facts) -> float:
    return float(facts.get("color_model") not in UNSURE or bool(facts.get("color_profile")))


YARDSTICKS: dict[QualityRule, Yardstick] = {
    QualityRule.SHARPNESS: Yardstick(
        look=partial(_measured, "sharpness"),
        name="sharpness",
        at_least=True,
        fault="The picture is blurred",
        way_out="Take it again with a tripod or more light, and focus on the product.",
    ),
    QualityRule.BRIGHTNESS: Yardstick(
        look=partial(_measured, "brightness"),
        name="brightness",
        at_least=True,
        fault="The picture is dark",
        way_out="Take it again with more light, or brighten it.",
    ),
    QualityRule.CLIPPED_SHADOWS: Yardstick(
        look=partial(_measured, "clipped_shadows"),
        name="share of pure black",
        at_least=False,
        fault="Much of the subject is pure black, without any drawing",
        way_out="Light the dark side, or expose longer.",
    ),
    QualityRule.CLIPPED_HIGHLIGHTS: Yardstick(
        look=partial(_measured, "clipped_highlights"),
        name="share of pure white",
        at_least=False,
        fault="Much of the subject is pure white, without any drawing",
        way_out="Expose shorter, or soften the light.",
    ),
    QualityRule.CONTRAST: Yardstick(
        look=partial(_measured, "contrast"),
        name="contrast",
        at_least=True,
        fault="The picture is flat, as if in fog",
        way_out="Clean the lens, keep light from falling into it, or raise the contrast.",
    ),
    QualityRule.NOISE: Yardstick(
        look=partial(_measured, "noise"),
        name="noise",
        at_least=False,
        fault="The picture is grainy",
        way_out="Take it again with more light and a lower ISO value.",
        absent="every part of the picture is black or white",
        decimals=1,
    ),
    QualityRule.RESOLUTION: Yardstick(
        look=_longest_side,
        name="longest side in pixels",
        at_least=True,
        fault="The picture is small",
        way_out="Upload the file as the camera wrote it, not a copy from a website or a chat.",
        decimals=0,
    ),
    QualityRule.ASPECT_RATIO: Yardstick(
        look=_aspect_ratio,
        name="ratio of the longer to the shorter side",
        at_least=False,
        fault="The picture is a narrow strip",
        way_out="Crop it nearer to a square.",
    ),
    QualityRule.BORDER_UNIFORMITY: Yardstick(
        look=partial(_measured, "border_uniformity"),
        name="share of the border in one colour",
        at_least=True,
        fault="The border is not of one colour",
        way_out="Take it before a plain background, or cut the subject out.",
    ),
    QualityRule.BACKGROUND_WHITENESS: Yardstick(
        look=partial(_measured, "background_white"),
        name="share of the background that is white",
        at_least=True,
        fault="The background is not white",
        way_out="Light the background more, or cut the subject out.",
    ),
    QualityRule.SUBJECT_FILL: Yardstick(
        look=partial(_measured, "subject_fill_side"),
        name="share of the frame's side that the subject takes",
        at_least=True,
        fault="The subject is small in the frame",
        way_out="Crop the picture closer to it.",
        absent=VARIED,
    ),
    QualityRule.JPEG_QUALITY: Yardstick(
        look=partial(_measured, "jpeg_quality"),
        name="JPEG quality",
        at_least=True,
        fault="The file was compressed too strongly",
        way_out="Upload the file as the camera wrote it, or export it with a quality of 90.",
        absent="the file is no JPEG",
        decimals=0,
    ),
    QualityRule.COLOR_PROFILE: Yardstick(
        look=_sure_colours,
        name="certainty of the colours",
        at_least=True,
        fault="The file has colours for print and no profile that tells which they are",
        way_out="Export it in sRGB, or with its profile embedded.",
        decimals=0,
    ),
    QualityRule.UPSCALING: Yardstick(
        look=partial(_measured, "upscaling"),
        name="suspicion of enlargement",
        at_least=False,
        fault="The picture lacks the fine detail of its size; it may have been enlarged",
        way_out="Upload the original before it was enlarged, softened or strongly compressed.",
        absent="nothing is drawn in the picture, or it is a mere strip",
    ),
}
