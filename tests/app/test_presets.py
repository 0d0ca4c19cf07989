"""Presets as operators write them, and what they are told when they err."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.presets import BadPresets, located, presets
from app.settings import BadSettings, Settings, read
from processing.formats import Format
from processing.presets import BUILT_IN, GALLERY, LARGE, Fit, Preset, Right

SQUARE = {
    "use": "PUBLISHED",
    "width": 1200,
    "height": 1000,
    "fit": "PAD",
    "formats": ["WEBP", "JPEG"],
    "quality": {"WEBP": 70, "JPEG": 75},
    "effort": 5,
    "background": "#F0F0F0",
    "animated": True,
    "rights": ["CREATOR", "COPYRIGHT"],
}


def test_nothing_said_is_what_is_built_in() -> None:
    """The defaults are as they were."""
    assert presets("") == BUILT_IN
    assert presets("{}") == BUILT_IN
    assert Settings().presets == ""


def test_an_own_preset_is_what_was_said() -> None:
    """Every key counts; the colour is spelt in small letters."""
    house = presets(json.dumps({"SQUARE": SQUARE}))
    rights, box = (Right.CREATOR, Right.COPYRIGHT), (1200, 1000)
    common: dict[str, Any] = {"fit": Fit.PAD, "box": box, "effort": 5, "rights": rights}
    ground = "#f0f0f0"

    assert house.named("SQUARE") == (
        Preset("SQUARE", 1200, Format.WEBP, 70, ground, animated=True, **common),
        Preset("SQUARE", 1200, Format.JPEG, 75, ground, **common),
    )
    assert house.gallery == GALLERY
    assert [one.name for one in house.published][:4] == ["LARGE", "LARGE", "SQUARE", "SQUARE"]


def test_an_own_preset_needs_little() -> None:
    """A private JPEG on white, unless more is said."""
    house = presets('{"TILE": {"longest_side": 256}}')

    assert house.gallery[2:] == (Preset("TILE", 256, Format.JPEG, 82, "#ffffff"),)


def test_a_built_in_preset_keeps_what_is_not_said() -> None:
    """Its formats keep their own figures."""
    house = presets('{"LARGE": {"longest_side": 1800}, "THUMB": {"quality": 60}}')

    assert house.named("LARGE") == (
        Preset("LARGE", 1800, Format.WEBP, 80),
        Preset("LARGE", 1800, Format.JPEG, 85, "#ffffff"),
    )
    assert house.named("THUMB") == (Preset("THUMB", 400, Format.JPEG, 60),)
    assert presets('{"LARGE": {}}').named("LARGE") == LARGE


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_a_file_may_say_it(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker elsewhere is told the whole path; TOML says the same as JSON."""
    path = tmp_path / f"presets.{ending}"
    texts = {"toml": '[TILE]\nlongest_side = 256\nrights = ["CREDIT"]\n'}
    texts["json"] = '{"TILE": {"longest_side": 256, "rights": ["CREDIT"]}}'
    path.write_text(texts[ending], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    setting = Settings(presets=path.name).presets

    assert setting == str(path) == located(path.name)
    assert presets(setting).named("TILE")[0].rights == (Right.CREDIT,)


MISTAKES: dict[str, tuple[object, list[str]]] = {
    "no such key": (
        {"A": {"longest_side": 99, "hieght": 3}},
        ["A.hieght is 3: it must be left out"],
    ),
    "no size": ({"A": {}}, ["A.width is None", "A.height is None"]),
    "two sizes": ({"A": {"longest_side": 99, "width": 20, "height": 20}}, ["A.longest_side is 99"]),
    "one side": ({"A": {"width": 20}}, ["A.height is None"]),
    "too small": ({"A": {"longest_side": 15}}, ["from 16 to 8192"]),
    "too large": ({"A": {"longest_side": 8193}}, ["from 16 to 8192"]),
    "truth": ({"A": {"longest_side": True}}, ["A.longest_side is True"]),
    "fit": ({"A": {"longest_side": 99, "fit": "CROP"}}, ["one of INSIDE, COVER, PAD"]),
    "use": ({"A": {"longest_side": 99, "use": "PUBLIC"}}, ["one of GALLERY, PUBLISHED"]),
    "moved": ({"THUMB": {"use": "PUBLISHED"}}, ["GALLERY, for THUMB is built in"]),
    "formats": ({"A": {"longest_side": 99, "formats": ["GIF"]}}, ["a list of JPEG, WEBP"]),
    "no formats": ({"A": {"longest_side": 99, "formats": []}}, ["A.formats is []"]),
    "not a list": ({"A": {"longest_side": 99, "formats": "JPEG"}}, ["A.formats is 'JPEG'"]),
    "two of one": ({"THUMB": {"formats": ["JPEG", "WEBP"]}}, ["there is one THUMB of a picture"]),
    "quality": ({"A": {"longest_side": 99, "quality": 0}}, ["from 1 to 100"]),
    "quality of what": (
        {"A": {"longest_side": 99, "quality": {"GIF": 3}}},
        ["one for each format"],
    ),
    "effort": ({"A": {"longest_side": 99, "effort": 7}}, ["from 0 to 6"]),
    "colour": ({"A": {"longest_side": 99, "background": "white"}}, ["a colour such as #ffffff"]),
    "animated": ({"A": {"longest_side": 99, "animated": True}}, ["where formats has no WEBP"]),
    "animated how": ({"A": {"longest_side": 99, "animated": "yes"}}, ["must be true or false"]),
    "rights": ({"A": {"longest_side": 99, "rights": ["GPS"]}}, ["a list of CREATOR, CREDIT"]),
    "name": ({"a": {}}, ["'a' cannot be a preset's name"]),
    "original": ({"ORIGINAL": {}}, ["not ORIGINAL"]),
    "no object": ({"A": 7}, ["A is 7: it must be an object"]),
    "list": ([], ["Presets are an object by name"]),
    "too many": ({f"A{n}": {"longest_side": 99} for n in range(33)}, ["at most 32"]),
    "several": (
        {"A": {"longest_side": 99, "fit": 1}, "B": {"longest_side": 99, "effort": -1}},
        ["A.fit is 1", "B.effort is -1"],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_has_its_sentence(name: str) -> None:
    """Each names the preset and the key, says what was found and what may be."""
    told, sentences = MISTAKES[name]
    with pytest.raises(BadPresets) as refused:
        presets(json.dumps(told))

    for sentence in sentences:
        assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "neither JSON nor TOML"), ("nowhere.toml", "cannot be read: No such file")],
)
def test_what_cannot_be_read_is_told(text: str, said: str) -> None:
    """Broken JSON, or a file that is not there."""
    with pytest.raises(BadPresets, match=said):
        presets(text)


def test_the_service_does_not_start_with_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are told at once, under the variable's name."""
    monkeypatch.setenv("ECOGRAM_PRESETS", '{"A": {"longest_side": 9, "fit": "CROP"}}')
    with pytest.raises(BadSettings) as refused:
        read()

    assert str(refused.value).startswith("ECOGRAM_PRESETS: ")
    assert "A.longest_side is 9" in str(refused.value)
    assert "A.fit is 'CROP'" in str(refused.value)
    assert ".." not in str(refused.value)
