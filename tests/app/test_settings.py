"""Settings: read once, refused with a sentence, documented in the README."""

import re
from pathlib import Path

import pytest

from app.channels import channel_rules
from app.connections import thresholds
from app.errors import CannotStart
from app.parts import environment
from app.settings import PREFIX, BadSettings, Settings, read
from processing.channels.reading import SHIPPED
from processing.quality.rules import QualityRule
from processing.quality.thresholds import DEFAULTS, Bounds

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.pt-BR.md"]


@pytest.fixture(autouse=True)
def _none_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine's reaches a test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_nothing_has_to_be_set() -> None:
    """Every setting has a default."""
    assert read({}).address == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ECOGRAM_PORT", "many"),
        ("ECOGRAM_PORT", "70000"),
        ("ECOGRAM_PUBLIC_URL", "shop.example"),
        ("ECOGRAM_REGISTRATION", "maybe"),
        ("ECOGRAM_DEFAULT_ROLE", "KING"),
        ("ECOGRAM_SECRET_KEY", "short"),
        ("ECOGRAM_MAX_UPLOAD_BYTES", "-1"),
        ("ECOGRAM_LOG_FORMAT", "xml"),
        ("ECOGRAM_IMPORT_PREFIX", ""),
        ("ECOGRAM_IMPORT_PREFIX", "import"),
        ("ECOGRAM_IMPORT_PREFIX", "incoming/"),
        ("ECOGRAM_IMPORT_PREFIX", "published/new/"),
        ("ECOGRAM_IMPORT_PREFIX", "../"),
        ("ECOGRAM_IMPORT_PREFIX", "5f0000000000000000000000/original/"),
        ("ECOGRAM_IMPORT_NETWORKS", "10.1.0.0/16,here"),
        ("ECOGRAM_IMPORT_NAME_RULE", "{sku}_{position}"),
        ("ECOGRAM_IMPORT_ARCHIVE_BYTES", "1000"),
        ("ECOGRAM_CHANNELS", "/nowhere"),
        ("ECOGRAM_APPROVAL_CHANNELS", "google,gogle"),
        ("ECOGRAM_QUALITY", "sharp"),
        ("ECOGRAM_QUALITY", '{"SHINE": {"warn": 1}}'),
        ("ECOGRAM_QUALITY", '{"SHARPNESS": {"warn": 0.3, "fail": 0.5}}'),
    ],
)
def test_a_bad_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """The sentence names the variable, and does not repeat what may be a secret."""
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=name) as caught:
        read({name: value})

    assert "short" not in str(caught.value)


def test_a_channel_of_ones_own_can_be_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its file is read at start-up; a broken one is told with the variable, the file and why."""
    ours = channel_file("google").read_text()
    (tmp_path / "my-shop.toml").write_text(ours)
    monkeypatch.setenv("ECOGRAM_CHANNELS", str(tmp_path))
    monkeypatch.setenv("ECOGRAM_APPROVAL_CHANNELS", "my-shop, google,my-shop")
    settings = read({})
    rules = channel_rules(settings)
    (tmp_path / "my-shop.toml").write_text(ours.replace("1500", "many"))

    assert rules.approval == ("my-shop", "google")
    assert rules.profile("my-shop").rules == rules.profile("google").rules
    with pytest.raises(CannotStart, match="not TOML"):
        channel_rules(settings)
    with pytest.raises(BadSettings, match=r"ECOGRAM_CHANNELS: .*my-shop\.toml cannot be used"):
        read({})


def channel_file(name: str) -> Path:
    """The data of a channel that we ship."""
    return SHIPPED / f"{name}.toml"


def test_thresholds_are_those_of_the_setting() -> None:
    """What it does not name stays as it is by default; so does all without it."""
    strict = thresholds(Settings(quality='{"NOISE": {"warn": 6}}')).bounds

    assert strict == DEFAULTS | {QualityRule.NOISE: Bounds(warn=6)}
    assert thresholds(Settings()).bounds == DEFAULTS


def test_a_misspelt_variable_is_refused() -> None:
    """A variable that would silently do nothing is told, with the one that was meant."""
    with pytest.raises(BadSettings, match="did you mean ECOGRAM_PUBLIC_URL"):
        read({"ECOGRAM_PUBLIC_URI": "https://shop.example"})


def test_settings_cannot_be_changed() -> None:
    """What was read stays."""
    with pytest.raises(ValueError, match="frozen"):
        read({}).port = 1  # type: ignore[misc]


def test_secrets_are_not_shown() -> None:
    """Printed settings tell no password and no key."""
    settings = Settings(s3_secret_key="hush-hush", mongodb_uri="mongodb://u:hush@h")

    assert "hush" not in repr(settings)


def test_a_worker_gets_the_very_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings survive the trip through a child's environment."""
    origins = ("https://a.example", "https://b.example")
    ours = Settings(allowed_origins=origins, s3_path_style=True, s3_secret_key="k")
    variables = environment(ours)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert read(variables) == ours


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readme_documents_every_setting(readme: Path) -> None:
    """The table has each variable once, in the order of the class."""
    rows = re.findall(r"^\| `(ECOGRAM_\w+)` \|", readme.read_text(), re.MULTILINE)

    assert rows == [PREFIX + name.upper() for name in Settings.model_fields]
