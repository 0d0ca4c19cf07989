"""Judging pictures for channels: kept in step with what changes, found again by an index."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.batches import ErrorPolicy
from actions.delivery import by_change_stream
from actions.library import ImageFilter
from actions.readiness import judging
from actions.readiness.approval import NotReadyForChannels
from actions.readiness.counting import readiness_counts
from actions.readiness.judging import judge_changed, judge_some
from actions.readiness.rules import ChannelRules
from actions.reviewing import decisions
from documents.clock import now
from documents.images import Image
from documents.jobs import Job
from documents.metadata_revisions import set_edits
from documents.places import Placed, leave_product, place, put_on_products
from documents.processing_states import ProcessingState
from documents.products import ProductRole
from documents.readiness import labelled, unchanged
from documents.transactions import Session, together
from documents.unjudged import keep_judgements, some_waiting, waiting
from jobs import judging as loop_of
from jobs.judging import keep_judged
from processing.channels.judging import ReadinessState
from processing.channels.profiles import Profile, Rule
from processing.channels.reading import shipped
from tests.documents.pictures import picture

pytestmark = pytest.mark.usefixtures("database")
Database = AsyncDatabase[dict[str, Any]]
RULES = ChannelRules()
LARGE = {"width": 2000, "height": 2000, "bytes": 9, "format": "JPEG"}
SMALL = {**LARGE, "width": 400}


def only(measure: str, least: float) -> ChannelRules:
    """A house whose one channel, `own`, asks for one thing."""
    said = {"advice": "Do it.", "source": "Us.", "checked_on": date(2026, 11, 21)}
    asked = Rule.model_validate(
        {"id": "one", "measure": measure, "unmet": "FAIL", "min": least, **said}
    )
    return ChannelRules({"own": Profile(id="own", name="Own", about="Ours.", rules=(asked,))})


async def ready(count: int = 1, facts: Mapping[str, Any] = LARGE, **said: Any) -> list[Image]:
    """Pictures that are READY and that nobody has judged."""
    more = {"state": ProcessingState.READY, "facts": dict(facts), **said}
    made = [picture(number, **more) for number in range(count)]
    await Image.insert_many(made)
    return made


async def labels(id: PydanticObjectId) -> list[str] | None:
    """How a picture answers, by the present word of it; None where it is to be judged."""
    kept = await Image.present(id)
    return kept.readiness if kept.readiness_of is not None else None


async def test_what_waits_is_judged_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each picture once, without a change that clients would be told of, and never the deleted."""
    monkeypatch.setattr(judging, "AT_ONCE", 2)
    made = await ready(5)
    gone, queued = picture(10, deleted_at=now(), state="READY"), picture(11, state="QUEUED")
    await Image.insert_many([gone, queued])
    turns = [await judge_some(RULES) for _ in range(4)]
    kept = await Image.present(made[0].id)

    assert turns == [2, 2, 1, 0]
    assert "google:WARN" not in kept.readiness
    assert "google:NOT_MEASURED" in kept.readiness
    assert {label.partition(":")[0] for label in kept.readiness} == set(shipped())
    assert (kept.version, kept.updated_at) == (made[0].version, made[0].updated_at)
    assert (await Image.present(queued.id)).readiness == []


async def test_other_rules_have_all_pictures_judged_again() -> None:
    """A rule, or what is published, tells old judgements from new ones; going back works too."""
    [image] = await ready()
    asks, asks_more = only("shorter_side", 500), only("shorter_side", 1700)
    answers = []
    for rules in (asks, asks_more, asks_more, asks):
        await judge_some(rules)
        answers.append(await labels(image.id))

    assert answers == [["own:PASS"], ["own:FAIL"], ["own:FAIL"], ["own:PASS"]]
    assert len({asks.name, asks_more.name, RULES.name}) == 3
    assert ChannelRules(presets=RULES.presets[:2]).name != RULES.name
    assert ChannelRules().name == RULES.name


async def test_two_judges_and_an_editor_end_in_step() -> None:
    """Whoever judged what is there no more keeps nothing of it."""
    rules = only("alt_text_length", 1)
    [image] = await ready()
    [seen] = await some_waiting(rules.name, 10)
    await Image.edit(image.id, {"edits.alt_text": "A chair"}, 1, None)  # type: ignore[arg-type]

    assert await keep_judgements([(seen, ["own:FAIL"])], rules.name) == 0
    assert await labels(image.id) is None
    assert max(await asyncio.gather(*(judge_some(rules) for _ in range(4)))) == 1
    assert await labels(image.id) == ["own:PASS"]


