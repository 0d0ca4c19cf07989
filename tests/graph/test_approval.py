"""What an approval asks: of the picture, of whoever gives it, of the version that was seen."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from actions.reviewing.approval import ApprovalNeed, ApprovalRules
from documents.jobs import Job
from documents.reviews import ReviewState
from graph.context import House
from tests import photos
from tests.graph.conftest import SignUp
from tests.graph.documents import APPROVE, REJECT, RESUBMIT, WITHDRAW
from tests.graph.reviewing import account, audited, brought_by, changed, kept, told, waiting
from tests.graph.steps import upload
from tests.graph.trashing import replaced
from tests.server import Client, Sent, codes

STRICT = ApprovalRules(four_eyes=True, needs=tuple(ApprovalNeed), least_side=800)
COMPLETE: dict[str, Any] = {
    "edits": {"alt_text": "A shoe", "credit": "Ada", "license_url": "https://a.example/l"},
    "product_code": "SKU-1",
    "facts": {"width": 800, "height": 900},
}


@pytest.fixture
async def house(house: House) -> House:
    """A house that asks for everything, but no channel."""
    return replace(house, approval=STRICT)


async def test_all_that_is_missing_is_told_at_once(reviewer: Client) -> None:
    """One error names every need that is not met; the complete picture beside it is approved."""
    [bare, small] = [*await waiting(), *await waiting(facts={"width": 9000, "height": 799})]
    [whole] = await waiting(**COMPLETE)
    answer = (await reviewer.ask(APPROVE, input={"ids": [bare, whole, small]}))["approveImages"]

    assert [one["id"] for one in answer["images"]] == [whole]
    needs = "ALT_TEXT, CREDIT, LICENCE, MIN_SIZE, PRODUCT_CODE"
    facts = {"missing": needs, "count": "5", "minSide": "800"}
    assert told(answer) == [
        ("INCOMPLETE", ["ids", "0"], facts),
        ("INCOMPLETE", ["ids", "2"], facts),
    ]
    assert (await kept(bare)).review.state is ReviewState.PENDING
    assert await Job.count() == 1


LOST: list[tuple[dict[str, object], str]] = [
    ({"edits.alt_text": None}, "ALT_TEXT"),
    ({"edits.credit": None, "metadata.credit": "The file's"}, "CREDIT"),
    ({"edits.license_url": None}, "LICENCE"),
    ({"facts.width": 799}, "MIN_SIZE"),
    ({"product_code": None}, "PRODUCT_CODE"),
]


async def test_each_need_is_told_apart(reviewer: Client) -> None:
    """What was cleared is missing, even where the file says it."""
    ids = await waiting(len(LOST), **COMPLETE)
    for id, (lost, _) in zip(ids, LOST, strict=True):
        await changed(id, **lost)
    answer = (await reviewer.ask(APPROVE, input={"ids": ids}))["approveImages"]

    missing = [facts["missing"] for _, _, facts in told(answer)]
    assert missing == [need for _, need in LOST]


SAID: dict[str, Any] = {"credit": "Ada", "license_url": "https://a.example/l"}
INSTEAD: list[dict[str, Any]] = [
    {"edits": {**SAID, "decorative": True}},
    {"edits": {**SAID, "alt_texts": {"pt": "Um sapato"}}},
    {"edits": SAID, "metadata": {"alt_text": "A shoe"}},
    {"edits": {"credit": "Ada", "alt_text": "A shoe", "usage_terms": "Ours"}},
]


async def test_there_are_several_ways_to_meet_a_need(reviewer: Client) -> None:
    """A decorative picture needs no text; another language, or the file's own word, will do."""
    ids = [(await waiting(**{**COMPLETE, **instead}))[0] for instead in INSTEAD]
    answer = (await reviewer.ask(APPROVE, input={"ids": ids}))["approveImages"]

    assert answer["userErrors"] == []


async def test_nobody_approves_what_they_brought_in(
    admin: Client, reviewer: Client, sign_up: SignUp
) -> None:
    """Neither a reviewer nor an ADMIN; somebody else does."""
    rex = await sign_up("rex", (await account("rita")).role)
    [hers, his] = await waiting(2, **COMPLETE)
    await brought_by(hers, (await account("rita")).id)
    await brought_by(his, (await account("ada")).id)
    by_her = (await reviewer.ask(APPROVE, input={"ids": [hers]}))["approveImages"]
    by_admin = (await admin.ask(APPROVE, input={"ids": [his]}))["approveImages"]
    by_him = (await rex.ask(APPROVE, input={"ids": [hers, his]}))["approveImages"]

    assert told(by_her) == [("FOUR_EYES", ["ids", "0"], {})]
    assert told(by_admin) == [("FOUR_EYES", ["ids", "0"], {})]
    assert [one["id"] for one in by_him["images"]] == [hers, his]


async def test_nobody_approves_a_file_that_they_put_in_its_place(
    importer: Client, reviewer: Client, sign_up: SignUp
) -> None:
    """Whoever replaced the file last is as bound as who brought the first one."""
    rex = await sign_up("rex", (await account("rita")).role)
    [result] = await upload(importer, Sent("a.jpg", photos.jpeg(64, 48)))
    id = result["imageId"]
    await changed(id, state="READY")
    await replaced(reviewer, id, 1, Sent("b.jpg", photos.jpeg(48, 64)))
    await changed(id, state="READY", **COMPLETE)
    by_her = (await reviewer.ask(APPROVE, input={"ids": [id]}))["approveImages"]
    by_him = (await rex.ask(APPROVE, input={"ids": [id]}))["approveImages"]

    assert (codes(by_her), codes(by_him)) == (["FOUR_EYES"], [])


