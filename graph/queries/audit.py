"""audit(where, first, after), auditExport(id): who changed what, when."""

from typing import Annotated

import strawberry

from actions.auditing import exports
from actions.auditing.entries import NEWEST_FIRST, asked
from documents.audit import AuditEntry as EntryDocument
from graph.context import Info
from graph.cursors import USUAL
from graph.ids import object_id
from graph.types.audit import AuditEntry, AuditExport, AuditWhere
from graph.types.connection import Connection, connect


@strawberry.field(description="Every change of every object, newest first. Needs the role ADMIN.")
async def audit(
    info: Info,
    where: Annotated[
        AuditWhere | None, strawberry.argument(description="Which; all by default.")
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[AuditEntry]:
    """By keyset."""
    wanted = (where or AuditWhere()).filter()
    return await connect(
        info,
        EntryDocument,
        asked(info.context.viewer, wanted),
        NEWEST_FIRST,
        AuditEntry.of,
        first=first,
        after=after,
    )


@strawberry.field(
    description="A file that `exportAudit` has asked for; null after a day. Needs the role ADMIN."
)
async def audit_export(
    info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The export.")]
) -> AuditExport | None:
    """With its link, once it is written."""
    made = await exports.found(info.context.viewer, object_id("AuditExport", id, ["id"]))
    return AuditExport.of(made) if made else None