async def test_every_way_to_change_what_is_judged_is_seen() -> None:
    """Facts, texts and roles; but not what has nothing to do with it."""
    image, other = await ready(2, product_code="A")

    async def placed(session: Session) -> None:
        line = [Placed(image.id, ProductRole.MAIN, 1), Placed(other.id, ProductRole.SWATCH, 2)]
        await place("A", line, [], session)

    async def demoted(session: Session) -> None:
        line = [Placed(image.id, ProductRole.MAIN, 1), Placed(other.id, ProductRole.MAIN, 2)]
        await place("A", line[1:], [], session)

    async def edited(session: Session) -> None:
        await set_edits({image.id: {"alt_text": "A chair"}}, session)

    async def left(session: Session) -> None:
        await leave_product("A", session)

    async def moved(session: Session) -> None:
        await put_on_products({other.id: "B"}, session)

    async def measured(session: Session) -> None:
        await Image.change(image.id, {}, {"$set": {"facts": SMALL}}, session)

    async def rendered(session: Session) -> None:
        await Image.change(image.id, {}, {"$unset": {"renditions": 1}}, session)

    async def reviewed(session: Session) -> None:
        await Image.change(image.id, {}, {"$set": {"review.note": "nice"}}, session)

    seen = {}
    for change in (placed, placed, demoted, edited, left, moved, measured, rendered, reviewed):
        await judge_changed([image.id, other.id], RULES)
        await together(change)
        name = change.__name__ + ("_again" if change.__name__ in seen else "")
        seen[name] = [await labels(one.id) is None for one in (image, other)]

    assert seen == {
        "placed": [True, True],
        "placed_again": [False, False],
        "demoted": [True, True],
        "edited": [True, False],
        "left": [True, True],
        "moved": [False, True],
        "measured": [True, False],
        "rendered": [True, False],
        "reviewed": [False, False],
    }


