"""Asking a model about a picture: a worker's part.

Each try of a job asks at most once, and the job counts its tries before it begins one: so
whatever becomes of workers, no job asks more often than it may be tried.
"""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from actions.analysing.jobs import wish_of
from actions.analysing.rules import AnalysisNotConfigured, AnalysisRules
from actions.analysing.suggestions import accepted_by_itself
from actions.analysing.wishes import instruction, question
from describing.errors import DescribingError, ModelBusy
from describing.questions import Answer, Ask, Picture
from documents.image_files import StoredRendition
from documents.images import Image
from documents.jobs import MAX_ATTEMPTS, Job, JobState
from documents.problems import Problem
from documents.processing_states import ProcessingState
from documents.spending import Spending, until_tomorrow
from documents.suggestions import Suggestion
from documents.transactions import Session, together
from storage.bucket import Bucket

# Largest first; a model sees no more in what is larger than this, and endpoints refuse it.
SHOWN, MOST_BYTES = ("FULLSIZE", "THUMB"), 5 * 1024**2
# How often an endpoint may say that it is busy: with the pauses between, about two hours.
MOST_WAITS = 30
LONGEST_PAUSE_SECONDS = 300.0


class Unwanted(Exception):
    """Nobody wants to know any more: the picture is gone, or has another file."""


async def analyse(
    job: Job, folder: Path, *, bucket: Bucket, ask: Ask | None, rules: AnalysisRules
) -> None:
    """Ask what `job` is to ask, and end it with a suggestion; may be repeated.

    It is given back where the endpoint is busy or broken down, or the day's calls are spent. It
    ends CANCELLED where the picture is gone or has another file. Raises StorageError, LeaseLost.
    """
    if ask is None:
        await _fail(job, AnalysisNotConfigured.code, str(AnalysisNotConfigured()))
        return
    try:
        image = await _wanted(job)
        picture = await _picture(image, folder, bucket)
        # It is paid for from here on, so whoever has deleted it by now is heeded.
        await _same(job, image)
    except Unwanted:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    day = await Spending.take_call(rules.daily_calls)
    if day is None:
        await _wait_for_tomorrow(job)
        return
    try:
        answer = await ask(question(wish_of(job), picture))
    except DescribingError as error:
        await _again(job, error, day)
        return
    await Spending.note(day, answer.tokens_in, answer.tokens_out)
    await _end(job, image, answer, rules)


async def _wanted(job: Job, session: Session | None = None) -> Image:
    image = (await Image.among([job.picture], session)).get(job.picture)
    if image is None or image.state is not ProcessingState.READY:
        raise Unwanted
    return image


async def _same(job: Job, seen: Image, session: Session | None = None) -> Image:
    """The image as it is now, with the file that the model has seen, or is about to see."""
    image = await _wanted(job, session)
    if image.original.number != seen.original.number:
        raise Unwanted
    return image


async def _picture(image: Image, folder: Path, bucket: Bucket) -> Picture:
    """A private rendition: it has no metadata, which is why it and never the original is sent."""
    shown = _shown(image.renditions)
    path = folder / "shown"
    await bucket.download(shown.key, path)
    return Picture(await asyncio.to_thread(path.read_bytes), shown.content_type)


def _shown(renditions: Sequence[StoredRendition]) -> StoredRendition:
    by_preset = {one.preset: one for one in renditions}
    made = [by_preset[preset] for preset in SHOWN if preset in by_preset]
    if not made:
        raise Unwanted
    return next((one for one in made if one.bytes <= MOST_BYTES), made[-1])


async def _end(job: Job, seen: Image, answer: Answer, rules: AnalysisRules) -> None:
    wish = wish_of(job)
    suggestion = Suggestion(
        image_id=job.picture,
        file_number=seen.original.number,
        job_id=job.id,
        kind=wish.kind,
        text=answer.text,
        keywords=list(answer.keywords),
        locale=wish.locale,
        model=answer.model,
        prompt=instruction(wish),
        tokens_in=answer.tokens_in,
        tokens_out=answer.tokens_out,
    )

    async def write(session: Session) -> None:
        image = await _same(job, seen, session)
        await suggestion.insert(session=session)
        if rules.accept:
            await accepted_by_itself(suggestion, image, session)
        await job.finish(JobState.SUCCEEDED, "SUGGESTED", session=session)

    try:
        await together(write)
    except Unwanted:
        await job.finish(JobState.CANCELLED, "CANCELLED")


async def _again(job: Job, error: DescribingError, day: str) -> None:
    """Give the job back for another try, if another may be of use."""
    if isinstance(error, ModelBusy):
        # It did nothing, so it costs neither a call nor a try.
        await Spending.give_back(day)
        await _wait_for_the_model(job, error)
    elif error.passing and job.attempts < MAX_ATTEMPTS:
        problem = Problem(code=error.code, message=str(error))
        await job.give_back(problem, backoff(job.attempts))
    else:
        await _fail(job, error.code, str(error))


async def _wait_for_the_model(job: Job, busy: ModelBusy) -> None:
    waits = job.payload.get("waits", 0) + 1
    if waits > MOST_WAITS:
        await _fail(job, busy.code, str(busy))
        return
    await job.note({"waits": waits})
    wait = backoff(waits)
    if busy.after is not None:
        # All who were told the same must not come back at the same moment.
        wait = timedelta(seconds=busy.after * random.uniform(1.0, 1.2))  # noqa: S311  no secret
    await job.give_back(Problem(code=busy.code, message=str(busy)), wait, counted=False)


def backoff(tries: int) -> timedelta:
    """How long to wait after so many tries: doubled each time, and never twice the same."""
    longest = min(2.0 ** min(tries, 30), LONGEST_PAUSE_SECONDS)
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311  no secret


async def _wait_for_tomorrow(job: Job) -> None:
    said = "The calls of today are spent: it is asked tomorrow. See ECOGRAM_OPENAI_DAILY_CALLS."
    problem = Problem(code="AI_BUDGET_SPENT", message=said)
    await job.give_back(problem, until_tomorrow(), counted=False)


async def _fail(job: Job, code: str, message: str) -> None:
    await job.finish(JobState.FAILED, "FAILED", Problem(code=code, message=message))
