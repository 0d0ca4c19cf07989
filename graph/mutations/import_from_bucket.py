"""importFromBucket: objects that somebody has put into our bucket."""

import strawberry

from actions.importing.buckets import import_from_bucket as begin
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
from graph.mutations.upload_images import UploadGroupInput
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.enums import DuplicatePolicy, DuplicateScope, SameName
from graph.types.imports import Import
from graph.wishes import duplicates_by_field, import_duplicates_field, import_same_name_field


@strawberry.input(description="Which objects, and what is said of all of them.")
class ImportFromBucketInput:
    """A prefix is all it needs."""

    prefix: str = strawberry.field(
        default="",
        description=(
            "What their keys begin with, below the part of the bucket that a setting names for "
            "imports (`import/` by default); all of that part by default. At most 512 characters."
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


@strawberry.type(description="What came of beginning the import.")
class ImportFromBucketPayload:
    """The import."""

    import_: Import | None = strawberry.field(
        default=None, name="import", description="The new import, QUEUED."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ImportFromBucketPayload)
async def import_from_bucket(info: Info, input: ImportFromBucketInput) -> ImportFromBucketPayload:
    """Take in objects that lie in our bucket already, by a job that answers for each of them.

    They are copied; what lies there stays. Needs the role IMPORTER.
    """
    house = info.context.house
    made = await begin(
        info.context.viewer,
        input.prefix,
        batch_of(input, analyses(input.analyze, house.analysis)),
        rules=house.imports,
        deliver=house.deliver,
        key=input.idempotency_key,
    )
    return ImportFromBucketPayload(import_=Import.of_document(made))