async def test_an_admin_may_override_with_a_reason(admin: Client) -> None:
    """What is missing, and whose it is, no longer counts; the audit keeps why."""
    [id] = await waiting()
    await brought_by(id, (await account("ada")).id)
    input = {"ids": [id], "override": True}
    silent = (await admin.ask(APPROVE, input=input))["approveImages"]
    blank = (await admin.ask(APPROVE, input={**input, "overrideReason": " "}))["approveImages"]
    done = (await admin.ask(APPROVE, input={**input, "overrideReason": "Launch"}))["approveImages"]

    assert (codes(silent), codes(blank)) == (["TEXT_MISSING"], ["TEXT_MISSING"])
    assert [one["id"] for one in done["images"]] == [id]
    [entry] = await audited(id, "image.approved")
    assert entry.after["override"] == "Launch"
    assert entry.actor.user_id == (await account("ada")).id


async def test_an_override_is_for_admins(reviewer: Client) -> None:
    """A reviewer who asks for it is refused as a whole."""
    [id] = await waiting(**COMPLETE)
    input = {"ids": [id], "override": True, "overrideReason": "Please"}

    assert await reviewer.refused(APPROVE, input=input) == "FORBIDDEN"
    assert (await kept(id)).review.state is ReviewState.PENDING


async def test_an_override_makes_nothing_of_the_state_table(admin: Client) -> None:
    """What is not processed, or rejected, stays so."""
    [raw] = await waiting(state="PROCESSING")
    [rejected] = await waiting()
    await admin.ask(REJECT, input={"ids": [rejected], "reason": "QUALITY"})
    input = {"ids": [raw, rejected], "override": True, "overrideReason": "Launch"}
    answer = (await admin.ask(APPROVE, input=input))["approveImages"]

    assert codes(answer) == ["NOT_READY", "INVALID_TRANSITION"]


async def test_a_decision_can_insist_on_what_was_seen(reviewer: Client) -> None:
    """A version that is not there any more is told at its place, with the present one."""
    [old, new, free] = await waiting(3, version=4, **COMPLETE)
    seen = [{"id": old, "expectedVersion": 3}, {"id": new, "expectedVersion": 4}]
    answer = (await reviewer.ask(APPROVE, input={"ids": [free], "decisions": seen}))[
        "approveImages"
    ]

    assert [one["id"] for one in answer["images"]] == [free, new]
    path = ["decisions", "0", "expectedVersion"]
    assert told(answer) == [("CONFLICT", path, {"expected": "3", "current": "4"})]


async def test_every_move_can_insist_on_what_was_seen(reviewer: Client) -> None:
    """Reject, submit again and withdraw refuse another version than that which was seen."""
    [id] = await waiting(**COMPLETE)
    moves = [
        (REJECT, "rejectImages", {"reason": "QUALITY"}),
        (RESUBMIT, "resubmitImages", {}),
        (APPROVE, "approveImages", {}),
        (WITHDRAW, "withdrawImages", {"reason": "RIGHTS"}),
    ]
    for version, (document, name, more) in enumerate(moves, start=1):
        stale = [{"id": id, "expectedVersion": version + 1}]
        wrong = (await reviewer.ask(document, input={"decisions": stale, **more}))[name]
        right = [{"id": id, "expectedVersion": version}]
        done = (await reviewer.ask(document, input={"decisions": right, **more}))[name]

        assert codes(wrong) == ["CONFLICT"]
        assert [one["version"] for one in done["images"]] == [version + 1]


async def test_one_picture_named_twice_is_decided_once(reviewer: Client) -> None:
    """Named with a version that is not there it is not decided at all."""
    [one, other] = await waiting(2, **COMPLETE)
    seen = [{"id": one, "expectedVersion": 1}, {"id": other, "expectedVersion": 9}]
    input = {"ids": [one, other], "decisions": seen}
    answer = (await reviewer.ask(APPROVE, input=input))["approveImages"]

    assert [done["id"] for done in answer["images"]] == [one]
    assert codes(answer) == ["CONFLICT"]


async def test_a_decision_names_its_images_or_is_refused(reviewer: Client) -> None:
    """Ids that are none, and more than 250 by both ways together."""
    bad = {"decisions": [{"id": "nonsense"}]}
    answer = (await reviewer.ask(APPROVE, input=bad))["approveImages"]
    [id] = await waiting()
    many = {"ids": [id] * 200, "decisions": [{"id": id}] * 51}
    too_many = (await reviewer.ask(APPROVE, input=many))["approveImages"]

    assert told(answer)[0][:2] == ("INVALID_ID", ["decisions", "0", "id"])
    assert codes(too_many) == ["TOO_MANY"]


async def test_two_who_saw_the_same_version_make_one_decision(reviewer: Client) -> None:
    """Of approving and rejecting what was seen, one wins and the other is told of the conflict."""
    [id] = await waiting(**COMPLETE)
    seen = {"decisions": [{"id": id, "expectedVersion": 1}]}
    answers = await asyncio.gather(
        reviewer.ask(APPROVE, input=seen),
        reviewer.ask(REJECT, input={**seen, "reason": "QUALITY"}),
    )
    done = [next(iter(answer.values())) for answer in answers]

    assert sorted(len(one["images"]) for one in done) == [0, 1]
    assert sorted(map(codes, done)) == [[], ["CONFLICT"]]
