"""What an audit entry or an ended job adds to the numbers of its day."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from beanie import PydanticObjectId

from documents.jobs import JobKind, JobState
from documents.pages import Raw
from documents.sketches import bin_of
from documents.stats import Dimension, Place, day_of

# The kinds of jobs whose stages are timed; failures are counted of all.
TIMED = (JobKind.PROCESS.value, JobKind.PUBLISH.value)
# The whole of a job, beside its stages.
WHOLE = "ALL"
DECIDED = {
    "image.approved": "approved",
    "image.rejected": "rejected",
    "image.withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Of a picture: who brought it, what it shows, and when it, or a file for it, came in."""

    importer: PydanticObjectId | None = None
    product: str | None = None
    arrivals: tuple[datetime, ...] = ()


@dataclass(slots=True)
class Sum:
    """Numbers to be added at places."""

    at: dict[Place, dict[str, int]] = field(default_factory=dict)

    def add(self, place: Place, name: str, count: int = 1) -> None:
        """Add to one number of one place."""
        fields = self.at.setdefault(place, {})
        fields[name] = fields.get(name, 0) + count


def add_entry(entry: Raw, known: Known, to: Sum) -> None:
    """Add what an audit entry tells."""
    ADDING[entry["action"]](entry, known, to)


def add_job(job: Raw, known: Known, to: Sum) -> None:
    """Add what an ended job tells: how long its stages took, or why it failed."""
    day = day_of(job["finished_at"])
    house = Place(Dimension.ALL, "", day)
    told = {place for place in _places(known, day) if place.dimension is not Dimension.PRODUCT}
    if job["state"] == JobState.FAILED:
        code = (job["problem"] or {}).get("code", "INTERNAL")
        for place in told | {house}:
            to.add(place, f"failures.{job['kind']}.{code}")
        if job["kind"] == JobKind.PROCESS:
            for place in _places(known, day):
                to.add(place, "counts.failed")
    elif job["state"] == JobState.SUCCEEDED and job["kind"] in TIMED:
        for name, bin in _stages(job):
            for place in told:
                to.add(place, f"stages.{job['kind']}.{name}.{bin}")


def waiting_places(waits: Raw) -> list[Place]:
    """Where a picture that waits counts: on the day on which it came in."""
    return _places(Known(waits["importer"], waits["product"]), waits["day"])


def _arrived(entry: Raw, known: Known, to: Sum) -> None:
    for place in _places(known, day_of(entry["at"])):
        to.add(place, "counts.imagesIn")


def _deleted(entry: Raw, known: Known, to: Sum) -> None:
    for place in _places(known, day_of(entry["at"])):
        to.add(place, "counts.deleted")


def _decided(entry: Raw, known: Known, to: Sum) -> None:
    reviewer, day = entry["actor"]["user_id"], day_of(entry["at"])
    places = _places(known, day)
    if reviewer is not None:
        places.append(Place(Dimension.REVIEWER, str(reviewer), day))
    began = _began_to_wait(entry, known)
    for place in places:
        to.add(place, f"counts.{DECIDED[entry['action']]}")
        if began is not None:
            to.add(place, f"decided.{bin_of(entry['at'] - began)}")


def _began_to_wait(entry: Raw, known: Known) -> datetime | None:
    """When a picture came in, was given another file, or was submitted again, whatever was last.

    None for a decision about one that did not wait, such as a withdrawal.
    """
    before = entry["before"]["review"]
    if before["state"] != "PENDING":
        return None
    moments = [*known.arrivals, *([before["at"]] if before["at"] else [])]
    return max((at for at in moments if at <= entry["at"]), default=None)


def _stages(job: Raw) -> Iterator[tuple[str, str]]:
    stages = job["stages"]
    for earlier, later in pairwise(stages):
        yield later["name"], bin_of(later["at"] - earlier["at"])
    yield WHOLE, bin_of(stages[-1]["at"] - stages[0]["at"])


def _places(known: Known, day: str) -> list[Place]:
    places = [Place(Dimension.ALL, "", day)]
    if known.importer is not None:
        places.append(Place(Dimension.IMPORTER, str(known.importer), day))
    if known.product is not None:
        places.append(Place(Dimension.PRODUCT, known.product, day))
    return places


ADDING: Mapping[str, Callable[[Raw, Known, Sum], None]] = {
    "image.uploaded": _arrived,
    "image.deleted": _deleted,
    **dict.fromkeys(DECIDED, _decided),
}
