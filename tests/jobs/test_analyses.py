"""Asking a model about pictures, while endpoints, workers and pictures come and go."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.analysing import analyses
from actions.analysing.rules import AnalysisRules
from actions.analysing.work import MOST_WAITS, backoff
from actions.batches import ErrorPolicy
from actions.deleting import deletion
from actions.delivery import by_change_stream
from actions.metadata import editing
from actions.metadata.editing import Edit
from describing.describer import Describer
from documents.analyses import AnalysisKind, AnalysisWish
from documents.clock import now
from documents.images import Image
from documents.jobs import MAX_ATTEMPTS, Job, JobState
from documents.metadata_revisions import MetadataRevision
from documents.spending import Spending
from documents.suggestions import Suggestion, SuggestionState
from jobs.run import run
from jobs.tools import Tools
from processing.exiftool import ExifTool
from storage.client import S3Location
from tests import photos
from tests.describing import model as says
from tests.describing.model import Model, modelling
from tests.jobs.pictures import again, claimed, expire, ready

pytestmark = pytest.mark.usefixtures("database")
ON = AnalysisRules(on=True)
ALT = AnalysisWish(kind=AnalysisKind.ALT_TEXT, locale="en")
DESCRIPTION = AnalysisWish(kind=AnalysisKind.DESCRIPTION)


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    """A model that answers."""
    async with modelling() as ours:
        yield ours


@pytest.fixture
async def asking(tools: Tools, model: Model) -> AsyncIterator[Tools]:
    """A worker's tools, with the model among them."""
    async with Describer(model.endpoint()) as describer:
        yield replace(tools, analysis=ON, ask=describer.ask)


async def wished(image: Image, wish: AnalysisWish = ALT) -> Job:
    """The job that asks about a picture."""
    outcome = await analyses.analyze(
        OPERATOR,
        [image.id],
        wish,
        policy=ErrorPolicy.ABORT,
        rules=ON,
        deliver=by_change_stream,
    )
    return outcome.done[0].job


async def done(job: Job, tools: Tools) -> Job:
    """The job after one more try, whether it is due or not."""
    await expire(job)
    await run(await claimed(job), tools)
    return await again(job)


async def problem(job: Job) -> str:
    """Why it waits, or has failed."""
    found = (await again(job)).problem
    assert found is not None
    return found.code


async def spent() -> int:
    """How many calls of today are taken."""
    return sum([day.calls async for day in Spending.find()])


async def test_what_the_model_says_is_a_suggestion(asking: Tools, model: Model) -> None:
    """With all that was asked and what it has cost; the picture says nothing new."""
    image = await ready(asking)
    job = await done(await wished(image), asking)
    [suggestion] = await Suggestion.find().to_list()
    [day] = await Spending.find().to_list()
    after = await Image.present(image.id)

    assert (job.state, job.stages[-1].name) == (JobState.SUCCEEDED, "SUGGESTED")
    assert (suggestion.text, suggestion.state) == ("A red chair.", SuggestionState.OPEN)
    assert (suggestion.locale, suggestion.model) == ("en", "seer-1-2026")
    assert (suggestion.tokens_in, suggestion.tokens_out) == (900, 30)
    assert suggestion.prompt == model.asked[0]["messages"][1]["content"][0]["text"]
    assert (day.id, day.calls) == (now().astimezone(UTC).date().isoformat(), 1)
    assert (day.tokens_in, day.tokens_out) == (900, 30)
    assert (after.edits, after.version) == (image.edits, image.version)


async def test_the_model_sees_a_picture_that_tells_nothing(
    asking: Tools, model: Model, exiftool: ExifTool, tmp_path: Path
) -> None:
    """Neither position nor owner nor camera: a private rendition, never the original."""
    planted = photos.jpeg(
        gps=photos.SYDNEY, artist="PLANTED", camera=("PLANTED", "R5"), thumbnail=True
    )
    image = await ready(asking, planted)
    await done(await wished(image), asking)
    shown = model.picture()
    path = tmp_path / "shown.jpg"
    path.write_bytes(shown)
    tags = await exiftool.read(path)

    assert image.metadata["latitude"] is not None
    with photos.opened(shown) as picture:
        assert photos.corners(picture) == ("red", "green", "blue", "yellow")
    assert b"PLANTED" not in shown
    assert b"Exif" not in shown
    assert [key for key in tags if key.startswith(("GPS:", "IFD", "XMP", "IPTC", "ExifIFD"))] == []


