"""Removing objects that are nobody's, so that nobody can make one of them theirs meanwhile."""

from collections.abc import Sequence

from beanie import PydanticObjectId

from actions.deleting.deletion import erase_all
from actions.syncing.owners import kept_by_records
from documents.audit import AuditEntry
from documents.clock import now
from documents.image_files import ImportRecord, ImportSource, OriginalFile
from documents.images import Image
from documents.syncs import Finding, Synchronization
from storage import keys
from storage.bucket import Bucket
from storage.regions import may_be_made_of, original_of


async def remove(
    sync: Synchronization, findings: Sequence[Finding], bucket: Bucket
) -> list[PydanticObjectId]:
    """Remove what was looked at a moment ago; gives those whose objects are gone.

    A name in a folder of pictures could be given to an upload between that look and the
    deletion. So the name is taken first, by the record of an image that is doomed already: no
    upload can have it any more, and should we die, the sweeper of the trash ends what we began.
    Nobody can come to own anything else: ids and content hashes are made once.
    """
    origins = {one.id: _made_of(one.key) for one in findings}
    taken = await _taken(sync, {origin for origin in origins.values() if origin is not None})
    await bucket.delete([one.key for one in findings if origins[one.id] in taken])
    await erase_all(list(taken.values()), bucket)
    plain = [one for one in findings if origins[one.id] is None]
    kept = await kept_by_records([one.key for one in plain]) if plain else set()
    removed = [one for one in plain if one.key not in kept]
    await bucket.delete([one.key for one in removed])
    removed += [one for one in findings if origins[one.id] in taken]
    if removed:
        await _entry(sync, removed).insert()
    return [one.id for one in removed]


def _made_of(key: str) -> str | None:
    """The original whose image could have made this object; None where none could."""
    origin = original_of(key)
    return origin if origin is not None and may_be_made_of(key, origin) else None


async def _taken(sync: Synchronization, origins: set[str]) -> dict[str, Image]:
    """Doomed images that have these originals; none where an image has such a name by now."""
    images = {origin: _doomed(sync, origin) for origin in sorted(origins)}
    if not images:
        return {}
    refused = {image.id for image in await Image.reserve_all(list(images.values()))}
    return {origin: image for origin, image in images.items() if image.id not in refused}


def _doomed(sync: Synchronization, origin: str) -> Image:
    prefix, _, name = origin.split("/")
    moment = now()
    return Image(
        imported=ImportRecord(
            file_name=name,
            file_size=0,
            importer_id=sync.actor.user_id,
            source=ImportSource.BUCKET,
        ),
        original=OriginalFile(
            key=origin,
            clash_key=keys.original(prefix, keys.clash_form(name)),
            content_type="application/octet-stream",
            bytes=0,
        ),
        deleted_at=moment,
        deleted_by=sync.actor.user_id,
        purged_at=moment,
    )


def _entry(sync: Synchronization, removed: Sequence[Finding]) -> AuditEntry:
    return AuditEntry(
        actor=sync.actor,
        action="sync.objects_removed",
        subject_kind="synchronization",
        subject_id=sync.id,
        before={"keys": [one.key for one in removed]},
    )
