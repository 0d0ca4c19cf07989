"""Every rule on both sides of its thresholds, with pictures made for it; and the words."""

import json
from collections.abc import Callable
from functools import partial
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


def facts(image: Image.Image, coarse: int = 0, **said: Any) -> dict[str, Any]:
    """As they are kept of a picture; `coarse` is how many steps its file's tables are rough."""
    tables = {0: [coarse] * len(STANDARD)} if coarse else None
    known = {"width": image.width, "height": image.height, "color_model": "RGB"}
    return {**known, "color_profile": None, "measures": measure(image, tables), **said}


def patched(share: float, colour: tuple[int, int, int]) -> Image.Image:
    """A brown subject on grey of which this share is one colour."""
    image = Image.new("RGB", (1000, 1000), scenes.GREY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((200, 200, 799, 799), fill=(90, 60, 50))
    pen.rectangle((220, 200, 779, 200 + round(600 * share / 0.933)), fill=colour)
    return image


def strip(ratio: float) -> dict[str, Any]:
    """A picture of this shape."""
    return facts(studio(), width=round(1200 * ratio), height=1200)


def bordered(share: float) -> Image.Image:
    """A white background with a dark bar on this part of its left edge."""
    image = studio(1000, 1000, fill=0.4).copy()
    image.paste((40, 60, 50), (0, 0, 100, round(1000 * share)))
    return image


def shaded(share: float) -> Image.Image:
    """A white background of which this part, on the left, is very light grey."""
    image = studio(1000, 1000, fill=0.4).copy()
    image.paste((246, 246, 246), (0, 0, round(1000 * share * 0.84), 1000))
    return image


MakeFacts = Callable[[], dict[str, Any]]


def each(make: Callable[[float], dict[str, Any]], *values: float) -> tuple[MakeFacts, ...]:
    """A maker for each value."""
    return tuple(partial(make, value) for value in values)


# For each rule pictures on either side of the threshold to warn, and on either side of that to
# fail; the bounds are those by default, or for rules without any, these.
ASKED = {
    QualityRule.NOISE: Bounds(warn=10, fail=15),
    QualityRule.BORDER_UNIFORMITY: Bounds(warn=0.95, fail=0.75),
    QualityRule.BACKGROUND_WHITENESS: Bounds(warn=0.95, fail=0.8),
    QualityRule.COLOR_PROFILE: Bounds(warn=1),
    QualityRule.UPSCALING: Bounds(warn=0.8),
}
SIDES: dict[QualityRule, tuple[MakeFacts | None, ...]] = {
    QualityRule.SHARPNESS: each(lambda radius: facts(blurred(studio(), radius)), 2.2, 2.8, 3.2, 4),
    QualityRule.BRIGHTNESS: each(
        lambda factor: facts(lit(scenery(), factor)), 0.52, 0.47, 0.26, 0.21
    ),
    QualityRule.CLIPPED_SHADOWS: each(
        lambda share: facts(patched(share, (0, 0, 0))), 0.2, 0.3, 0.55, 0.65
    ),
    QualityRule.CLIPPED_HIGHLIGHTS: each(
        lambda share: facts(patched(share, scenes.WHITE)), 0.1, 0.2, 0.35, 0.45
    ),
    QualityRule.CONTRAST: each(
        lambda factor: facts(lit(scenery(), factor, 90)), 0.5, 0.4, 0.21, 0.15
    ),
    QualityRule.NOISE: each(
        lambda sigma: facts(grainy(studio(background=(190, 190, 190)), sigma)), 9, 11.5, 13.5, 19
    ),
    QualityRule.RESOLUTION: each(lambda side: facts(studio(side, side)), 1000, 999, 500, 499),
    QualityRule.ASPECT_RATIO: each(strip, 2.5, 2.6, 5, 5.1),
    QualityRule.BORDER_UNIFORMITY: each(lambda share: facts(bordered(share)), 0.1, 0.3, 0.6, 1),
    QualityRule.BACKGROUND_WHITENESS: each(
        lambda share: facts(shaded(share)), 0.03, 0.07, 0.17, 0.24
    ),
    QualityRule.SUBJECT_FILL: each(lambda fill: facts(studio(fill=fill)), 0.43, 0.37, 0.18, 0.12),
    QualityRule.JPEG_QUALITY: each(lambda coarse: facts(studio(), int(coarse)), 34, 36, 71, 73),
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


def message(rule: QualityRule, made: dict[str, Any], thresholds: Thresholds = THRESHOLDS) -> str:
    """What is said of one rule."""
    return next(one.message for one in judge(made, thresholds).checks if one.rule is rule)


def test_messages_tell_the_figure_and_the_way_out() -> None:
    """In words that somebody understands who never heard of the measure."""
    blur = message(QualityRule.SHARPNESS, facts(studio()) | {"measures": {"sharpness": 0.12}})
    small = message(QualityRule.RESOLUTION, facts(studio(400, 300)))

    assert blur == (
        "The picture is blurred: 0.12, at least 0.40 is asked for. "
        "Take it again with a tripod or more light, and focus on the product."
    )
    assert small.startswith("The picture is small: 400, at least 500 is asked for. Upload")


def test_messages_tell_what_is_good_and_what_could_not_be_judged() -> None:
    """Nothing is left without a word, and abbreviations stay as they are written."""
    made = facts(scenery())

    assert message(QualityRule.RESOLUTION, made) == (
        "Longest side in pixels: 1536, at least 1000 is asked for."
    )
    assert message(QualityRule.JPEG_QUALITY, made) == "Not judged, for the file is no JPEG."
    assert message(QualityRule.JPEG_QUALITY, facts(scenery(), 12)).startswith("JPEG quality: ")
    assert message(QualityRule.SUBJECT_FILL, made) == (
        "Not judged, for the background is too varied to tell the subject apart."
    )
    assert message(QualityRule.BORDER_UNIFORMITY, made, Thresholds()).endswith(
        "; no threshold is set."
    )


def test_the_report_has_every_rule_in_its_order() -> None:
    """Clients may count on it, whatever the picture is."""
    report = judge(facts(Image.new("RGB", (1, 1))), Thresholds())

    assert [check.rule for check in report.checks] == list(QualityRule) == list(YARDSTICKS)
    assert list(DEFAULTS) == list(QualityRule)


def test_a_good_picture_has_the_best_score() -> None:
    """100, with nothing to complain about."""
    report = judge(facts(studio(), 12), Thresholds())

    assert (report.score, report.of(CheckState.FAIL), report.of(CheckState.WARN)) == (100, [], [])


def test_the_score_is_told_by_its_checks() -> None:
    """30 less for each failure, 10 for each warning."""
    made = facts(studio(), 12) | {"width": 999, "height": 300}
    made["measures"] |= {"sharpness": 0.1}
    report = judge(made, Thresholds())

    assert report.of(CheckState.FAIL) == [QualityRule.SHARPNESS]
    assert report.of(CheckState.WARN) == [QualityRule.RESOLUTION, QualityRule.ASPECT_RATIO]
    assert report.score == 50


def test_the_score_is_never_below_nothing() -> None:
    """A tiny black file has more faults than points."""
    assert judge(facts(Image.new("RGB", (40, 4)), 200), Thresholds()).score == 0


def test_settings_change_what_they_name() -> None:
    """A rule, or one of its sides; everything else stays as it was."""
    thresholds = Thresholds.told(
        json.dumps({"NOISE": {"warn": 6, "fail": 12}, "SHARPNESS": {"fail": None}})
    )

    assert thresholds.bounds[QualityRule.NOISE] == Bounds(warn=6, fail=12)
    assert thresholds.bounds[QualityRule.SHARPNESS] == Bounds(warn=0.55)
    assert thresholds.bounds[QualityRule.CONTRAST] == DEFAULTS[QualityRule.CONTRAST]


def test_thresholds_are_told_apart_by_their_digest() -> None:
    """Equal ones have the same, whatever was written to get them."""
    same = Thresholds.told('{"NOISE": {"warn": 10}}')

    assert same.digest == Thresholds.told("{}").digest == Thresholds().digest
    assert Thresholds.told('{"NOISE": {"warn": 9}}').digest != same.digest


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sharp", "a JSON object of rules"),
        ("[1]", "a JSON object of rules"),
        ('{"SHINE": {"warn": 1}}', "SHINE is not a rule; the rules are SHARPNESS,"),
        ('{"NOISE": 3}', "NOISE must be like"),
        ('{"NOISE": "{}"}', "NOISE must be like"),
        ('{"NOISE": {"alarm": 3}}', "NOISE must be like"),
        ('{"NOISE": {"warn": "3"}}', "NOISE must be like"),
        ('{"NOISE": {"warn": true}}', "NOISE must be like"),
        ('{"NOISE": {"warn": NaN}}', "NOISE must be like"),
        ('{"NOISE": {"warn": 9, "fail": 3}}', "NOISE must not fail below 9"),
        ('{"SHARPNESS": {"fail": 0.9}}', "SHARPNESS must not fail above 0.55"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(text: str, sentence: str) -> None:
    """With a sentence that names the rule."""
    with pytest.raises(ValueError, match=sentence):
        Thresholds.told(text)