async def test_the_loop_judges_until_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It goes on after an error, and where it was stopped."""
    monkeypatch.setattr(loop_of, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(loop_of, "AT_ONCE", 1)
    rules = only("width", 500)
    broken, fine = await ready(2)
    images = Image.get_pymongo_collection()
    await images.update_one({"_id": broken.id}, {"$set": {"renditions": 7}})
    loop = asyncio.create_task(keep_judged(rules))
    async with asyncio.timeout(20):
        while "could not be judged" not in caplog.text:
            await asyncio.sleep(0.02)
        await images.update_one({"_id": broken.id}, {"$set": {"renditions": []}})
        while await Image.get_pymongo_collection().count_documents(waiting(rules.name)):
            await asyncio.sleep(0.02)
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)

    assert await labels(fine.id) == ["own:PASS"]


def stages_of(told: Mapping[str, Any]) -> str:
    """The plan that was chosen."""
    return str(told["queryPlanner"]["winningPlan"])


@pytest.mark.parametrize("order", ["created_at", "updated_at"])
async def test_a_filter_by_readiness_is_served_by_an_index(order: str) -> None:
    """One answer in the order of the list, without looking at others; several by an index too."""
    others = [picture(n, readiness=["google:FAIL", "amazon:PASS"]) for n in range(40)]
    await Image.insert_many([*others, picture(50, readiness=["google:PASS"])])
    sort = [(order, -1), ("_id", -1)]
    one = ImageFilter(readiness=["google:PASS", "google:PASS"]).where()
    many = ImageFilter(readiness=["google:PASS", "google:WARN"]).where()
    told = await Image.get_pymongo_collection().find(one).sort(sort).explain()
    more = await Image.get_pymongo_collection().find(many).sort(sort).explain()

    assert f"readiness_by_{order}" in stages_of(told)
    assert "'stage': 'SORT'" not in stages_of(told)
    assert told["executionStats"]["totalDocsExamined"] == 1
    assert "readiness_by_" in stages_of(more)
    assert "COLLSCAN" not in stages_of(told) + stages_of(more)


async def test_those_that_wait_are_found_by_an_index() -> None:
    """A large library that is judged costs nothing to look at."""
    await ready(20)
    await judge_some(RULES)
    found = Image.get_pymongo_collection().find(waiting(RULES.name)).limit(5)
    told = await found.explain()

    assert "unjudged" in str(told["queryPlanner"]["winningPlan"])
    assert told["executionStats"]["totalDocsExamined"] == 0


async def test_counts_are_of_what_is_there() -> None:
    """Each answer, what waits, and nothing that is deleted."""
    rules = only("shorter_side", 500)
    await ready(3)
    small = [picture(n, state="READY", facts=SMALL) for n in (20, 21)]
    gone = picture(22, state="READY", facts=SMALL, deleted_at=now())
    await Image.insert_many([*small, gone])
    await judge_some(rules)
    await Image.insert_many([picture(30, state="READY", facts=SMALL)])
    counts = await readiness_counts(OPERATOR, rules, "own")

    assert counts.by_state == {
        ReadinessState.PASS: 3,
        ReadinessState.WARN: 0,
        ReadinessState.FAIL: 2,
        ReadinessState.NOT_MEASURED: 0,
        ReadinessState.NOT_APPLICABLE: 0,
    }
    assert counts.waiting == 1


async def approve(rules: ChannelRules, *ids: PydanticObjectId, policy: ErrorPolicy) -> Any:
    """Approve, as a house with these rules does."""
    return await decisions.approve(
        OPERATOR, ids, policy=policy, deliver=by_change_stream, channels=rules
    )


async def test_approval_names_each_rule_that_stops_it() -> None:
    """Judged anew whatever is kept: what is only advised, or not asked for, stops nothing."""
    rules = ChannelRules(approval=("google", "amazon"))
    fine, small = await ready(2)
    unmeasured = picture(30, state="READY", facts=LARGE, product_code="A", product_role="MAIN")
    await Image.insert_many([unmeasured])
    await Image.change(small.id, {}, {"$set": {"facts": SMALL, "renditions": []}})
    stored = {"preset": "FULLSIZE", "key": "k", "content_type": "image/jpeg"}
    sizes = {"width": 9, "height": 9, "bytes": 9}
    made = {"$set": {"renditions": [{**stored, **sizes}]}}
    for image in (fine, small, unmeasured):
        await Image.change(image.id, {}, made)
    await Image.get_pymongo_collection().update_one(
        {"_id": small.id}, labelled(["google:PASS", "amazon:PASS"], rules.name)
    )
    ids = [fine.id, small.id, unmeasured.id]
    none = await approve(rules, *ids, policy=ErrorPolicy.ABORT)
    some = await approve(rules, *ids, policy=ErrorPolicy.CONTINUE)
    refusals = [(place, why) for place, why in some.refused]

    assert (none.done, len(none.refused)) == ([], 2)
    assert [image.id for image in some.done] == [fine.id]
    assert [place for place, _ in refusals] == [1, 2]
    assert all(isinstance(why, NotReadyForChannels) for _, why in refusals)
    assert [why.params for _, why in refusals] == [
        {
            "channels": "google",
            "rules": "google:smallest-side",
            "states": "FAIL",
            "count": 1,
        },
        {
            "channels": "amazon",
            "rules": "amazon:white-background, amazon:pure-white, amazon:fill",
            "states": "NOT_MEASURED, NOT_MEASURED, NOT_MEASURED",
            "count": 3,
        },
    ]
    assert "320 px" in str(refusals[0][1])
    assert "2 more" in str(refusals[1][1])
    assert await Job.count() == 1


async def test_no_channel_is_asked_for_unless_the_settings_say_so() -> None:
    """A picture of which nothing is known can be approved."""
    [image] = await ready(facts={})
    outcome = await approve(RULES, image.id, policy=ErrorPolicy.CONTINUE)

    assert outcome.refused == []


def test_a_row_is_kept_only_as_long_as_it_is_true() -> None:
    """Whatever is judged is part of the condition, also where it is absent."""
    where = unchanged({"_id": 1, "facts": {"width": 3}, "edits": {"alt_texts": {"en": "x"}}})

    assert where["facts"] == {"$eq": {"width": 3}}
    assert where["edits.alt_texts"] == {"$eq": {"en": "x"}}
    assert where["metadata.alt_text"] == {"$eq": None}
