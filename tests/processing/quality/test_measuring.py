"""What is measured of pictures whose faults we made ourselves."""

import random
from math import isfinite
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from processing.presets import GALLERY
from processing.quality.measuring import MEASURES, measure, read_measures
from processing.quality.source import STANDARD, jpeg_quality
from processing.render import TURNS
from processing.sandbox import Sandbox
from tests import photos
from tests.processing.quality import scenes
from tests.processing.quality.scenes import blurred, enlarged, grainy, scenery, studio

# What another size of the same picture may change: an edge falls between two pixels.
SIZE_MOVES = dict.fromkeys(MEASURES, 0.02) | {"sharpness": 0.12, "noise": 0.1}


@pytest.mark.parametrize("width", [2048, 1024, 700])
def test_measures_do_not_depend_on_the_resolution(width: int) -> None:
    """The same picture at another size gives the same figures; only noise is of its pixels."""
    usual = measure(studio())
    scaled = measure(studio(width, width * 3 // 4))
    for name in usual.keys() - {"upscaling"}:
        assert scaled[name] == pytest.approx(usual[name], abs=SIZE_MOVES[name]), name


@pytest.mark.parametrize("radius", [3.0, 8.0])
def test_blur_is_the_same_at_every_resolution(radius: float) -> None:
    """A picture is as blurred as it looks, however many pixels it has."""
    found = [
        measure(blurred(studio(width, width * 3 // 4), radius))["sharpness"]
        for width in (2048, 1536, 1024)
    ]

    assert max(found) - min(found) < 0.08


@pytest.mark.parametrize("turn", TURNS.values())
def test_measures_do_not_depend_on_how_it_is_held(turn: Image.Transpose) -> None:
    """Turned and mirrored, it is still the same picture."""
    usual, turned = measure(scenery()), measure(scenery().transpose(turn))
    for name, value in usual.items():
        allowed = 0.3 if name == "upscaling" else max(0.03, 0.1 * value)
        assert turned[name] == pytest.approx(value, abs=allowed), name


@pytest.mark.parametrize("image", [studio(), scenery()])
def test_more_blur_is_less_sharpness(image: Image.Image) -> None:
    """Sharpness falls with each step of blur, from near 1 to near 0."""
    found = [measure(image)["sharpness"]]
    found += [measure(blurred(image, radius))["sharpness"] for radius in (2, 4, 8, 16)]

    assert found == sorted(found, reverse=True)
    assert found[0] > 0.7
    assert found[-1] < 0.25


def test_a_soft_background_is_no_fault() -> None:
    """What is sharp counts, be the rest as blurred as photographers like it."""
    image = blurred(scenery(), 20)
    image.paste(scenery(seed=2).crop((600, 450, 900, 750)), (600, 450))

    assert measure(image)["sharpness"] > 0.6


def test_noise_is_not_taken_for_sharpness() -> None:
    """A blurred picture does not get sharp by being grainy, nor a sharp one blurred."""
    grey = studio(background=(200, 200, 200))
    plain, grainy_one = measure(blurred(grey, 8)), measure(grainy(blurred(grey, 8), 10))

    assert grainy_one["sharpness"] == pytest.approx(plain["sharpness"], abs=0.1)
    assert measure(grainy(grey, 10))["sharpness"] > 0.8


@pytest.mark.parametrize("contrast", [1.0, 0.5, 0.25])
def test_sharpness_does_not_depend_on_contrast(contrast: float) -> None:
    """Fog is another fault."""
    found = measure(scenes.lit(studio(), contrast, 60))["sharpness"]

    assert found == pytest.approx(measure(studio())["sharpness"], abs=0.1)


@pytest.mark.parametrize("sigma", [2, 5, 10])
@pytest.mark.parametrize("image", [studio(background=(200, 200, 200)), scenery()])
def test_noise_is_told_in_steps(image: Image.Image, sigma: float) -> None:
    """The standard deviation that was put in comes out, over plain and over busy pictures."""
    assert measure(grainy(image, sigma))["noise"] == pytest.approx(sigma, rel=0.15)


def test_black_and_white_tell_no_noise() -> None:
    """Where every part is cut off there is nothing to measure it by."""
    assert "noise" not in measure(Image.new("RGB", (300, 300), "white"))
    assert measure(Image.new("RGB", (300, 300), "grey"))["noise"] == 0


def test_brightness_is_the_mean() -> None:
    """From 0 to 1, over the whole picture."""
    found = [measure(Image.new("RGB", (90, 60), (v, v, v)))["brightness"] for v in (0, 51, 255)]

    assert found == pytest.approx([0, 0.2, 1])


def test_a_white_background_is_not_blown() -> None:
    """Clipping is judged inside the subject; a subject that is blown is told."""
    blown = studio(background=(200, 200, 200), colour=scenes.WHITE)

    assert measure(studio())["clipped_highlights"] < 0.05
    assert measure(blown)["clipped_highlights"] > 0.7


def test_a_black_background_is_not_clipped() -> None:
    """Nor is black behind a subject, other than black within it."""
    behind, within = studio(background=(0, 0, 0)), studio(colour=(0, 0, 0))

    assert measure(behind)["clipped_shadows"] < 0.05
    assert measure(within)["clipped_shadows"] > 0.7


def test_contrast_counts_the_background_behind_the_subject() -> None:
    """A small plain thing before white is not flat; a picture in fog is."""
    plain = Image.new("RGB", (800, 600), "white")
    ImageDraw.Draw(plain).rectangle((350, 250, 450, 350), fill=(90, 20, 20))

    assert measure(plain)["contrast"] > 0.7
    assert measure(scenes.lit(scenery(), 0.2, 100))["contrast"] < 0.2


@pytest.mark.parametrize("fill", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("background", [scenes.WHITE, (30, 60, 90)])
def test_the_subject_is_measured(fill: float, background: tuple[int, int, int]) -> None:
    """How much of the frame it takes, by its sides and by its area."""
    found = measure(studio(fill=fill, background=background))

    assert found["subject_fill_side"] == pytest.approx(fill, abs=0.02)
    assert found["subject_fill_area"] == pytest.approx(fill**2, abs=0.02)


def test_a_long_subject_fills_by_its_longer_side() -> None:
    """As marketplaces count it."""
    image = Image.new("RGB", (1000, 1000), "white")
    ImageDraw.Draw(image).rectangle((50, 450, 949, 549), fill="navy")
    found = measure(image)

    assert found["subject_fill_side"] == pytest.approx(0.9, abs=0.02)
    assert found["subject_fill_area"] == pytest.approx(0.09, abs=0.01)


def test_a_pale_subject_before_white_is_found() -> None:
    """A white shirt has shades that the paper behind it does not have."""
    image = Image.new("RGB", (1000, 1000), "white")
    ImageDraw.Draw(image).ellipse((200, 200, 799, 799), fill=(238, 238, 236))

    assert measure(image)["subject_fill_side"] == pytest.approx(0.6, abs=0.02)


def test_dust_is_no_subject() -> None:
    """A speck in a corner does not make the subject larger."""
    image = studio(fill=0.5).copy()
    ImageDraw.Draw(image).point((5, 5), fill="black")

    assert measure(image)["subject_fill_side"] == pytest.approx(0.5, abs=0.02)


def test_before_a_varied_background_no_subject_is_told() -> None:
    """Better nothing than a guess; so it is for a picture of nothing."""
    assert "subject_fill_side" not in measure(scenery())
    assert "subject_fill_area" not in measure(Image.new("RGB", (300, 300), "white"))


@pytest.mark.parametrize(
    ("colour", "whiteness", "white", "pure"),
    [
        ((255, 255, 255), 1, 1, 1),
        ((252, 252, 252), 1, 1, 0),
        ((252, 252, 240), 0, 0, 0),
        ((30, 60, 90), 0, 0, 0),
    ],
)
def test_backgrounds_are_told_apart(
    colour: tuple[int, int, int], whiteness: float, white: float, pure: float
) -> None:
    """White is from 250 in each channel on, pure white is 255."""
    found = measure(studio(background=colour))
    names = ("border_whiteness", "background_white", "background_pure_white")

    assert [found[name] for name in names] == pytest.approx([whiteness, white, pure], abs=0.02)
    assert found["border_uniformity"] == 1


def test_a_border_in_two_colours_is_not_uniform() -> None:
    """Half of it white makes neither a white nor an even border."""
    image = studio(fill=0.5).copy()
    image.paste((90, 60, 30), (0, 0, image.width, image.height // 2))
    found = measure(image)

    assert found["border_uniformity"] == pytest.approx(0.5, abs=0.05)
    assert found["border_whiteness"] == pytest.approx(0.5, abs=0.05)
    assert found["background_white"] == pytest.approx(0.5, abs=0.05)


def test_a_shadow_on_the_ground_keeps_the_background_whole() -> None:
    """What touches no edge belongs to the subject."""
    image = studio(fill=0.5).copy()
    shade = Image.new("L", image.size, 0)
    ImageDraw.Draw(shade).ellipse((400, 830, 1136, 950), fill=120)
    image.paste((60, 60, 60), (0, 0), shade.filter(ImageFilter.GaussianBlur(30)))

    assert measure(image)["background_white"] > 0.97


@pytest.mark.parametrize("quality", [5, 30, 50, 75, 90, 95, 100])
@pytest.mark.parametrize("progressive", [False, True])
def test_the_quality_of_a_jpeg_is_read(quality: int, progressive: bool, tmp_path: Path) -> None:
    """As its writer was told, by the file's own tables."""
    path = tmp_path / "a.jpg"
    path.write_bytes(scenes.jpeg(studio(200, 150), quality, progressive=progressive))
    with Image.open(path, formats=["JPEG"]) as image:
        tables = image.quantization  # type: ignore[attr-defined]

    assert measure(studio(200, 150), tables)["jpeg_quality"] == quality


def test_tables_of_other_writers_are_told_by_how_coarse_they_are() -> None:
    """Cameras have tables of their own; files without one have no such quality."""
    flat = [sum(STANDARD) // 64] * 64

    assert jpeg_quality({0: flat}) == pytest.approx(50, abs=1)
    assert jpeg_quality({}) is None
    assert jpeg_quality({0: [1, 2, 3]}) is None


@pytest.mark.parametrize("factor", [2, 3])
def test_an_enlarged_picture_is_suspected(factor: float) -> None:
    """It has the size, but not the detail; one that is plainly blurred is called that instead."""
    large = studio(3072, 2304).resize((1536, 1152), Image.Resampling.LANCZOS)

    assert measure(large)["upscaling"] < 0.2
    assert measure(enlarged(large, factor))["upscaling"] > 0.8
    assert measure(blurred(large, 6))["upscaling"] < 0.2


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_in_a_picture_it_can_be_measured(seed: int) -> None:
    """Random content in random sizes around the sizes of tiles; every figure is in its range."""
    chance = random.Random(seed)
    width, height = (chance.choice((2, 3, 5, 8, 17, 33, 49, 51, 64, 65, 130, 513)) for _ in "wh")
    few = chance.randint(1, min(width, 64)), chance.randint(1, min(height, 64))
    image = Image.frombytes("RGB", few, chance.randbytes(3 * few[0] * few[1]))
    found = measure(image.resize((width, height), chance.choice(list(Image.Resampling))))

    shares = found.keys() - {"noise"}
    assert all(0 <= found[name] <= 1 for name in shares)


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 1), (1, 700), (7, 5), (5000, 3), (64, 64)])
@pytest.mark.parametrize("colour", ["white", "black", "grey"])
def test_odd_sizes_are_measured_too(size: tuple[int, int], colour: str) -> None:
    """Nothing that can be decoded makes it fail; every figure is one."""
    found = measure(Image.new("RGB", size, colour))

    assert found.keys() <= set(MEASURES)
    assert all(isfinite(value) and value >= 0 for value in found.values())


async def test_the_child_measures_on_demand(sandbox: Sandbox, source: Path, into: Path) -> None:
    """The same figures as here, for the picture that the public will see."""
    source.write_bytes(scenes.jpeg(studio(), 75))
    measured = (await sandbox.develop(source, into, GALLERY, measured=True)).facts
    plain = (await sandbox.develop(source, into, GALLERY)).facts

    assert plain.measures == {}
    assert list(measured.measures) == list(MEASURES)
    assert measured.measures["jpeg_quality"] == 75
    assert measured.measures["sharpness"] > 0.8


async def test_see_through_parts_count_as_white(sandbox: Sandbox, source: Path, into: Path) -> None:
    """As they are in a shop's JPEG."""
    source.write_bytes(photos.png(640, 480, alpha=True))
    found = (await sandbox.develop(source, into, GALLERY, measured=True)).facts.measures

    assert 0.2 < found["border_whiteness"] < 0.3
    assert "jpeg_quality" not in found


@pytest.mark.parametrize(
    "told", [{"shine": 1.0}, {"noise": float("nan")}, {"noise": "much"}, {"noise": None}, [1], 7]
)
def test_nonsense_of_a_child_is_refused(told: object) -> None:
    """Only known names and finite numbers come in."""
    with pytest.raises((TypeError, ValueError)):
        read_measures(told)
