"""exportAudit: take the audit along."""

import strawberry

from actions.auditing import exports
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.audit import AuditExport, AuditWhere
from graph.types.enums import AuditFormat


@strawberry.input(description="Which entries, and how they are written.")
class ExportAuditInput:
    """All of them by default."""

    where: AuditWhere | None = strawberry.field(
        default=None, description="As of `audit`; all by default."
    )
    format: AuditFormat = strawberry.field(
        default=AuditFormat.JSON_LINES, description="JSON_LINES by default."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of it.")
class ExportAuditPayload:
    """The file, on its way."""

    export: AuditExport | None = strawberry.field(
        default=None, description="Ask `auditExport(id)` until its `url` is not null."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ExportAuditPayload)
async def export_audit(info: Info, input: ExportAuditInput) -> ExportAuditPayload:
    """Write the entries that there are by now, newest first, by a job.

    Any ADMIN may fetch it for a day. Needs the role ADMIN.
    """
    made = await exports.begin(
        info.context.viewer,
        (input.where or AuditWhere()).filter(),
        input.format,
        deliver=info.context.house.deliver,
        key=input.idempotency_key,
    )
    return ExportAuditPayload(export=AuditExport.of(made))
