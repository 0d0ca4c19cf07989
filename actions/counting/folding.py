"""Adding up what nobody has counted: each step is one transaction with the marks of what it has."""

from collections.abc import Iterable, Mapping, Sequence

from beanie import Document, PydanticObjectId

from actions.counting.events import Known, Sum, add_entry, add_job, waiting_places
from actions.counting.holdings import HOLDERS
from documents.audit import ADDED_UP, AuditEntry
from documents.clock import now
from documents.images import Image
from documents.jobs import Job, JobState
from documents.pages import Raw
from documents.stat_ledger import Counted
from documents.stat_progress import StatProgress
from documents.stats import Place, StatBucket, day_of
from documents.transactions import Session, together
from documents.uncounted import take

AT_ONCE = 200
Ids = Sequence[PydanticObjectId]
# What of each kind is added up; what is not counted yet is marked so by whoever wrote it.
ENTRIES: Raw = {"action": {"$in": sorted(ADDED_UP)}}
ENDED: Raw = {"state": {"$in": [JobState.SUCCEEDED.value, JobState.FAILED.value]}}


class CountedElsewhere(Exception):
    """Everything is being counted anew, or that has just ended: look again where to count."""


async def fold_entries(ids: Ids, epoch: int) -> None:
    """Count audit entries that this counting does not have. Raises CountedElsewhere."""

    async def write(session: Session) -> None:
        await _begin(epoch, session)
        entries = await take(AuditEntry, ids, epoch, session)
        known = await _known([entry["subject_id"] for entry in entries], session)
        total = Sum()
        for entry in entries:
            add_entry(entry, known[entry["subject_id"]], total)
        await StatBucket.add(epoch, total.at, session)

    await together(write)


async def fold_jobs(ids: Ids, epoch: int) -> None:
    """Count ended jobs that this counting does not have. Raises CountedElsewhere."""

    async def write(session: Session) -> None:
        await _begin(epoch, session)
        jobs = await take(Job, ids, epoch, session)
        known = await _known([job["image_id"] for job in jobs if job["image_id"]], session)
        total = Sum()
        for job in jobs:
            add_job(job, known.get(job["image_id"], Known()), total)
        await StatBucket.add(epoch, total.at, session)

    await together(write)


async def fold_holders(model: type[Document], ids: Ids, epoch: int) -> None:
    """Set what some documents hold now against what is counted of them. Raises CountedElsewhere.

    It may be repeated, and may come in any order: what is there now is what counts.
    """

    async def write(session: Session) -> None:
        await _begin(epoch, session)
        before = await Counted.of(ids, epoch, session)
        there = await _there(model, ids, session)
        after = {id: HOLDERS[model](there[id]) if id in there else None for id in ids}
        changed = {id: part for id, part in after.items() if _plain(part) != _plain(before.get(id))}
        await Counted.note(epoch, changed, session)
        await _hold(epoch, [(before.get(id), part) for id, part in changed.items()], session)

    await together(write)


async def _begin(epoch: int, session: Session) -> None:
    if not await StatProgress.step(epoch, session):
        raise CountedElsewhere


async def _there(model: type[Document], ids: Ids, session: Session) -> dict[PydanticObjectId, Raw]:
    found = model.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, session=session)
    return {raw["_id"]: raw async for raw in found}


def _plain(part: Raw | None) -> tuple[object, object]:
    """What is counted of a document; of one that holds nothing it is as if there were none."""
    return (part["parts"], part["waits"]) if part else ({}, None)


async def _hold(
    epoch: int, changes: Iterable[tuple[Raw | None, Raw | None]], session: Session
) -> None:
    held: dict[str, int] = {}
    waiting = Sum()
    for before, after in changes:
        for part, sign in ((before, -1), (after, 1)):
            if part:
                _weigh(part, sign, held)
                for place in waiting_places(part["waits"]) if part["waits"] else ():
                    waiting.add(place, "counts.waiting", sign)
    held = {path: count for path, count in held.items() if count}
    if held:
        whole = await StatProgress.hold(epoch, held, session)
        await StatBucket.observe(day_of(now()), whole, session)
    await StatBucket.add(epoch, _without_zeros(waiting.at), session)


def _weigh(part: Raw, sign: int, held: dict[str, int]) -> None:
    for kind, numbers in part["parts"].items():
        for name, count in numbers.items():
            path = f"{kind}.{name}"
            held[path] = held.get(path, 0) + sign * count


def _without_zeros(at: Mapping[Place, Mapping[str, int]]) -> dict[Place, dict[str, int]]:
    told = {p: {name: n for name, n in fields.items() if n} for p, fields in at.items()}
    return {place: fields for place, fields in told.items() if fields}


async def _known(ids: Ids, session: Session) -> dict[PydanticObjectId, Known]:
    """What is known of pictures, also of those that are gone; two queries."""
    fields = {"imported.importer_id": 1, "product_code": 1}
    wanted = {"$in": list(set(ids))}
    images = Image.get_pymongo_collection().find({"_id": wanted}, fields, session=session)
    there = {raw["_id"]: raw async for raw in images}
    told = AuditEntry.get_pymongo_collection().find(
        {"subject_id": wanted, "action": {"$in": ["image.uploaded", "image.purged"]}},
        session=session,
    )
    entries: dict[PydanticObjectId, list[Raw]] = {}
    async for entry in told:
        entries.setdefault(entry["subject_id"], []).append(entry)
    return {id: _knowing(there.get(id), entries.get(id, [])) for id in ids}


def _knowing(image: Raw | None, entries: Sequence[Raw]) -> Known:
    arrived = [one for one in entries if one["action"] == "image.uploaded"]
    arrivals = tuple(one["at"] for one in arrived)
    if image is not None:
        return Known(image["imported"].get("importer_id"), image.get("product_code"), arrivals)
    importer = next((one["actor"]["user_id"] for one in arrived), None)
    codes = [one["before"].get("product_code") for one in entries if one not in arrived]
    return Known(importer, next(iter(codes), None), arrivals)
