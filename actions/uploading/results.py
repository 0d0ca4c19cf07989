"""What became of each file of an upload, and how that is kept for a call that is repeated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from beanie import PydanticObjectId

from actions.arriving.clashes import CLASHES, AlreadyThere
from actions.idempotency import Rows
from actions.pictures.replacement_refusals import StillProcessing, StoringTookTooLong
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job
from documents.processing_states import ProcessingState
from processing.errors import ProcessingError, retold
from storage.errors import StorageError


@dataclass(frozen=True, slots=True)
class Accepted:
    """An upload that is never lost: stored, kept, and queued."""

    image: Image
    job: Job


@dataclass(frozen=True, slots=True)
class Reused:
    """An image that was there already, in the place of a new one."""

    image: Image


class StoreWasUnavailable(StorageError):
    """The store did not answer when the call was first made."""


Refusal: TypeAlias = AlreadyThere | StillProcessing | StoringTookTooLong
REFUSALS = (AlreadyThere, StillProcessing, StoringTookTooLong)
Result: TypeAlias = Accepted | Reused | ProcessingError | StorageError | NoSuchDocument | Refusal


def told(results: Sequence[Result]) -> Rows:
    """Results in plain values."""
    return [_told(result) for result in results]


async def remembered(rows: Rows) -> list[Result]:
    """The results that `told` these values, with images and jobs as they are now; two queries."""
    images = await Image.among(
        [row[kind] for row in rows for kind in ("image", "reused") if kind in row]
    )
    jobs = await Job.among([row["job"] for row in rows if "job" in row])
    return [_remembered(row, images, jobs) for row in rows]


def _told(result: Result) -> dict[str, object]:
    match result:
        case Accepted():
            return {"image": result.image.id, "job": result.job.id}
        case Reused():
            return {"reused": result.image.id}
        case ProcessingError():
            return {"error": result.told()._asdict()}
        case AlreadyThere() | StillProcessing() | StoringTookTooLong():
            return {"refused": result.code, "params": dict(result.params)}
        case _:
            return {"unavailable": str(result)}


def _remembered(
    row: dict[str, PydanticObjectId],
    images: dict[PydanticObjectId, Image],
    jobs: dict[PydanticObjectId, Job],
) -> Result:
    match row:
        case {"error": {"code": code, "params": params}}:
            return retold(code, params)
        case {"refused": code, "params": params}:
            return _refused_again(str(code), params)
        case {"unavailable": message}:
            return StoreWasUnavailable(message)
    return _there_again(row, images, jobs)


def _there_again(
    row: dict[str, PydanticObjectId],
    images: dict[PydanticObjectId, Image],
    jobs: dict[PydanticObjectId, Job],
) -> Result:
    id = row.get("reused") or row["image"]
    image, job = images.get(id), jobs.get(row.get("job", id))
    if image is not None and "reused" in row:
        return Reused(image)
    if image is None or job is None:
        return NoSuchDocument("image", str(id))
    return Accepted(image, job)


def _refused_again(code: str, params: Any) -> Refusal:
    if code in CLASHES:
        return CLASHES[code](PydanticObjectId(params["image"]))
    if code == StillProcessing.code:
        return StillProcessing(ProcessingState(params["state"]))
    return StoringTookTooLong()
