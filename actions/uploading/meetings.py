"""Files that are announced, and are there already."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arriving import arrival
from actions.arriving.reusing import reuse
from actions.arriving.said import Batch
from actions.idempotency import Rows
from actions.uploading.plans import Announced
from documents.duplicate_wishes import DuplicatePolicy
from documents.errors import NoSuchDocument
from documents.likeness import of_files, of_names
from documents.same_name import SameName


async def met(viewer: Viewer, files: Sequence[Announced], batch: Batch) -> Rows:
    """For each announced file what is wished where it, or its name, is there; else nothing.

    With REUSE the image also belongs where the new one would.
    """
    twins = await _duplicates(viewer, [file.sha256 for file in files], batch)
    names = await _names(files, batch)
    return [twin or name for twin, name in zip(twins, names, strict=True)]


async def _names(files: Sequence[Announced], batch: Batch) -> Rows:
    group_id = batch.group_id
    if group_id is None or batch.wishes.same_name is not SameName.REJECT:
        return [{} for _ in files]
    there = await of_names(group_id, [file.folded_name for file in files])
    return [
        {"taken": there[file.folded_name]} if file.folded_name in there else {} for file in files
    ]


async def _duplicates(viewer: Viewer, sha256s: Sequence[str | None], batch: Batch) -> Rows:
    policy = batch.wishes.duplicates
    announced = {one.lower(): number for number, one in enumerate(sha256s) if one}
    if policy is DuplicatePolicy.KEEP or not announced:
        return [{} for _ in sha256s]
    there = await of_files([*announced])
    if policy is DuplicatePolicy.REUSE:
        kept = {
            one: id
            for one, id in there.items()
            if await _reused(viewer, id, batch.of_file(announced[one]))
        }
        return [_row("reused", one, kept) for one in sha256s]
    return [_row("duplicate", one, there) for one in sha256s]


def _row(kind: str, sha256: str | None, there: dict[str, PydanticObjectId]) -> dict[str, object]:
    id = there.get((sha256 or "").lower())
    return {} if id is None else {kind: id}


async def _reused(viewer: Viewer, id: PydanticObjectId, batch: Batch) -> bool:
    """Whether the image is still there; if not, the file is as good as new."""
    places = await arrival.places(batch.collection_ids, 1)
    wanted = replace(batch.belonging(), places=places)
    with suppress(NoSuchDocument):
        await reuse(viewer.actor(), id, wanted)
        return True
    return False
