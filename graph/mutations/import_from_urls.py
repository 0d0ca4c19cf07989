"""importFromUrls: files from other places of the web."""

import strawberry

from actions.importing import urls
from actions.importing.urls import FromUrl
from documents.import_items import SaidOfItem
from graph.analyzing import AnalyzeInput, analyses, analyze_field
from graph.batch import (
    batch_of,
    collection_ids_field,
    group_field,
    product_code_field,
    product_name_field,
)
from graph.context import Info
from graph.errors import UserError, user_error
from graph.mutations.upload_images import UploadGroupInput
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.enums import DuplicatePolicy, DuplicateScope, ProductRole, SameName
from graph.types.imports import Import
from graph.wishes import duplicates_by_field, import_duplicates_field, import_same_name_field


@strawberry.input(description="A file to fetch, and what is said of it.")
class ImportUrlInput:
    """Whatever is not sent is as for all files."""

    url: str = strawberry.field(
        description="An http or https address, at most 8,192 characters, without credentials."
    )
    file_name: str | None = strawberry.field(
        default=None, description="The file's name; the end of the address by default."
    )
    product_code: str | None = strawberry.field(
        default=None, description="The SKU that it shows, at most 64 characters."
    )
    product_name: str | None = strawberry.field(
        default=None, description="The name of the product, should it be new; at most 256."
    )
    position: int | None = strawberry.field(
        default=None,
        description="Its place on its product, 1 to 1,000; behind all others by default.",
    )
    role: ProductRole | None = strawberry.field(
        default=None, description="What it is to its product; ADDITIONAL where it is placed."
    )
    title: str | None = strawberry.field(default=None, description="At most 256 characters.")
    keywords: list[str] | None = strawberry.field(
        default=None, description="At most 100 of 64 characters; doubles and blanks are dropped."
    )

    def wanted(self) -> FromUrl:
        """The file as the action takes it."""
        said = SaidOfItem(
            product_code=self.product_code,
            product_name=self.product_name,
            product_position=self.position,
            product_role=self.role,
            title=self.title,
            keywords=self.keywords,
        )
        return FromUrl(url=self.url, file_name=self.file_name, said=said)


@strawberry.input(description="The files, and what is said of all of them.")
class ImportFromUrlsInput:
    """Addresses are all it needs."""

    urls: list[ImportUrlInput] = strawberry.field(description="1 to 250.")
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
class ImportFromUrlsPayload:
    """The import; addresses that are none are among its REFUSED items."""

    import_: Import | None = strawberry.field(
        default=None, name="import", description="The new import, QUEUED."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ImportFromUrlsPayload)
async def import_from_urls(info: Info, input: ImportFromUrlsInput) -> ImportFromUrlsPayload:
    """Fetch pictures from their addresses, by a job that answers for each of them.

    Only public addresses are fetched, also after redirects. Needs the role IMPORTER.
    """
    house = info.context.house
    begun = await urls.import_from_urls(
        info.context.viewer,
        [one.wanted() for one in input.urls],
        batch_of(input, analyses(input.analyze, house.analysis)),
        rules=house.imports,
        deliver=house.deliver,
        key=input.idempotency_key,
    )
    return ImportFromUrlsPayload(
        import_=Import.of_document(begun.import_),
        user_errors=[
            user_error(wrong, ["urls", str(place), "url"]) for place, wrong in begun.refused
        ],
    )
