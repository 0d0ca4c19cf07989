"""importArchive: the files of a ZIP archive, with a manifest."""

from typing import Any, BinaryIO, cast

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from actions.analysing.rules import AnalysisRules
from actions.importing.archive_uploads import ArchiveRequest
from actions.importing.archive_uploads import import_archive as begin
from graph.analyzing import AnalyzeInput, analyses, analyze_field
from graph.batch import (
    batch_of,
    collection_ids_field,
    group_field,
    product_code_field,
    product_name_field,
)
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.mutations.upload_images import UploadGroupInput
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.enums import DuplicatePolicy, DuplicateScope, SameName
from graph.types.imports import Import
from graph.wishes import duplicates_by_field, import_duplicates_field, import_same_name_field


@strawberry.input(one_of=True, description="The archive: sent with this call, or before.")
class ArchiveInput:
    """Exactly one of the two."""

    file: strawberry.Maybe[Upload] = strawberry.field(
        description=(
            "A ZIP archive as a part of the multipart request; its size limit is that of a "
            "picture, a setting, 50 MiB by default."
        )
    )
    upload_id: strawberry.Maybe[strawberry.ID] = strawberry.field(
        description="An archive that was sent to the store, see `createArchiveUpload`."
    )


@strawberry.input(description="The archive, and what is said of its files.")
class ImportArchiveInput:
    """What the manifest says of a file goes before what is said of all of them."""

    archive: ArchiveInput = strawberry.field(
        description=(
            "At most 100,000 entries and 64 GiB unpacked. Folders and hidden files are left out; "
            "links, encrypted entries and archives within it are refused one by one."
        )
    )
    manifest: Upload | None = strawberry.field(
        default=None,
        description=(
            "A CSV table in UTF-8, by comma or semicolon, at most 32 MiB and 100,000 rows. Its "
            "first line names the columns: `file` (the entry's path), and any of `code`, "
            "`product`, `group`, `collection`, `title` and `keywords`; several collections or "
            "keywords by `|` or `;`. Without one, the entry `manifest.csv` is taken for it."
        ),
    )
    product_code: str | None = product_code_field()
    product_name: str | None = product_name_field()
    group: UploadGroupInput | None = group_field()
    collection_ids: list[strawberry.ID] = collection_ids_field()
    duplicates: DuplicatePolicy = import_duplicates_field()
    duplicates_by: DuplicateScope = duplicates_by_field()
    same_name: SameName = import_same_name_field()
    analyze: list[AnalyzeInput] = analyze_field()
    idempotency_key: str | None = idempotency_key()

    def request(self, rules: AnalysisRules) -> ArchiveRequest:
        """What is asked for, as the action takes it. Raises InvalidGlobalId, and as `analyses`."""
        upload = self.archive.upload_id
        return ArchiveRequest(
            upload_id=object_id("Upload", upload.value, ["archive", "uploadId"])
            if upload
            else None,
            file=_file(self.archive.file.value) if self.archive.file else None,
            manifest=_file(self.manifest) if self.manifest else None,
            batch=batch_of(self, analyses(self.analyze, rules)),
        )


@strawberry.type(description="What came of beginning the import.")
class ImportArchivePayload:
    """The import."""

    import_: Import | None = strawberry.field(
        default=None, name="import", description="The new import, QUEUED."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ImportArchivePayload)
async def import_archive(info: Info, input: ImportArchiveInput) -> ImportArchivePayload:
    """Take in the files of a ZIP archive, by a job that answers for each of them.

    The archive is removed once the import has ended; where files of it were refused, it is kept
    for a week, so that `retryImport` can try them again. An archive that was sent to the store
    is imported once: said again, the same import is given. Needs the role IMPORTER.
    """
    house = info.context.house
    made = await begin(
        info.context.viewer,
        input.request(house.analysis),
        bucket=house.bucket,
        uploads=house.uploads,
        deliver=house.deliver,
        key=input.idempotency_key,
    )
    return ImportArchivePayload(import_=Import.of_document(made))


def _file(sent: Any) -> BinaryIO:
    """The part on our disk, where Starlette streamed it while the request came in."""
    return cast("UploadFile", sent).file
