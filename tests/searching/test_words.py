"""Words are found in all of their forms, in English and in Portuguese."""

from typing import Any

import pytest

from documents.finding import found
from documents.words import forms, terms, words_of

ALIKE = [
    ("canecas", "caneca"),
    ("running", "run"),
    ("shoes", "shoe"),
    ("mugs", "mug"),
    ("camisas", "camisa"),
    ("vermelha", "vermelho"),
    ("botões", "botao"),
    ("pães", "pão"),
    ("anéis", "anel"),
    ("azuis", "azul"),
    ("flores", "flor"),
    ("luzes", "luz"),
    ("jovens", "jovem"),
    ("infantis", "infantil"),
    ("promoções", "promocao"),
    ("CALÇAS", "calca"),
]
ROW: dict[str, Any] = {
    "imported": {"file_name": "a.jpg", "source": "UPLOAD"},
    "original": {"content_type": "image/jpeg"},
}
APART = [("shoe", "shirt"), ("caneca", "caneta"), ("12", "13"), ("mesa", "mala")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_forms_of_a_word_find_each_other(one: str, other: str) -> None:
    """Plural and singular, with accents and without, share a form."""
    assert {*words_of(one)} & {*words_of(other)}


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_stay_apart(one: str, other: str) -> None:
    """Words that only look alike share none."""
    assert not {*words_of(one)} & {*words_of(other)}


def test_codes_are_words_with_and_without_dashes() -> None:
    """A code is found by its parts and as a whole."""
    assert list(terms(" ABC-12/x  t-shirt ")) == [
        ("abc12x", ["abc", "12", "x"]),
        ("tshirt", ["t", "shirt"]),
    ]


def test_hostile_words_are_cut_or_dropped() -> None:
    """Whatever is sent becomes words that a database keeps, or none."""
    assert [*terms("\0 \ud800 !?")] == []
    assert [len(form) for form in forms("x" * 500)] == [500]
    assert [len(whole) for whole, _ in terms("x" * 500 + "-" + "y" * 500)] == [64]


def test_edits_take_the_place_of_what_the_file_says() -> None:
    """Nobody finds a picture by a title that was written over, or a place that was cleared."""
    raw = dict(ROW)
    raw["metadata"] = {"title": "Wrong", "latitude": 1.0, "longitude": 2.0, "keywords": ["Old"]}
    raw["edits"] = {"title": "Right", "latitude": None, "longitude": None, "keywords": ["Néw"]}
    kept = found(raw)
    marks = kept["found_by"][1]["t"]

    assert "word:right" in marks
    assert "word:wrong" not in marks
    assert "keyword:new" in marks
    assert "keyword:old" not in marks
    assert "place" not in kept["traits"]


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2004-06", "2004-06-01T00:00:00+00:00"),
        ("2004", "2004-01-01T00:00:00+00:00"),
        ("2024-02-03T10:00:00", "2024-02-03T10:00:00+00:00"),
        ("nonsense", None),
    ],
)
def test_times_without_an_offset_are_found_too(said: str, moment: str | None) -> None:
    """As precise as the file was, as if in UTC."""
    raw = {**ROW, "metadata": {"captured_at_local": said}}
    at = found(raw)["traits"].get("captured_at")

    assert (at and at.isoformat()) == moment


def test_very_long_texts_keep_their_first_words() -> None:
    """One picture has at most 400 words, those of its title before those of its description."""
    raw = dict(ROW)
    raw["edits"] = {"title": "Zebra", "description": " ".join(f"w{n}" for n in range(5000))}
    words = [one for one in found(raw)["found_by"][1]["t"] if one.startswith("word:")]

    assert len(words) == 400
    assert "word:zebra" in words
