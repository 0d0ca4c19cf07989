"""What is announced of files that clients send to the store directly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arriving.incoming import UploadRules
from actions.arriving.said import Batch
from actions.arriving.taking import names
from actions.uploading.checksums import checksum
from documents.clock import now
from documents.image_files import ImportRecord, ImportSource, OriginalFile
from documents.images import Image
from documents.uploads import Upload, UploadMethod, UploadPurpose
from processing.errors import EmptyFile, FileTooLarge, UnsupportedFormat
from processing.formats import Format
from storage import keys

# A shop's slow line needs hours for a shoot.
LIFE = timedelta(hours=24)
MOST_PARTS = 10_000
MIB = 1024**2
# HEIC files go by both names; which one a picture keeps, its content says.
TYPES = frozenset({"image/heif", *(format.content_type for format in Format)})


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that a client is going to send."""

    name: str
    content_type: str
    bytes: int
    sha256: str | None = None

    @property
    def folded_name(self) -> str:
        """Its name as names are compared, whatever its capitals."""
        return keys.clash_form(keys.safe_file_name(self.name))

    def check(self, rules: UploadRules) -> None:
        """Raise EmptyFile, FileTooLarge, UnsupportedFormat or InvalidChecksum."""
        if self.bytes < 1:
            raise EmptyFile
        if self.bytes > rules.max_bytes:
            raise FileTooLarge(limit=rules.max_bytes, actual=self.bytes)
        if self.content_type not in TYPES:
            raise UnsupportedFormat(found=repr(self.content_type))
        if self.sha256 is not None:
            checksum(self.sha256)


@dataclass(frozen=True, slots=True)
class AnnouncedArchive:
    """A ZIP archive that a client is going to send."""

    bytes: int
    sha256: str | None = None

    def check(self, max_bytes: int) -> None:
        """Raise EmptyFile, FileTooLarge or InvalidChecksum."""
        if self.bytes < 1:
            raise EmptyFile
        if self.bytes > max_bytes:
            raise FileTooLarge(limit=max_bytes, actual=self.bytes)
        if self.sha256 is not None:
            checksum(self.sha256)


def planned_archive(viewer: Viewer, file: AnnouncedArchive, rules: UploadRules) -> Upload:
    """The upload of an archive, not kept yet; a small one is sent as a whole."""
    in_parts = file.bytes > rules.parts_above
    return Upload(
        image_id=PydanticObjectId(),
        actor=viewer.actor(),
        method=UploadMethod.MULTIPART if in_parts else UploadMethod.PUT,
        purpose=UploadPurpose.ARCHIVE,
        content_type="application/zip",
        bytes=file.bytes,
        promised_sha256=file.sha256.lower() if file.sha256 else None,
        part_bytes=_part_bytes(file.bytes, rules) if in_parts else None,
        expires_at=now() + LIFE,
    )


def planned(
    viewer: Viewer, file: Announced, batch: Batch, method: UploadMethod, rules: UploadRules
) -> tuple[Upload, Image]:
    """The upload of a file and its image, not kept yet; small files are sent as a whole."""
    image = _image(viewer, file, batch)
    in_parts = method is UploadMethod.MULTIPART and file.bytes > rules.parts_above
    upload = Upload(
        image_id=image.id,
        actor=viewer.actor(),
        method=UploadMethod.PUT if method is UploadMethod.MULTIPART and not in_parts else method,
        content_type=file.content_type,
        bytes=file.bytes,
        same_name=batch.wishes.same_name,
        part_bytes=_part_bytes(file.bytes, rules) if in_parts else None,
        expires_at=now() + LIFE,
    )
    return upload, image


def part_sizes(upload: Upload) -> list[int]:
    """The size of each part of an upload in parts; all but the last are equal."""
    assert upload.part_bytes is not None, "Only uploads in parts have parts."
    whole, rest = divmod(upload.bytes, upload.part_bytes)
    return [upload.part_bytes] * whole + ([rest] if rest else [])


async def reserve(images: Sequence[Image]) -> None:
    """Keep images under names that are nobody else's; some get a number."""
    left = list(images)
    tries = {image.id: names(image.original.key.split("/")[-1]) for image in images}
    while left:
        for image in left:
            _rename(image, next(tries[image.id]))
        left = await Image.reserve_all(left)


def incoming(upload: Upload) -> str:
    """Where the client sends the bytes."""
    return keys.incoming(str(upload.id))


def seconds_left(until: datetime) -> int:
    """How long leave may last that ends then, in whole seconds, at least one."""
    return max(1, int((until - now()).total_seconds()))


def upload_id(key: str) -> PydanticObjectId | None:
    """The upload whose bytes arrive under a key; None for every other key."""
    inner = key.removeprefix(keys.INCOMING)
    known = key.startswith(keys.INCOMING) and PydanticObjectId.is_valid(inner)
    return PydanticObjectId(inner) if known else None


def _part_bytes(size: int, rules: UploadRules) -> int:
    """In whole MiB where the usual size would make more parts than a store takes."""
    least = -(-size // MOST_PARTS)
    return max(rules.part_bytes, -(-least // MIB) * MIB)


def _image(viewer: Viewer, file: Announced, batch: Batch) -> Image:
    image_id = PydanticObjectId()
    key = keys.original(str(batch.group_id or image_id), keys.safe_file_name(file.name))
    return Image(
        id=image_id,
        group_id=batch.group_id,
        collection_ids=list(batch.collection_ids),
        product_code=batch.product_code,
        product_position=batch.product_position,
        duplicate_wish=batch.wishes.once_checked(),
        analyses_wished=list(batch.analyses),
        imported=ImportRecord(
            product_code=batch.product_code,
            product_name=batch.product_name,
            file_name=file.name,
            file_size=file.bytes,
            importer_id=viewer.user_id,
            source=ImportSource.DIRECT,
        ),
        original=OriginalFile(
            key=key,
            clash_key=key,
            content_type=file.content_type,
            bytes=file.bytes,
            promised_sha256=file.sha256.lower() if file.sha256 else None,
            folded_name=file.folded_name,
        ),
    )


def _rename(image: Image, name: str) -> None:
    prefix = image.original.key.split("/")[0]
    image.original.key = keys.original(prefix, name)
    image.original.clash_key = keys.original(prefix, keys.clash_form(name))
