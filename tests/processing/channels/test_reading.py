"""Profiles in files: ours are whole, and what a house brings is refused with a sentence."""

import os
import re
from pathlib import Path

import pytest

from processing.channels.profiles import MOST_RULES, Profile
from processing.channels.reading import MOST_BYTES, MOST_FILES, ProfileRefused, profiles, shipped

HEAD = 'name = "Own shop"\nabout = "Ours."\n'
RULE = """
[[rules]]
id = "sharp"
measure = "sharpness"
min = 0.5
unmet = "WARN"
advice = "Take it again."
source = "https://shop.example/photos"
checked_on = 2026-11-21
"""


def own(folder: Path, text: str | bytes, name: str = "own.toml") -> Path:
    """A folder with one profile in it."""
    data = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return folder


def test_own_profiles_stand_beside_ours(tmp_path: Path) -> None:
    """The file's name is the channel; other files in the folder mean nothing."""
    (tmp_path / "README.md").write_text("not a profile")
    known = profiles(own(tmp_path, HEAD + RULE, "my-shop.toml"))

    assert list(known) == [*shipped(), "my-shop"]
    assert known["my-shop"].rules[0].least == 0.5
    assert profiles() == shipped()


@pytest.mark.parametrize("profile", shipped().values(), ids=lambda profile: profile.id)
def test_every_rule_that_we_ship_says_who_says_so(profile: Profile) -> None:
    """An address, or the plain admission that there is none."""
    for rule in profile.rules:
        assert rule.source.startswith(("https://", "As told by"))
        assert rule.checked_on.year >= 2026


CHANGED = [
    ("not TOML at all", "it is not TOML"),
    (b"\xff\xfe", "not UTF-8"),
    ("a = " + "[" * 5000, "nested too deeply|not TOML"),
    ("a = " + "9" * 5000, "not TOML"),
    ("", "name: field required"),
    (HEAD, "rules: field required"),
    (HEAD + "rules = []\n", "at least 1 item"),
    (HEAD + "rules = [1]\n", "rule 1"),
    (HEAD + "rules = 7\n", "rules"),
    (HEAD + RULE + RULE, "rule sharp is there twice"),
    (HEAD + "".join(RULE.replace('sharp"', f's{n}"') for n in range(MOST_RULES + 1)), "50 items"),
    (HEAD + RULE + 'extra = "x"\n', "rule sharp: extra"),
    (HEAD + RULE.replace("min =", "least ="), "rule sharp: least"),
    ('id = "other"\n' + HEAD + RULE, "leave it out"),
    ('name = "a\\u0007b"\nabout = "x"\n' + RULE, "name: it must be one line"),
    (f'name = "{"x" * 301}"\nabout = "x"\n' + RULE, "name: .*300"),
    (HEAD + RULE.replace('"sharpness"', '"charm"'), "measure 'charm' is not one of"),
    (HEAD + RULE.replace("min = 0.5", ""), "is compared by min, max or both"),
    (HEAD + RULE.replace("min = 0.5", 'any_of = ["JPEG"]'), "is compared by min, max or both"),
    (HEAD + RULE.replace("min = 0.5", "min = 0.5\nis = true"), "compared by min, max or both"),
    (HEAD + RULE.replace("0.5", "nan"), "rule sharp: min"),
    (HEAD + RULE.replace("0.5", "inf"), "rule sharp: min"),
    (HEAD + RULE.replace("0.5", "true"), "rule sharp: min"),
    (HEAD + RULE.replace("0.5", '"0.5"'), "rule sharp: min"),
    (HEAD + RULE.replace("min = 0.5", "min = 2\nmax = 1"), "min is larger than max"),
    (HEAD + RULE.replace('"WARN"', '"PANIC"'), "rule sharp: unmet"),
    (HEAD + RULE.replace("2026-11-21", '"2026-11-21"'), "rule sharp: checked_on"),
    (HEAD + RULE.replace('id = "sharp"', 'id = "Sharp!"'), "rule Sharp!: id"),
    (HEAD + RULE.replace('id = "sharp"', "id = 7"), "rule 1: id"),
    (HEAD + RULE + 'roles = ["KING"]\n', "rule sharp: roles"),
    (
        HEAD + RULE.replace('"sharpness"', '"formats"').replace("min = 0.5", 'any_of = ["JPG"]'),
        "'JPG', which is not one of: JPEG",
    ),
    (HEAD + "# " + "x" * MOST_BYTES, f"more than {MOST_BYTES} bytes"),
]


@pytest.mark.parametrize(("text", "why"), CHANGED, ids=range(len(CHANGED)))
def test_a_profile_that_cannot_be_used_is_refused(
    tmp_path: Path, text: str | bytes, why: str
) -> None:
    """The one sentence names the file, and the rule where it is one of them."""
    with pytest.raises(ProfileRefused, match=why) as caught:
        profiles(own(tmp_path, text))

    assert "own.toml" in str(caught.value)
    assert len(str(caught.value)) < 2000


@pytest.mark.parametrize("name", ["google.toml", "My Shop.toml", f"{'x' * 41}.toml", "-a.toml"])
def test_a_name_that_no_channel_can_have_is_refused(tmp_path: Path, name: str) -> None:
    """Nor one of ours, whose rules would change under who relies on them."""
    with pytest.raises(ProfileRefused, match=re.escape(name)):
        profiles(own(tmp_path, HEAD + RULE, name))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, a pipe that nobody writes to, a link to nowhere, or no folder at all."""
    for kind in ("folder", "pipe", "link"):
        folder = tmp_path / kind
        folder.mkdir()
    (tmp_path / "folder" / "own.toml").mkdir()
    os.mkfifo(tmp_path / "pipe" / "own.toml")
    (tmp_path / "link" / "own.toml").symlink_to("nowhere")
    for kind in ("folder", "pipe", "link"):
        with pytest.raises(ProfileRefused, match="not a file"):
            profiles(tmp_path / kind)
    with pytest.raises(ProfileRefused, match="cannot be read"):
        profiles(tmp_path / "nowhere")


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    """Every picture is judged by all of them."""
    for number in range(MOST_FILES + 1):
        own(tmp_path, HEAD + RULE, f"own-{number}.toml")

    with pytest.raises(ProfileRefused, match="more than 50"):
        profiles(tmp_path)
