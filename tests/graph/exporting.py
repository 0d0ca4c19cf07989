"""What tests of exports send, and catalogues made of rows alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from beanie import PydanticObjectId

from documents.catalog import CatalogRow
from documents.image_files import StoredRendition
from documents.jobs import Job
from documents.products import ProductRole
from jobs.run import run
from jobs.tools import Tools
from tests.graph.documents import ERRORS
from tests.graph.steps import fetched
from tests.server import Client

OF = """
  id format state progress products images fileName bytes url locale jobId
  createdAt finishedAt expiresAt problem { code }
  where { productCodes roles updatedAfter channel }
  skipped { reason count }
  skippedImages(first: 100) {
    nodes { number imageId productCode reason params { name value } }
    pageInfo { hasNextPage endCursor } totalCount
  }
"""
CREATE = f"""
mutation Create($input: CreateExportInput!) {{
  createExport(input: $input) {{ export {{ {OF} }} {ERRORS} }}
}}"""
CANCEL = f"""
mutation Cancel($input: CancelExportInput!) {{
  cancelExport(input: $input) {{ export {{ {OF} }} {ERRORS} }}
}}"""
RESUME = f"""
mutation Resume($input: ResumeExportInput!) {{
  resumeExport(input: $input) {{ export {{ {OF} }} {ERRORS} }}
}}"""
EXPORT = f"query Export($id: ID!) {{ export(id: $id) {{ {OF} }} }}"
EXPORTS = f"""
query Exports($first: Int! = 20, $after: String) {{
  exports(first: $first, after: $after) {{
    nodes {{ {OF} }} edges {{ cursor node {{ id }} }}
    pageInfo {{ hasNextPage endCursor }} totalCount
  }}
}}"""
PROGRESS = """
subscription Progress($id: ID!) {
  exportProgress(id: $id) { id state progress images url }
}"""
ENDS = {"READY", "FAILED", "CANCELLED"}


@asynccontextmanager
async def writing(tools: Tools) -> AsyncIterator[None]:
    """A worker that does jobs but never sweeps: rows without an image would not last."""

    async def work() -> None:
        while True:
            if job := await Job.claim("writing"):
                await run(job, tools)
            else:
                await asyncio.sleep(0.01)

    task = asyncio.create_task(work())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def rendition(name: str, side: int = 1600) -> StoredRendition:
    """A public JPEG."""
    return StoredRendition(
        preset="LARGE",
        key=f"published/{name}/large/{name}.jpg",
        content_type="image/jpeg",
        width=side,
        height=side,
        bytes=side * 100,
    )


def row(code: str | None, position: int = 1, side: int = 1600, **more: Any) -> CatalogRow:
    """A published picture."""
    id = PydanticObjectId()
    known = {
        "product_name": None if code is None else f"Name of {code}",
        "content_hash": str(id),
        "renditions": [rendition(str(id), side)],
    }
    return CatalogRow(id=id, product_code=code, position=position, **(known | more))


async def keep(*rows: CatalogRow) -> None:
    """Have these in the catalogue."""
    await CatalogRow.insert_many(list(rows))


def catalogue() -> list[CatalogRow]:
    """Two products, one picture that Google does not take, and one on no product."""
    return [
        row("B", 1, alt_text="All", alt_texts={"pt-BR": "Brasil"}),
        row("A", 7, role=ProductRole.LIFESTYLE),
        row("A", 2, role=ProductRole.MAIN, updated_at=datetime(2026, 1, 1, tzinfo=UTC)),
        row("A", 9, side=499),
        row(None, 2**31),
    ]


async def asked(client: Client, format: str = "JSON_LINES", **more: Any) -> dict[str, Any]:
    """What came of the wish for an export."""
    answer = await client.ask(CREATE, input={"format": format, **more})
    return dict(answer["createExport"])


async def begun(client: Client, format: str = "JSON_LINES", **more: Any) -> str:
    """The id of an export that was begun; nothing was objected to."""
    answer = await asked(client, format, **more)
    assert answer["userErrors"] == []
    return str(answer["export"]["id"])


async def found(client: Client, id: str) -> dict[str, Any] | None:
    """The export as it is; None where there is none for this client."""
    answer = (await client.ask(EXPORT, id=id))["export"]
    return None if answer is None else dict(answer)


async def ended(client: Client, id: str) -> dict[str, Any]:
    """The export, once it has ended."""
    async with client.subscribed(PROGRESS, id=id) as stream:
        while (await stream.next(60))["exportProgress"]["state"] not in ENDS:
            pass
    told = await found(client, id)
    assert told is not None
    return told


async def made(client: Client, format: str = "JSON_LINES", **more: Any) -> dict[str, Any]:
    """The export, READY."""
    told = await ended(client, await begun(client, format, **more))
    assert told["state"] == "READY", told["problem"]
    return told


async def content(told: dict[str, Any]) -> bytes:
    """What lies behind its link."""
    answer = await fetched(told["url"])
    assert (answer.status_code, len(answer.content)) == (200, int(told["bytes"]))
    return answer.content
