"""The examples of Apollo Client and urql on a running service, from register to withdraw."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import Run

STAGES = ["QUEUED", "CHECKED", "METADATA", "RENDITIONS", "READY"]
LARGE_BYTES = 33 * 1024**2


@pytest.fixture(scope="module", params=["apollo", "urql"])
def toured(
    request: pytest.FixtureRequest,
    service: str,
    example: Run,
    two_photos: list[Path],
    large_photo: Path,
) -> Any:
    """What a library found on its tour; each has its own product."""
    code = f"SHOE-{request.param}"
    files = [*two_photos, two_photos[0], large_photo]
    return example(f"{request.param}/src/tour.js", service, code, *files)


def test_what_is_generated_is_current(checked: Callable[[str], str]) -> None:
    """Types, possible types, introspection and manifest fit the schema; no cast is in our code."""
    assert checked("check").count("stale") == 0


def test_a_wrong_password_is_told(toured: Any) -> None:
    """By a code, before the right one signs in."""
    assert toured["wrong"] == ["INVALID_CREDENTIALS"]


def test_uploads_tell_how_far_they_are(toured: Any) -> None:
    """Through us, to the store, and to the store in parts: bytes that have left, up to the last."""
    bars = toured["bars"]

    assert all(bar["sent"] == bar["total"] > 0 for bar in bars.values())
    assert bars["parts"]["total"] > LARGE_BYTES
    assert bars["parts"]["steps"] >= 5


def test_uploads_are_followed_stage_by_stage(toured: Any) -> None:
    """A websocket tells of all four pictures, each stage once and in order; so does HTTP."""
    assert toured["stages"] == [STAGES] * 4
    assert [told[:5] for told in toured["trusted"]["stages"]] == [STAGES] * 4


def test_lists_page_as_the_library_pages_them(toured: Any) -> None:
    """Relay paging of each library joins two pages of one into a list of two."""
    assert toured["rows"] == 2


def test_not_sent_differs_from_null(toured: Any) -> None:
    """A title that is not sent stays, a null clears the description, a stale edit is told."""
    assert toured["edit"] == {
        "set": ["Shoe", "Red"],
        "cleared": ["Shoe", None],
        "stale": ["CONFLICT"],
    }


def test_an_approval_shows_before_it_is_answered(toured: Any) -> None:
    """And stays."""
    states = toured["approved"]["states"]

    assert toured["approved"]["problems"] == []
    assert (states[0], set(states[1:])) == ("PENDING", {"APPROVED"})


def test_a_refused_approval_is_taken_back(toured: Any) -> None:
    """What was withdrawn looks approved until the server says why it is not."""
    assert toured["refused"] == {
        "states": ["WITHDRAWN", "APPROVED", "WITHDRAWN"],
        "problems": ["INVALID_TRANSITION"],
    }


def test_a_shop_sees_what_is_approved_and_nothing_else(toured: Any) -> None:
    """With its key it reads the product and its two pictures, but not the library."""
    assert toured["shop"] == {
        "name": "Red shoe",
        "images": 2,
        "missingCodes": ["NONE"],
        "refused": ["FORBIDDEN"],
    }


def test_what_is_withdrawn_is_gone(toured: Any) -> None:
    """A public link works until its picture is withdrawn; the other's goes on working."""
    assert toured["links"] == {"before": [200, 200], "after": [410, 200]}


def test_tokens_are_renewed(toured: Any) -> None:
    """Once for two queries, an upload, a socket, and before the end; never for a mistake."""
    assert toured["renewed"] == {
        "queries": 1,
        "upload": 1,
        "socket": 1,
        "early": 1,
        "mistake": ["BAD_REQUEST"],
    }


def test_documents_are_sent_once_and_named_after(toured: Any) -> None:
    """A query goes by its hash and by GET, once its text was sent; a mutation by its text."""
    asked = toured["asked"]

    assert asked["gets"] >= asked["names"] > 5
    assert asked["texts"] > 0


def test_trusted_documents_need_not_be_sent(toured: Any) -> None:
    """Signing in, reading and signing out go by names of a manifest, without any text."""
    trusted = toured["trusted"]

    assert trusted["email"] == "ada@example.com"
    assert trusted["asked"] == {"names": 3, "gets": 1, "texts": 0, "refused": 0}


def test_after_signing_out_nothing_works(toured: Any) -> None:
    """Neither the access token nor renewing it."""
    assert toured["after"] == ["UNAUTHENTICATED"]
