"""Rules at the moment that a picture becomes READY, and what a dry run holds back."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.readiness.rules import ChannelRules
from actions.reviewing.approval import ApprovalNeed, ApprovalRules
from actions.reviewing.automatic import ByItself, decide_new
from actions.reviewing.trying import try_rules
from documents.audit import AuditEntry
from documents.clock import now
from documents.image_files import Publication
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.review_rules import ReviewRule, ReviewRules, RuleAction, RuleCondition
from documents.reviews import Review, ReviewReason, ReviewState
from documents.transactions import together
from tests.documents.pictures import picture

pytestmark = pytest.mark.usefixtures("database")
APPROVE = ReviewRule(name="Good", when=RuleCondition(), action=RuleAction.APPROVE)


def reject(name: str, **when: Any) -> ReviewRule:
    """A rule that rejects what meets a condition."""
    condition = RuleCondition(**when)
    reason = ReviewReason.OTHER
    return ReviewRule(name=name, when=condition, action=RuleAction.REJECT, reason=reason)


async def came(number: int = 0, **said: Any) -> Image:
    """A picture that has just become READY."""
    return await picture(number, state=ProcessingState.READY, **said).insert()


async def ruled(image: Image, *rules: ReviewRule, house: ByItself | None = None) -> Image:
    """The picture, after these rules were asked about it."""
    await ReviewRules.delete_all()
    await ReviewRules(version=1, rules=list(rules), by=None).insert()
    await together(partial(_asked, image, house or ByItself()))
    return await Image.present(image.id)


async def _asked(image: Image, house: ByItself, session: Any) -> None:
    await decide_new(image, house, session)


async def test_what_people_have_decided_stays() -> None:
    """An approved picture that is processed again stays approved, and public."""
    approved = Review(state=ReviewState.APPROVED, at=now())
    shown = Publication(content_hash="x", renditions=[])
    image = await came(review=approved, publication=shown)

    assert await ruled(image, reject("All")) == await Image.present(image.id)
    assert await AuditEntry.count() == 0


async def test_channels_are_judged_anew() -> None:
    """By what the picture is now: nothing is known of it, so no channel takes it."""
    image = await came(readiness=["google:PASS"])
    found = await ruled(
        image, reject("Taken", ready_for=["google"]), reject("Not", unready_for=["google"])
    )

    assert found.review.rule == "Not"


async def test_nobody_is_given_pictures_who_left() -> None:
    """A rule whose reviewer may decide no more is passed over."""
    gone = ReviewRule(
        name="Gone",
        when=RuleCondition(),
        action=RuleAction.ROUTE,
        reviewer_id=PydanticObjectId(),
    )
    found = await ruled(await came(), gone, reject("Next"))

    assert (found.assignee_id, found.review.rule) == (None, "Next")


async def test_rules_let_out_nothing_that_is_over() -> None:
    """The next rule is asked; what is not valid yet is approved, and published in time."""
    late = await came(0, valid_until=now() - timedelta(hours=1))
    begin = now() + timedelta(days=1)
    early = await came(1, valid_from=begin)

    assert (await ruled(late, APPROVE, reject("Next"))).review.rule == "Next"
    assert (await ruled(early, APPROVE, reject("Next"))).review.rule == "Good"
    [job] = await Job.find({"kind": JobKind.PUBLISH}).to_list()
    assert (job.image_id, job.due) == (early.id, begin)


async def test_of_two_alike_one_is_a_double() -> None:
    """Two that become READY at the same moment do not overlook each other."""
    pair = [picture(n, facts={"pixel_hash": "p", "width": 9, "height": 9}) for n in range(2)]
    await Image.insert_many(pair)
    await ReviewRules(version=1, rules=[reject("Double", duplicate=True)], by=None).insert()

    async def ready(image: Image) -> None:
        async def write(session: Any) -> None:
            sets = {"$set": {"state": ProcessingState.READY.value}}
            changed = await Image.change(image.id, {}, sets, session)
            assert changed is not None
            await decide_new(changed, ByItself(), session)

        await together(write)

    await asyncio.gather(*(ready(image) for image in pair))
    states = [(await Image.present(image.id)).review.rule for image in pair]

    assert states.count("Double") == 1


async def test_a_dry_run_tells_what_would_be_held() -> None:
    """What lacks what approval asks for is counted, and the next rule is asked about it."""
    await Image.insert_many(
        [picture(n, state=ProcessingState.READY, edits={"credit": "Ada"}) for n in range(60)]
    )
    await came(100)
    trial = await try_rules(
        OPERATOR,
        [APPROVE, reject("Rest")],
        channels=ChannelRules({}),
        approval=ApprovalRules(needs=(ApprovalNeed.CREDIT,)),
    )

    assert [(one.matched, one.held) for one in trial.rules] == [(60, 1), (1, 0)]
    assert (trial.looked_at, trial.undecided) == (61, 0)