async def test_a_busy_model_is_left_alone_for_as_long_as_it_says(
    asking: Tools, model: Model
) -> None:
    """It costs neither a try nor a call of the day's."""
    model.says(says.failing(429, retry_after="40"), says.text("A red chair."))
    job = await wished(await ready(asking))
    waiting = await done(job, asking)
    seconds = (waiting.due - now()).total_seconds()
    taken, code = await spent(), await problem(job)
    ended = await done(job, asking)

    assert (waiting.state, code) == (JobState.QUEUED, "MODEL_BUSY")
    assert 35 < seconds < 50
    assert (waiting.attempts, taken) == (0, 0)
    assert (ended.state, await spent()) == (JobState.SUCCEEDED, 1)


async def test_a_model_that_is_always_busy_is_given_up(asking: Tools, model: Model) -> None:
    """After many waits, each longer than the last up to some minutes."""
    model.says(says.failing(429))
    job = await wished(await ready(asking))
    await Job.get_pymongo_collection().update_one(
        {"_id": job.id}, {"$set": {"payload.waits": MOST_WAITS}}
    )
    ended = await done(job, asking)

    assert (ended.state, await problem(job)) == (JobState.FAILED, "MODEL_BUSY")
    assert timedelta(seconds=1) <= backoff(1) <= timedelta(seconds=2)
    assert timedelta(seconds=150) <= backoff(1000) <= timedelta(seconds=300)
    assert len({backoff(9) for _ in range(5)}) > 1


async def test_a_breakdown_is_tried_again(asking: Tools, model: Model) -> None:
    """After a pause; the second try is a second call."""
    model.says(says.failing(500), says.text("A red chair."))
    job = await wished(await ready(asking))
    waiting = await done(job, asking)
    code, later = await problem(job), waiting.due > now()
    ended = await done(job, asking)

    assert (waiting.state, code, later) == (JobState.QUEUED, "MODEL_UNAVAILABLE", True)
    assert (ended.state, ended.attempts, await spent()) == (JobState.SUCCEEDED, 2, 2)


@pytest.mark.parametrize(
    ("reply", "code", "calls"),
    [
        (says.failing(503), "MODEL_UNAVAILABLE", MAX_ATTEMPTS),
        (says.saying("no JSON"), "ANSWER_UNUSABLE", MAX_ATTEMPTS),
        (says.text("x" * 513), "ANSWER_TOO_LONG", MAX_ATTEMPTS),
        (says.failing(401), "MODEL_ACCESS_DENIED", 1),
        (says.failing(404), "MODEL_REJECTED", 1),
        (says.failing(429, "insufficient_quota"), "MODEL_QUOTA_SPENT", 1),
        (says.saying(None, refusal="I cannot."), "MODEL_REFUSED", 1),
    ],
)
async def test_what_does_not_pass_ends_with_its_name(
    asking: Tools, model: Model, reply: says.Reply, code: str, calls: int
) -> None:
    """What may pass is tried as often as any job; nothing is suggested."""
    model.says(reply)
    job = await wished(await ready(asking))
    while (await again(job)).state is JobState.QUEUED:
        await done(job, asking)

    assert ((await again(job)).state, await problem(job)) == (JobState.FAILED, code)
    assert (len(model.asked), await spent()) == (calls, calls)
    assert await Suggestion.count() == 0


async def test_a_model_that_hangs_is_left(tools: Tools, model: Model) -> None:
    """After the time that it has."""
    model.says(model.hanging(says.text("Late.")))
    job = await wished(await ready(tools))
    async with Describer(model.endpoint(seconds=0.3)) as describer:
        await done(job, replace(tools, analysis=ON, ask=describer.ask))

    assert await problem(job) == "MODEL_TIMED_OUT"


async def test_no_day_has_more_calls_than_were_decided() -> None:
    """However many take one at once, on a day that nobody has begun yet."""
    taken = await asyncio.gather(*(Spending.take_call(7) for _ in range(40)))

    assert (len([day for day in taken if day]), await spent()) == (7, 7)


