"""Taking a decision back."""

import asyncio
from datetime import timedelta
from typing import Any

from actions.reviewing.undoing import PATIENCE
from documents.clock import now
from documents.images import Image
from documents.reviews import ReviewState
from tests import photos
from tests.graph.documents import APPROVE, ERRORS, REJECT, RESUBMIT, UPDATE, WITHDRAW
from tests.graph.reviewing import audited, changed, kept, told, waiting
from tests.graph.steps import fetched, image, processed, public, published
from tests.server import Client, Sent, codes

UNDO = f"""
mutation Undo($input: UndoDecisionInput!) {{
  undoDecision(input: $input) {{
    images {{ id version review {{ state reason note byUserId at }} publication {{ at }} }}
    {ERRORS}
  }}
}}"""
UNKNOWN = "SW1hZ2U6NjUwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
DECISIONS: list[tuple[str, ReviewState, dict[str, Any]]] = [
    (APPROVE, ReviewState.PENDING, {}),
    (REJECT, ReviewState.PENDING, {"reason": "QUALITY", "note": "Dark"}),
    (WITHDRAW, ReviewState.APPROVED, {"reason": "RIGHTS"}),
    (RESUBMIT, ReviewState.REJECTED, {}),
    (RESUBMIT, ReviewState.WITHDRAWN, {}),
]


async def undone(client: Client, *ids: str, **more: Any) -> dict[str, Any]:
    """The payload of taking decisions back."""
    return dict((await client.ask(UNDO, input={"ids": list(ids), **more}))["undoDecision"])


def as_was(image: Image) -> dict[str, Any]:
    """All that an undone decision gives back."""
    return dict(image.model_dump(exclude={"version", "updated_at", "undoable"}))


async def test_every_decision_can_be_undone(reviewer: Client) -> None:
    """The record is what it was, but for its version; the audit has both, and no second undo."""
    for document, before, more in DECISIONS:
        review = {"state": before, "at": now() - timedelta(days=1), "note": "Earlier"}
        [id] = await waiting(review=review)
        was = await kept(id)
        await reviewer.ask(document, input={"ids": [id], **more})
        decided = await kept(id)
        answer = await undone(reviewer, id)
        again = await undone(reviewer, id)
        found, [entry] = await kept(id), await audited(id, "image.decision_undone")

        assert answer["userErrors"] == []
        assert as_was(found) == as_was(was)
        assert found.version == was.version + 2
        assert entry.before["review"] == decided.review.model_dump()
        assert entry.after["review"] == was.review.model_dump()
        assert codes(again) == ["NOTHING_TO_UNDO"]


async def test_an_undone_approval_is_out_of_the_shop(reviewer: Client, worker: None) -> None:
    """When the answer comes the public files are gone; an undone withdrawal brings them back."""
    [id] = await processed(reviewer, Sent("a.jpg", photos.jpeg(64, 48)))
    [shown] = await published(reviewer, id)
    links = [reviewer.address + one["url"] for one in shown["publication"]["renditions"]]
    await reviewer.ask(WITHDRAW, input={"ids": [id], "reason": "RIGHTS"})
    gone = {(await fetched(link)).status_code for link in links}
    await undone(reviewer, id)
    back = await public(reviewer, id)
    there = {(await fetched(link)).status_code for link in links}

    assert (gone, there) == ({410}, {200})
    assert back["review"] == shown["review"]
    await reviewer.ask(WITHDRAW, input={"ids": [id], "reason": "RIGHTS"})
    await reviewer.ask(RESUBMIT, input={"ids": [id]})
    [anew] = await published(reviewer, id)
    answer = await undone(reviewer, id)
    link = reviewer.address + anew["publication"]["renditions"][0]["url"]
    assert answer["images"][0]["publication"] is None
    assert (await fetched(link)).status_code == 410
    assert (await image(reviewer, id))["review"]["state"] == "PENDING"


async def test_what_cannot_be_undone_is_told(reviewer: Client, admin: Client) -> None:
    """Undecided, another's, too old, changed since, unknown: each at its place, the rest undone."""
    fresh, theirs, old, edited, mine = await waiting(5)
    await reviewer.ask(REJECT, input={"ids": [old, edited, mine], "reason": "QUALITY"})
    await admin.ask(REJECT, input={"ids": [theirs], "reason": "QUALITY"})
    await changed(old, **{"review.at": now() - PATIENCE})
    await reviewer.ask(UPDATE, input={"id": edited, "expectedVersion": 2, "title": "Shoe"})
    ids = [fresh, theirs, old, edited, UNKNOWN, mine]
    none = await undone(reviewer, *ids, errorPolicy="ABORT")
    some = await undone(reviewer, *ids)

    assert none["images"] == []
    assert [one["id"] for one in some["images"]] == [mine]
    assert told(some) == [
        ("NOTHING_TO_UNDO", ["ids", "0"], {}),
        ("NOT_YOUR_DECISION", ["ids", "1"], {}),
        ("UNDO_TOO_LATE", ["ids", "2"], {"seconds": "60"}),
        ("CONFLICT", ["ids", "3"], {"expected": "2", "current": "3"}),
        ("NOT_FOUND", ["ids", "4"], {"kind": "image"}),
    ]


async def test_undoing_and_deciding_race(reviewer: Client) -> None:
    """Of undoing a rejection and submitting it again, whichever comes second is refused."""
    [id] = await waiting()
    await reviewer.ask(REJECT, input={"ids": [id], "reason": "QUALITY"})
    results = await asyncio.gather(
        undone(reviewer, id),
        undone(reviewer, id),
        *(reviewer.ask(RESUBMIT, input={"decisions": [{"id": id, "expectedVersion": 2}]}),),
    )
    payloads = [*results[:2], results[2]["resubmitImages"]]
    won = [one for one in payloads if one["images"]]

    found = await kept(id)
    assert len(won) in (1, 2)
    assert found.review.state in (ReviewState.PENDING, ReviewState.REJECTED)
    assert found.version == 2 + len(won)


async def test_importers_undo_nothing(importer: Client) -> None:
    """Undoing is a decision, too."""
    [id] = await waiting()

    assert await importer.refused(UNDO, input={"ids": [id]}) == "FORBIDDEN"
