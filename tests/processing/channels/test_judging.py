"""Channels' rules: each answered on both sides of its limits, and never passed unmeasured."""

import math

import pytest

from documents.products import ProductRole
from processing.channels.judging import ReadinessState, judged, readiness
from processing.channels.measures import MEASURES, Kind
from processing.channels.picture import Picture
from processing.channels.profiles import ROLES, Profile, Rule
from processing.channels.reading import shipped
from processing.formats import Format
from processing.presets import Preset
from tests.processing.channels.sides import Side, every_side, measuring

SIDES = every_side()
RULES = [(profile, rule) for profile in shipped().values() for rule in profile.rules]
# What can be said of every picture, measured or not.
ALWAYS = {"alt_text_length"}
STATES = ReadinessState
SAID = {
    "advice": "Do something.",
    "source": "https://shop.example",
    "checked_on": "2026-11-21",
}


def rule(id: str, unmet: str, measure: str = "sharpness", **more: object) -> Rule:
    """A rule that asks for half of something, or for what is said."""
    asked = {"min": 0.5, **more} if measure == "sharpness" else more
    return Rule.model_validate(
        {"id": id, "measure": measure, "unmet": unmet, **SAID, **asked}, strict=False
    )


@pytest.mark.parametrize("side", SIDES, ids=str)
def test_each_rule_is_answered_on_both_sides_of_its_limit(side: Side) -> None:
    """The limit itself meets the rule; the least step beyond it does not, and both are told."""
    verdict = judged(side.rule, side.picture)

    assert verdict.state is side.state
    assert verdict.value is not None
    assert verdict.message.startswith(side.rule.measured.says)


def test_no_rule_is_left_out() -> None:
    """Each rule that we ship has a picture that meets it and one that does not."""
    met = {(side.profile.id, side.rule.id) for side in SIDES if side.state is STATES.PASS}
    unmet = {(side.profile.id, side.rule.id) for side in SIDES if side.state is not STATES.PASS}

    assert met == unmet == {(profile.id, rule.id) for profile, rule in RULES}
    assert {"google", "amazon", "shopify", "marketplace"} <= shipped().keys()


@pytest.mark.parametrize(
    ("profile", "rule"), RULES, ids=[f"{profile.id}-{rule.id}" for profile, rule in RULES]
)
def test_what_was_not_measured_does_not_pass(profile: Profile, rule: Rule) -> None:
    """A picture of which nothing is known says so; one in another role is not asked."""
    unknown = Picture({}, rule.roles[0] if rule.roles else None)

    if rule.measure not in ALWAYS:
        verdict = judged(rule, unknown)
        assert verdict.state is STATES.NOT_MEASURED
        assert "not measured" in verdict.message
    if rule.roles:
        for role in (None, "SWATCH"):
            assert judged(rule, Picture({}, role)).state is STATES.NOT_APPLICABLE


@pytest.mark.parametrize("value", [math.nan, math.inf, None, "0.9", True])
def test_what_is_no_number_was_not_measured(value: object) -> None:
    """A measure that went wrong is no measure."""
    picture = Picture({"measures": {"sharpness": value}})

    assert judged(rule("sharp", "FAIL"), picture).state is STATES.NOT_MEASURED


@pytest.mark.parametrize(
    ("answers", "whole", "stops"),
    [
        ([("FAIL", 0.6), ("WARN", 0.6)], STATES.PASS, 0),
        ([("FAIL", 0.6), ("WARN", None)], STATES.NOT_MEASURED, 0),
        ([("FAIL", 0.6), ("WARN", 0.4), ("WARN", None)], STATES.WARN, 0),
        ([("FAIL", None), ("WARN", 0.4)], STATES.NOT_MEASURED, 1),
        ([("FAIL", None), ("FAIL", 0.4)], STATES.FAIL, 2),
    ],
)
def test_a_channel_has_the_gravest_answer(
    answers: list[tuple[str, float | None]], whole: ReadinessState, stops: int
) -> None:
    """What must be and is not measured weighs more than what merely should be and is not."""
    names = ["sharpness", "noise", "contrast"]
    rules = [
        rule(name, unmet, name, min=0.5) for name, (unmet, _) in zip(names, answers, strict=False)
    ]
    measures = dict(zip(names, (value for _, value in answers), strict=False))
    profile = Profile(id="own", name="Own", about="Ours.", rules=tuple(rules))
    answer = readiness(profile, Picture({"measures": measures}))

    assert answer.state is whole
    assert len(answer.stopped_by) == stops


def test_a_channel_that_asks_nothing_of_a_role_is_not_applicable() -> None:
    """Nothing passes that was not asked."""
    only = rule("main", "FAIL", roles=["MAIN"])
    answer = readiness(Profile(id="own", name="Own", about="Ours.", rules=(only,)), Picture({}))

    assert answer.state is STATES.NOT_APPLICABLE
    assert "MAIN" in answer.verdicts[0].message
    assert answer.stopped_by == ()


def test_public_sizes_are_those_of_the_largest_files() -> None:
    """A picture is made to fit and never enlarged, as its renditions are."""
    large = Picture({"width": 4000, "height": 1000})
    small = Picture({"width": 300, "height": 200})

    assert {(file.width, file.height) for file in large.files} == {(1600, 400)}
    assert {file.format for file in large.files} == {"WEBP", "JPEG"}
    assert {(file.width, file.height) for file in small.files} == {(300, 200)}
    assert Picture({"width": 300, "height": 200}, presets=()).files == ()


def test_a_name_that_lies_about_the_format_is_seen() -> None:
    """A see-through picture gives way to WebP; under .jpg that would be a lie."""
    lying = Preset("LARGE", 100, Format.JPEG, 85)
    picture = Picture({"width": 10, "height": 10, "has_alpha": True}, presets=[lying])

    assert MEASURES["extension_true"].read(picture) is False


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_can_be_read(name: str) -> None:
    """Of a picture of which all is known, and of one of which nothing is."""
    known: dict[str, object] = {
        "width": 30,
        "height": 20,
        "bytes": 5,
        "format": "PNG",
        "color_model": "RGB",
        "bits_per_sample": 8,
        "frames": 1,
        "has_alpha": False,
        "measures": {name: 0.25},
    }
    value = MEASURES[name].read(Picture(known, alt_texts=["A chair"], bytes=4))

    kind = bool if MEASURES[name].kind is Kind.YES_NO else tuple
    assert isinstance(value, int | float if MEASURES[name].kind is Kind.NUMBER else kind)
    assert name in ALWAYS or MEASURES[name].read(Picture({})) is None


def test_roles_are_those_of_products() -> None:
    """Profiles name no role that an image cannot have."""
    assert set(ROLES) == set(ProductRole)


def test_measuring_measures() -> None:
    """The pictures of these tests have the value that they were made for."""
    assert MEASURES["megapixels"].read(measuring("megapixels", 64.001)) == 64.001