async def test_what_is_beyond_the_budget_waits_for_tomorrow(asking: Tools, model: Model) -> None:
    """Many workers at once ask no more often than one would; no try is lost."""
    image = await ready(asking)
    jobs = [await wished(image) for _ in range(6)]
    frugal = replace(asking, analysis=replace(ON, daily_calls=2))
    held = [await claimed(job, f"worker {n}") for n, job in enumerate(jobs)]
    await asyncio.gather(*(run(job, frugal) for job in held))
    after = [await again(job) for job in jobs]
    waiting = [job for job in after if job.state is JobState.QUEUED]
    midnight = {(job.due.astimezone(UTC) + timedelta(seconds=2)).hour for job in waiting}

    assert (len(model.asked), await Suggestion.count(), len(waiting)) == (2, 2, 4)
    assert {job.problem.code for job in waiting if job.problem} == {"AI_BUDGET_SPENT"}
    assert ({job.attempts for job in waiting}, midnight) == ({0}, {0})


async def test_a_deleted_picture_is_not_paid_for(asking: Tools, model: Model) -> None:
    """Its job ends, and nobody is asked."""
    image = await ready(asking)
    job = await wished(image)
    await deletion.delete(OPERATOR, [image.id], bucket=asking.bucket)

    assert (await done(job, asking)).state is JobState.CANCELLED
    assert (model.asked, await spent()) == ([], 0)


@pytest.mark.parametrize("change", ["deleted", "replaced"])
async def test_a_picture_that_changes_meanwhile_gets_no_suggestion(
    asking: Tools, model: Model, change: str
) -> None:
    """What the model has seen is not what would be described."""
    image = await ready(asking)
    job = await wished(image)
    model.says(model.hanging(says.text("A red chair.")))
    working = asyncio.create_task(run(await claimed(job), asking))
    await model.reached.wait()
    if change == "deleted":
        await deletion.delete(OPERATOR, [image.id], bucket=asking.bucket)
    else:
        await Image.get_pymongo_collection().update_one({}, {"$set": {"original.number": 2}})
    model.released.set()
    await working

    assert ((await again(job)).state, await Suggestion.count()) == (JobState.CANCELLED, 0)


async def test_a_worker_that_lost_its_lease_suggests_nothing(asking: Tools, model: Model) -> None:
    """Whoever has the job now does."""
    job = await wished(await ready(asking))
    model.says(model.hanging(says.text("Late.")), says.text("A red chair."))
    slow = asyncio.create_task(run(await claimed(job, "slow"), asking))
    await model.reached.wait()
    ended = await done(job, asking)
    model.released.set()
    await slow
    [suggestion] = await Suggestion.find().to_list()

    assert (ended.state, suggestion.text) == (JobState.SUCCEEDED, "A red chair.")


@pytest.fixture
def parts(database: Any, mongo_uri: str, object_store: S3Location, tools: Tools) -> dict[str, Any]:
    """What a worker in another process is told of the parts."""
    return {
        "mongo": mongo_uri,
        "database": database.name,
        "store": asdict(replace(object_store, bucket=tools.bucket.name)),
        "scratch": str(tools.scratch),
    }


async def test_killed_workers_pay_no_more_often_than_a_job_is_tried(
    tools: Tools, model: Model, parts: dict[str, Any]
) -> None:
    """Each is killed while it waits for the answer; then the job is given up."""
    job = await wished(await ready(tools))
    model.says(model.hanging(says.text("Late.")))
    told = {**parts, "endpoint": asdict(model.endpoint()), "job": str(job.id)}
    for _ in range(MAX_ATTEMPTS):
        model.reached.clear()
        await _killed_when_asking(told, model)
        await expire(job)
    async with Describer(model.endpoint()) as describer:
        ended = await done(job, replace(tools, analysis=ON, ask=describer.ask))

    assert (ended.state, await problem(job)) == (JobState.FAILED, "CRASHED")
    assert (len(model.asked), await spent()) == (MAX_ATTEMPTS, MAX_ATTEMPTS)


