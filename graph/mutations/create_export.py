"""createExport: the catalogue as a file."""

from datetime import datetime

import strawberry

from actions.exporting import asking
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.enums import ExportFormat, ProductRole
from graph.types.exports import Export


@strawberry.input(description="Which pictures of the catalogue; null and absent both mean any.")
class ExportWhere:
    """All that is given must hold."""

    product_codes: list[str] | None = strawberry.field(
        default=None, description="Those on these products, at most 250."
    )
    roles: list[ProductRole] | None = strawberry.field(
        default=None, description="Those in one of these roles; their positions stay."
    )
    updated_after: datetime | None = strawberry.field(
        default=None,
        description=(
            "Those of which something that shops see changed after this moment, by our clock. "
            "It tells no withdrawal: `changes` does."
        ),
    )
    channel: str | None = strawberry.field(
        default=None,
        description=(
            "Those that this one of `channels` takes, whose readiness for it is PASS or WARN, "
            "such as `google`; the others are skipped as CHANNEL_REFUSES. Positions stay."
        ),
    )


@strawberry.input(description="What to export, and how.")
class CreateExportInput:
    """The whole catalogue by default."""

    format: ExportFormat = strawberry.field(description="What is written.")
    where: ExportWhere | None = strawberry.field(
        default=None, description="Which pictures; all that are published by default."
    )
    locale: str | None = strawberry.field(
        default=None,
        description=(
            'The language of alternative texts, such as "pt-BR", at most 35 characters; where '
            "there is none in it, as `altText` of the catalogue. Any by default."
        ),
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of it.")
class CreateExportPayload:
    """The export, on its way."""

    export: Export | None = strawberry.field(
        default=None, description="Follow `exportProgress(id)` until its `url` is not null."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CreateExportPayload)
async def create_export(info: Info, input: CreateExportInput) -> CreateExportPayload:
    """Write published pictures, with their public addresses, into a file, by a job.

    A picture that the format does not take is left out and told. Needs the scope catalog:read,
    or any role; a ZIP of originals needs the role REVIEWER.
    """
    house, where = info.context.house, input.where or ExportWhere()
    asked = asking.Asked(
        format=input.format,
        base_url=house.published_url(""),
        codes=where.product_codes,
        roles=where.roles,
        updated_after=where.updated_after,
        channel=where.channel,
        locale=input.locale,
    )
    made = await asking.begin(
        info.context.viewer,
        asked,
        channels=house.channels,
        deliver=house.deliver,
        key=input.idempotency_key,
    )
    return CreateExportPayload(export=Export.of_document(made))
