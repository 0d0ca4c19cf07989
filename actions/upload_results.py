"""What became of each file of an upload, and how that is kept for a call that is repeated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from beanie import PydanticObjectId

from actions.idempotency import Rows
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job
from processing.errors import ProcessingError, retold
from storage.errors import StorageError


@dataclass(frozen=True, slots=True)
class Accepted:
    """An upload that is never lost: stored, kept, and queued."""

    image: Image
    job: Job


class StoreWasUnavailable(StorageError):
    """The store did not answer when the call was first made."""


Result: TypeAlias = Accepted | ProcessingError | StorageError | NoSuchDocument


def told(results: Sequence[Result]) -> Rows:
    """Results in plain values."""
    return [_told(result) for result in results]


async def remembered(rows: Rows) -> list[Result]:
    """The results that `told` these values, with images and jobs as they are now; two queries."""
    images = await Image.among([row["image"] for row in rows if "image" in row])
    jobs = await Job.among([row["job"] for row in rows if "job" in row])
    return [_remembered(row, images, jobs) for row in rows]


def _told(result: Result) -> dict[str, object]:
    match result:
        case Accepted():
            return {"image": result.image.id, "job": result.job.id}
        case ProcessingError():
            return {"error": result.told()._asdict()}
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
        case {"unavailable": message}:
            return StoreWasUnavailable(message)
    image, job = images.get(row["image"]), jobs.get(row["job"])
    if image is None or job is None:
        return NoSuchDocument("image", str(row["image"]))
    return Accepted(image, job)
