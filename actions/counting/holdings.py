"""What a document holds in the store, from the document alone; and whether a picture waits."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from beanie import Document

from documents.archives import Archive
from documents.downloads import Download
from documents.exports import Export
from documents.file_versions import FileVersion
from documents.images import Image
from documents.metadata_exports import MetadataExport
from documents.pages import Raw
from documents.processing_states import ProcessingState
from documents.reviews import ReviewState
from documents.stats import day_of


class StorageClass(StrEnum):
    """What objects in the store are for."""

    ORIGINAL = "ORIGINAL"
    RENDITION = "RENDITION"
    PUBLISHED = "PUBLISHED"
    EARLIER_VERSION = "EARLIER_VERSION"
    EXPORT = "EXPORT"


Parts = dict[str, dict[str, int]]


def of_image(raw: Raw) -> Raw | None:
    """An image's original, private and public files. Nothing before it was acknowledged."""
    if raw["state"] == ProcessingState.AWAITING_UPLOAD or raw.get("purged_at"):
        return None
    original, public = raw["original"], (raw.get("publication") or {}).get("renditions", [])
    own = _part([original["bytes"]])
    parts = {
        StorageClass.ORIGINAL.value: own,
        StorageClass.RENDITION.value: _part([one["bytes"] for one in raw.get("renditions", [])]),
        StorageClass.PUBLISHED.value: _part([one["bytes"] for one in public]),
    }
    if original.get("number", 1) > 1:
        # Its present file is among its versions too, and is no earlier one.
        parts[StorageClass.EARLIER_VERSION.value] = {name: -count for name, count in own.items()}
    return {"parts": parts, "waits": _waits(raw)}


def of_version(raw: Raw) -> Raw | None:
    """A file that an image had, or has: see `of_image`."""
    if raw.get("number") is None or raw.get("dropped_at"):
        return None
    made = [one["bytes"] for one in raw.get("renditions", [])]
    return _held(StorageClass.EARLIER_VERSION, [raw["original"]["bytes"], *made])


def of_download(raw: Raw) -> Raw | None:
    """A file to take along, and what lies beside it."""
    if not raw.get("key") or raw.get("gone_at"):
        return None
    beside = [raw["sidecar_bytes"]] if raw.get("sidecar_bytes") is not None else []
    return _held(StorageClass.EXPORT, [raw["bytes"] or 0, *beside])


def of_archive(raw: Raw) -> Raw | None:
    """Many files in one."""
    return _held(StorageClass.EXPORT, [raw["packed"]["bytes"]]) if raw.get("packed") else None


def of_export(raw: Raw) -> Raw | None:
    """A table, or whatever else has a `key` and its `bytes`."""
    return _held(StorageClass.EXPORT, [raw["bytes"] or 0]) if raw.get("key") else None


def _held(kind: StorageClass, sizes: list[int]) -> Raw:
    return {"parts": {kind.value: _part(sizes)}, "waits": None}


def _part(sizes: list[int]) -> dict[str, int]:
    return {"bytes": sum(sizes), "objects": len(sizes)}


def _waits(raw: Raw) -> Raw | None:
    ready = raw["state"] == ProcessingState.READY and raw.get("deleted_at") is None
    if not ready or raw["review"]["state"] != ReviewState.PENDING:
        return None
    imported = raw["imported"]
    return {
        "day": day_of(imported["imported_at"]),
        "importer": imported.get("importer_id"),
        "product": raw.get("product_code"),
    }


# Every kind of document that keeps objects: add new ones here.
HOLDERS: Mapping[type[Document], Callable[[Raw], Raw | None]] = {
    Archive: of_archive,
    Download: of_download,
    Export: of_export,
    FileVersion: of_version,
    Image: of_image,
    MetadataExport: of_export,
}