async def _killed_when_asking(told: dict[str, Any], model: Model) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.jobs.dying_analyst", json.dumps(told)
    )
    async with asyncio.timeout(30):
        await model.reached.wait()
    process.kill()
    await process.wait()


async def test_a_worker_without_a_model_says_so(tools: Tools, model: Model) -> None:
    """It was configured for the API alone."""
    job = await wished(await ready(tools))

    assert (await done(job, tools)).state is JobState.FAILED
    assert await problem(job) == "AI_NOT_CONFIGURED"


async def edited(id: PydanticObjectId, **changes: object) -> None:
    """Somebody has said something of a picture."""
    await editing.update(OPERATOR, [Edit(id, changes)], policy=ErrorPolicy.ABORT)


async def test_a_setting_may_accept_what_nobody_has_said(asking: Tools, model: Model) -> None:
    """By Ecogram itself, with history; what a person said is left alone, and so is CUSTOM."""
    image, other = await ready(asking), await ready(asking, photos.jpeg(90, 60))
    trusting = replace(asking, analysis=replace(ON, accept=True))
    custom = AnalysisWish(kind=AnalysisKind.CUSTOM, prompt="Which style?")
    await edited(other.id, description="Mine", alt_texts=[{"locale": "pt", "text": "Minha"}])
    wishes = [(image, DESCRIPTION), (image, ALT), (other, DESCRIPTION), (other, ALT)]
    for one, wish in [*wishes, (other, custom)]:
        await done(await wished(one, wish), trusting)
    states = [suggestion.state async for suggestion in Suggestion.find().sort("_id")]
    first, second = await Image.present(image.id), await Image.present(other.id)
    revision = await MetadataRevision.find_one({"image_id": image.id})

    assert states == ["ACCEPTED", "ACCEPTED", "OPEN", "ACCEPTED", "OPEN"]
    assert first.edits["description"] == first.ai_texts["description"] == "A red chair."
    assert second.edits["alt_texts"] == {"pt": "Minha", "en": "A red chair."}
    assert second.edits["description"] == "Mine"
    assert revision is not None
    assert (revision.kind, revision.actor.user_id) == ("SUGGESTION", None)


async def test_answers_that_come_at_once_are_all_written(asking: Tools, model: Model) -> None:
    """Each builds on the other: no text is lost, and each has its revision."""
    image = await ready(asking)
    trusting = replace(asking, analysis=replace(ON, accept=True))
    locales = ["en", "pt", "de", "fr"]
    wishes = [AnalysisWish(kind=AnalysisKind.ALT_TEXT, locale=tag) for tag in locales]
    held = [await claimed(await wished(image, wish), str(n)) for n, wish in enumerate(wishes)]
    await asyncio.gather(*(run(job, trusting) for job in held))
    after = await Image.present(image.id)

    assert set(after.edits["alt_texts"]) == set(after.ai_texts["alt_texts"]) == set(locales)
    assert (after.version, await MetadataRevision.count()) == (image.version + 4, 4)


async def test_a_picture_that_waits_for_its_analysis_is_not_busy(asking: Tools) -> None:
    """Store and records are compared all the same, though it may wait for a day."""
    image = await ready(asking)
    await wished(image)

    assert await Job.busy([image.id]) == set()


async def test_a_picture_without_renditions_is_not_asked_about(asking: Tools, model: Model) -> None:
    """The original is never sent in their place."""
    image = await ready(asking)
    job = await wished(image)
    await Image.get_pymongo_collection().update_one({}, {"$set": {"renditions": []}})

    assert ((await done(job, asking)).state, model.asked) == (JobState.CANCELLED, [])


async def test_what_has_too_many_languages_stays_open(asking: Tools) -> None:
    """A setting accepts only what fits."""
    image = await ready(asking)
    texts = [{"locale": f"a{letter}", "text": "x"} for letter in "bcdefghijklmnopqrstuvwxyz"]
    more = [{"locale": f"b{letter}", "text": "x"} for letter in "abcde"]
    await edited(image.id, alt_texts=[*texts, *more])
    await done(await wished(image), replace(asking, analysis=replace(ON, accept=True)))
    [suggestion] = await Suggestion.find().to_list()

    assert suggestion.state is SuggestionState.OPEN
