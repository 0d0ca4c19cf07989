"""Every rule on both sides of its thresholds, with pictures made for it; and the words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw

from processing.quality.judging import CheckState, judge
from processing.quality.measuring import measure
from processing.quality.rules import YARDSTICKS, QualityRule
from processing.quality.source import STANDARD
from processing.quality.thresholds import DEFAULTS, Bounds, Thresholds
from tests.processing.quality import scenes
from tests.processing.quality.scenes import blurred, enlarged, grainy, lit, scenery, studio

Made = tuple[Image.Image, dict[str, Any]]


def facts(image: Image.Image, coarse: int = 0, **said: Any) -> dict[str, Any]:
    """As they are kept of a picture; `coarse` is how many steps its file's tables are rough."""
    tables = {0: [coarse] * len(STANDARD)} if coarse else None
    known = {"width": image.width, "height": image.height, "color_model": "RGB"}
    return {**known, "color_profile": None, "measures": measure(image, tables), **said}


def patched(share: float, colour: tuple[int, int, int]) -> Image.Image:
    """A grey subject on white of which this share is one colour."""
    image = Image.new("RGB", (1000, 1000), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((200, 200, 799, 799), fill=(120, 100, 90))
    pen.rectangle((220, 200, 779, 200 + round(600 * share / 0.933)), fill=colour)
    return image


def strip(ratio: float) -> dict[str, Any]:
    """A picture of this shape."""
    return facts(studio(), width=round(1200 * ratio), height=1200)


def bordered(share: float) -> Image.Image:
    """White of which a part on the left is not."""
    image = studio(1000, 1000, fill=0.4).copy()
    image.paste((40, 60, 50), (0, 0, round(1000 * share), 1000))
    return image


MakeFacts = Callable[[], dict[str, Any]]
# For each rule pictures on either side of the threshold to warn, and on either side of that to
# fail; the bounds are those by default, or for rules without any, these.
ASKED = {
    QualityRule.NOISE: Bounds(warn=10, fail=15),
    QualityRule.BORDER_UNIFORMITY: Bounds(warn=0.95, fail=0.7),
    QualityRule.BACKGROUND_WHITENESS: Bounds(warn=0.95, fail=0.8),
    QualityRule.COLOR_PROFILE: Bounds(warn=1),
    QualityRule.UPSCALING: Bounds(warn=0.8),
}
SIDES: dict[QualityRule, tuple[MakeFacts | None, ...]] = {
    QualityRule.SHARPNESS: tuple(
        (lambda radius=radius: facts(blurred(studio(), radius))) for radius in (2.2, 2.8, 3.2, 4)
    ),
    QualityRule.BRIGHTNESS: tuple(
        (lambda factor=factor: facts(lit(scenery(), factor))) for factor in (0.52, 0.47, 0.26, 0.21)
    ),
    QualityRule.CLIPPED_SHADOWS: tuple(
        (lambda share=share: facts(patched(share, (0, 0, 0)))) for share in (0.2, 0.3, 0.55, 0.65)
    ),
    QualityRule.CLIPPED_HIGHLIGHTS: tuple(
        (lambda share=share: facts(patched(share, scenes.WHITE).crop((100, 100, 900, 900))))
        for share in (0.0, 0.0, 0.0, 0.0)
    ),
    QualityRule.CONTRAST: tuple(
        (lambda factor=factor: facts(lit(scenery(), factor, 90))) for factor in (0.5, 0.4, 0.21, 0.15)
    ),
    QualityRule.NOISE: tuple(
        (lambda sigma=sigma: facts(grainy(studio(background=(190, 190, 190)), sigma)))
        for sigma in (9, 11.5, 13.5, 19)
    ),
    QualityRule.RESOLUTION: tuple(
        (lambda side=side: facts(studio(side, side))) for side in (1000, 999, 500, 499)
    ),
    QualityRule.ASPECT_RATIO: tuple(
        (lambda ratio=ratio: strip(ratio)) for ratio in (2.5, 2.6, 5, 5.1)
    ),
    QualityRule.BORDER_UNIFORMITY: tuple(
        (lambda share=share: facts(bordered(share))) for share in (0.0, 0.05, 0.08, 0.3)
    ),
    QualityRule.BACKGROUND_WHITENESS: tuple(
        (lambda share=share: facts(bordered(share))) for share in (0.0, 0.05, 0.08, 0.3)
    ),
    QualityRule.SUBJECT_FILL: tuple(
        (lambda fill=fill: facts(studio(fill=fill))) for fill in (0.43, 0.37, 0.18, 0.12)
    ),
    QualityRule.JPEG_QUALITY: tuple(
        (lambda coarse=coarse: facts(studio(), coarse)) for coarse in (34, 36, 71, 73)
    ),
    QualityRule.COLOR_PROFILE: (
        lambda: facts(studio(), color_model="CMYK", color_profile="Coated FOGRA39"),
        lambda: facts(studio(), color_model="CMYK"),
        None,
        None,
    ),
    QualityRule.UPSCALING: (
        lambda: facts(studio()),
        lambda: facts(enlarged(studio(), 2)),
        None,
        None,
    ),
}
EXPECTED = (CheckState.PASS, CheckState.WARN, CheckState.WARN, CheckState.FAIL)
CASES = [
    pytest.param(rule, make, state, id=f"{rule}-{side}")
    for rule, makers in SIDES.items()
    for side, (make, state) in enumerate(zip(makers, EXPECTED, strict=True))
    if make is not None
]
THRESHOLDS = Thresholds(DEFAULTS | ASKED)


@pytest.mark.parametrize(("rule", "make", "state"), CASES)
def test_each_rule_holds_on_both_sides(
    rule: QualityRule, make: MakeFacts, state: CheckState
) -> None:
    """Just good enough passes, just not warns; so it is between warning and failing."""
    [check] = [one for one in judge(make(), THRESHOLDS).checks if one.rule is rule]

    assert check.state is state, check.message
