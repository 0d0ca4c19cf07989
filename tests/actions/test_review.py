"""Decisions: one of many wins, and what belongs together happens together or not at all."""

import asyncio
from functools import partial
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from actions import images
from actions.access import OPERATOR
from actions.batches import ErrorPolicy
from actions.delivery import by_change_stream
from actions.images import EditConflict
from actions.readiness.approval import NotReadyForChannels
from actions.readiness.rules import ChannelRules
from actions.reviewing import decisions
from actions.reviewing.approval import ApprovalNeed, ApprovalRules, ImageNotReady, Incomplete
from actions.reviewing.deciding import Decision, Outcome, decide
from actions.reviewing.decisions import Override
from documents.audit import AuditEntry
from documents.errors import CannotMove, NoSuchDocument
from documents.image_files import Publication
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.reviews import Review, ReviewReason, ReviewState
from tests.documents.pictures import picture

pytestmark = pytest.mark.usefixtures("database")
Database = AsyncDatabase[dict[str, Any]]


async def processed(count: int = 1, **said: Any) -> list[Image]:
    """Images that wait for a decision."""
    kept = [picture(number, state=ProcessingState.READY, **said) for number in range(count)]
    await Image.insert_many(kept)
    return kept


async def approve(*ids: PydanticObjectId, policy: ErrorPolicy = ErrorPolicy.CONTINUE) -> Outcome:
    """Approve."""
    return await decisions.approve(OPERATOR, ids, policy=policy, deliver=by_change_stream)


async def reject(*ids: PydanticObjectId) -> Outcome:
    """Reject."""
    return await decisions.reject(
        OPERATOR, ids, reason=ReviewReason.QUALITY, note=None, policy=ErrorPolicy.CONTINUE
    )


async def written() -> tuple[int, int]:
    """How many audit entries and jobs there are."""
    return await AuditEntry.count(), await Job.count()


async def test_one_of_many_decisions_wins() -> None:
    """Twenty reviewers decide at the same moment: one does, the others are told."""
    [image] = await processed()
    outcomes = await asyncio.gather(*((approve, reject)[n % 2](image.id) for n in range(20)))
    won = [one.done[0] for one in outcomes if one.done]
    refused = [why for one in outcomes for _, why in one.refused]
    kept = await Image.present(image.id)

    assert len(won) == 1
    assert kept.review.state is won[0].review.state
    assert kept.version == image.version + 1
    assert [type(why) for why in refused] == [CannotMove] * 19
    assert await written() == (1, int(kept.review.state is ReviewState.APPROVED))


async def test_many_decisions_at_once_are_all_made() -> None:
    """Calls that share some images lose none: each image is decided once, by one of them."""
    kept = await processed(12)
    ids = [image.id for image in kept]
    outcomes = await asyncio.gather(*(approve(*ids[start : start + 6]) for start in range(7)))
    done = [image.id for one in outcomes for image in one.done]

    assert sorted(done) == sorted(ids)
    assert await written() == (12, 12)


async def test_all_or_none() -> None:
    """Under ABORT one refusal leaves everything as it is, and each is told at its place."""
    [good, decided] = await processed(2)
    await reject(decided.id)
    unready = picture(9, state=ProcessingState.PROCESSING)
    await unready.insert()
    before = await written()
    ids = (good.id, decided.id, PydanticObjectId(), unready.id)
    outcome = await approve(*ids, policy=ErrorPolicy.ABORT)

    assert outcome.done == []
    assert [(place, type(why)) for place, why in outcome.refused] == [
        (1, CannotMove),
        (2, NoSuchDocument),
        (3, ImageNotReady),
    ]
    assert await Image.present(good.id) == good
    assert await written() == before


@pytest.mark.parametrize("collection", ["audit", "jobs"])
async def test_a_decision_is_whole_or_not_made(own_database: Database, collection: str) -> None:
    """When its audit entry or its job cannot be written, neither is anything else of it."""
    kept = await processed(2)
    refusing = {"never": {"$exists": True}}
    await own_database.command("collMod", collection, validator=refusing)
    with pytest.raises(PyMongoError):
        await approve(*(image.id for image in kept))

    assert [await Image.present(image.id) for image in kept] == kept
    assert await written() == (0, 0)


async def test_withdrawn_is_not_public_from_then_on(database: Database) -> None:
    """The record says so in the transaction of the decision, whatever the store does."""
    [image] = await processed(publication=Publication(content_hash="x", renditions=[]))
    await approve(image.id)
    publication = Publication(content_hash="y", renditions=[]).model_dump()
    await database["images"].update_one({"_id": image.id}, {"$set": {"publication": publication}})
    job = Job.held(JobKind.UNPUBLISH, image.id, "us")
    withdrawn = Review(state=ReviewState.WITHDRAWN, reason=ReviewReason.RIGHTS)
    decision = Decision(review=withdrawn, follow=lambda *_: job)
    outcome, _ = await decide(OPERATOR, [image.id], decision, ErrorPolicy.ABORT)

    assert outcome.done[0].publication is None
    assert (await Image.present(image.id)).publication is None


async def test_one_of_many_edits_wins() -> None:
    """Twenty edits of one version: one is made, the others see what it made of the image."""
    [image] = await processed()
    edits = (
        images.edit(OPERATOR, image.id, {"title": f"Title {n}"}, image.version) for n in range(20)
    )
    results = await asyncio.gather(*edits, return_exceptions=True)
    [won] = [one for one in results if isinstance(one, Image)]
    lost = [one for one in results if isinstance(one, EditConflict)]

    assert len(lost) == 19
    assert {one.image.edits["title"] for one in lost} == {won.edits["title"]}
    assert (await Image.present(image.id)).version == image.version + 1
    assert await written() == (1, 0)


async def test_all_kinds_of_lacks_are_told_together() -> None:
    """What the house asks for, and what a channel asks for, in one answer; an override passes."""
    [image] = await processed(facts={"width": 100, "height": 100})
    ask = partial(
        decisions.approve,
        OPERATOR,
        [image.id],
        policy=ErrorPolicy.CONTINUE,
        deliver=by_change_stream,
        rules=ApprovalRules(needs=(ApprovalNeed.CREDIT,)),
        channels=ChannelRules(approval=("google",)),
    )
    refused = await ask()
    done = await ask(override=Override("Launch"))

    assert [type(why) for _, why in refused.refused] == [Incomplete, NotReadyForChannels]
    assert [one.id for one in done.done] == [image.id]
