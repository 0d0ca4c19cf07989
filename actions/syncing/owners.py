"""Whether anything that we keep lays claim to an object."""

from collections.abc import Sequence

from beanie import PydanticObjectId

from documents.jobs import Job
from documents.named import originals_kept, public_kept
from documents.uploads import Upload
from storage.keys import INCOMING
from storage.regions import original_of, published_hash


async def kept_by_records(keys: Sequence[str]) -> set[str]:
    """Those of some keys that any record claims, in whatever state; at most five queries.

    A private key belongs to every image and earlier file whose original it may come from,
    trashed, doomed and merely reserved ones too; a public one to an approval that stands, or to
    a job that is making it; `incoming/` to an upload that is not forgotten.
    """
    return {
        *await _private(keys),
        *await _public([key for key in keys if published_hash(key)]),
        *await _uploads([key for key in keys if key.startswith(INCOMING)]),
    }


async def _private(keys: Sequence[str]) -> set[str]:
    origins = {key: origin for key in keys if (origin := original_of(key)) is not None}
    # A key that only rests (documents.retired_keys) is nobody's: what lies there was left there.
    kept = await originals_kept(set(origins.values())) if origins else set()
    return {key for key, origin in origins.items() if origin in kept}


async def _public(keys: Sequence[str]) -> set[str]:
    if not keys:
        return set()
    kept = await public_kept(keys)
    making = await Job.publishing([hash for key in keys if (hash := published_hash(key))])
    return {key for key in keys if key in kept or published_hash(key) in making}


async def _uploads(keys: Sequence[str]) -> set[str]:
    names = {key: key.removeprefix(INCOMING) for key in keys}
    ids = [PydanticObjectId(name) for name in names.values() if PydanticObjectId.is_valid(name)]
    known = {str(id) for id in await Upload.among(ids)} if ids else set[str]()
    return {key for key, name in names.items() if name in known}
