"""What this house takes, as clients see it."""

import strawberry

from actions.batches import MOST_IDS
from actions.importing.urls import MOST_URLS
from actions.uploading.plans import TYPES
from graph.context import House
from graph.scalars import ByteCount


@strawberry.type(
    description=(
        "What this house takes, by its settings and by what we fixed. Whatever is beyond it is "
        "refused, so clients can tell before they send anything."
    )
)
class Limits:
    """As configured when the service started."""

    upload_bytes: ByteCount = strawberry.field(
        description="The largest file of a picture, in bytes; larger ones are FILE_TOO_LARGE."
    )
    upload_content_types: list[str] = strawberry.field(
        description=(
            "The media types of pictures that are taken in, by alphabet, such as image/jpeg; all "
            "others are UNSUPPORTED_FORMAT."
        )
    )
    upload_files: int = strawberry.field(
        description="How many files a call of `createUploads` or `uploadImages` takes."
    )
    import_archive_bytes: ByteCount = strawberry.field(
        description="The largest ZIP archive that `createArchiveUpload` takes, in bytes."
    )
    import_urls: int = strawberry.field(
        description="How many addresses a call of `importFromUrls` takes."
    )
    bulk_entries: int = strawberry.field(
        description="How many entries a bulk mutation takes; with more it is TOO_MANY."
    )

    @classmethod
    def of(cls, house: House) -> "Limits":
        """Those of a house."""
        return cls(
            upload_bytes=ByteCount(house.uploads.max_bytes),
            upload_content_types=sorted(TYPES),
            upload_files=house.uploads.max_files,
            import_archive_bytes=ByteCount(house.imports.max_archive_bytes),
            import_urls=MOST_URLS,
            bulk_entries=MOST_IDS,
        )
