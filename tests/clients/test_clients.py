"""Apollo Client and urql on a running service, from register to withdraw."""

from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import Run

STAGES = ["QUEUED", "CHECKED", "METADATA", "RENDITIONS", "READY"]


@pytest.fixture(scope="module", params=["apollo", "urql"])
def walked(request: pytest.FixtureRequest, service: str, run: Run, two_photos: list[Path]) -> Any:
    """What a library found on its walk; each has its own product."""
    return run(f"{request.param}.mjs", service, f"SHOE-{request.param}", *two_photos)


def test_uploads_are_followed_stage_by_stage(walked: Any) -> None:
    """A subscription tells of both pictures of one upload, each stage once and in order."""
    assert walked["stages"] == [STAGES, STAGES]


def test_lists_page_as_the_library_pages_them(walked: Any) -> None:
    """Relay paging of each library joins two pages of one into a list of two."""
    assert walked["pages"] == 2


def test_not_sent_differs_from_null(walked: Any) -> None:
    """A title that is not sent stays, a null clears the description, a stale edit is told."""
    assert walked["edit"] == {
        "set": ["Shoe", "Red"],
        "cleared": ["Shoe", None],
        "stale": ["CONFLICT"],
    }


def test_a_shop_sees_what_is_approved_and_nothing_else(walked: Any) -> None:
    """With its key it reads the product and its two pictures, but not the library."""
    catalogue = walked["catalogue"]

    assert catalogue.pop("code").startswith("SHOE-")
    assert catalogue == {
        "name": "Red shoe",
        "images": 2,
        "missing": ["NONE"],
        "refused": ["FORBIDDEN"],
    }


def test_what_is_withdrawn_is_gone(walked: Any) -> None:
    """A public link works until its picture is withdrawn; the other's goes on working."""
    assert walked["links"] == {"type": "image/webp", "statuses": [200, 410, 200]}


def test_a_refused_token_is_renewed(walked: Any) -> None:
    """Two queries at once, an upload and a subscription renew once each; a mistake does not."""
    assert walked["renewed"] == {"counts": [1, 2, 3], "mistake": ["BAD_REQUEST"]}


def test_documents_are_sent_once_and_named_after(walked: Any) -> None:
    """Each text goes over the wire once, then its hash stands for it, of queries by GET."""
    asked = walked["asked"]

    assert asked["texts"] > 0
    assert asked["hashes"] >= asked["gets"] > 5


def test_after_signing_out_nothing_works(walked: Any) -> None:
    """Neither the access token nor renewing it."""
    assert walked["after"] == {"refused": ["UNAUTHENTICATED"], "signedIn": False}


def test_trusted_documents_need_not_be_sent(service: str, run: Run) -> None:
    """Both libraries read by the id that a manifest gave, and no text goes over the wire."""
    read = run("trusted.mjs", service)

    assert read == {name: {"asked": "Query", "viewer": None} for name in ("apollo", "urql")}
