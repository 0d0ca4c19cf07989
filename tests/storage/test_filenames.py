"""File names: kept as people gave them, as far as that is safe everywhere."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.filenames import MAX_BYTES, attachment, clash_form, numbered, safe_file_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("cat.jpg", "cat.jpg"),
        ("Größe 38 (rot), von vorn & hinten.JPG", "Größe 38 (rot), von vorn & hinten.JPG"),
        ("猫の写真.png", "猫の写真.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\cat.jpg", "cat.jpg"),
        ("/srv/photos/", "photos"),
        ("..", "image"),
        ("", "image"),
        (" . ", "image"),
        (".hidden.jpg", "hidden.jpg"),
        ("...cat.jpg", "cat.jpg"),
        ("cat.jpg. .", "cat.jpg"),
        ("cat\r\nSet-Cookie: a=b.jpg", "cat Set-Cookie a=b.jpg"),
        ("cat\x00.jpg", "cat.jpg"),
        ("cat\u202egpj.exe", "catgpj.exe"),
        ("a\u200bb\ufffe\ud800c.jpg", "abc.jpg"),
        ("  two \t  spaces\u00a0here .jpg", "two spaces here.jpg"),
        ('a<b>c:d"e|f?g*h%i#j~k.jpg', "abcdefghijk.jpg"),
        ("***.jpg", "image.jpg"),
        ("Cafe\u0301.jpg", "Caf\u00e9.jpg"),
        ("e\u200d\u0301.jpg", "\u00e9.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("com1", "_com1"),
        ("console.jpg", "console.jpg"),
        ("No. 5, the photo with the hat", "No. 5, the photo with the hat"),
    ],
)
def test_names_are_kept_and_made_safe(given_name: str, kept: str) -> None:
    """What people typed stays; what breaks a path, a header, an address or a disk goes."""
    assert safe_file_name(given_name) == kept


@given(st.text(max_size=300))
def test_any_name_becomes_safe(name: str) -> None:
    """Whatever comes in, what goes out is one short visible path part, and stays as it is."""
    safe = safe_file_name(name)

    assert 0 < len(safe.encode()) <= MAX_BYTES
    assert not set(safe) & set('/\\<>:"|?*%#~\x00\n')
    assert safe[0] not in ". "
    assert safe[-1] not in ". "
    assert safe == unicodedata.normalize("NFC", safe) == safe_file_name(safe)


@pytest.mark.parametrize("letter", ["a", "ü", "猫", "🐈"])
def test_long_names_lose_their_middle_not_their_ending(letter: str) -> None:
    """A cut falls between characters, and the type stays readable."""
    safe = safe_file_name(letter * 300 + ".jpeg")

    assert MAX_BYTES - 3 <= len(safe.encode()) <= MAX_BYTES
    assert safe.strip(letter) == ".jpeg"


@pytest.mark.parametrize(
    ("name", "n", "second"),
    [("cat.jpg", 2, "cat-2.jpg"), ("cat", 3, "cat-3"), ("a.b.png", 10, "a.b-10.png")],
)
def test_a_second_file_gets_a_number(name: str, n: int, second: str) -> None:
    """The number stands before the ending."""
    assert numbered(name, n) == second


@given(st.text(max_size=300), st.sets(st.integers(2, 10**12), min_size=2, max_size=5))
def test_numbered_names_are_safe_and_differ(name: str, numbers: set[int]) -> None:
    """Even the longest name has room for its number."""
    safe = safe_file_name(name)
    made = [numbered(safe, n) for n in numbers]

    assert len(set(made)) == len(numbers)
    assert all(safe_file_name(second) == second for second in made)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Cat.JPG", "cat.jpg"), ("STRASSE.png", "straße.png"), ("Ä.jpg", "a\u0308.jpg")],
)
def test_names_that_some_disk_takes_for_one_clash(one: str, other: str) -> None:
    """Neither the size of letters nor the way of writing an accent tells names apart."""
    assert clash_form(one) == clash_form(other)


@given(st.text(max_size=60))
def test_the_clash_form_adds_no_folders(name: str) -> None:
    """It can stand in a key in place of the name."""
    assert "/" not in clash_form(safe_file_name(name))


def test_an_attachment_is_named_for_old_and_new_browsers() -> None:
    """Plain letters for those that know no better, the whole name for the rest."""
    said = attachment('Größe\r\n "38".jpg')

    assert (
        said == "attachment; filename=\"Gr__e 38.jpg\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%2038.jpg"
    )
