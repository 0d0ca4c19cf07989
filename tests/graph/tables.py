"""Tables of metadata, as people export, change and send them."""

import asyncio
import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.graph.documents import ERRORS
from tests.graph.steps import fetched
from tests.server import PREFLIGHT, Client

EXPORT_FIELDS = "id rows bytes url expiresAt job { state problem { code } }"
EXPORT = f"""
mutation Export($input: ExportMetadataCsvInput!) {{
  exportMetadataCsv(input: $input) {{ export {{ {EXPORT_FIELDS} }} {ERRORS} }}
}}"""
EXPORTED = f"query Exported($id: ID!) {{ metadataExport(id: $id) {{ {EXPORT_FIELDS} }} }}"
IMPORT_FIELDS = """
  id dryRun state rows done changed unchanged refused finishedAt expiresAt
  job { state progress problem { code } }
  results(first: 100, after: $after, outcome: $outcome) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      number outcome imageId changedFields image { id version title }
      error { code message path params { name value } }
    }
  }
"""
IMPORT = f"""
mutation Import($input: ImportMetadataCsvInput!, $after: String, $outcome: MetadataRowOutcome) {{
  importMetadataCsv(input: $input) {{ import {{ {IMPORT_FIELDS} }} {ERRORS} }}
}}"""
IMPORTED = f"""
query Imported($id: ID!, $after: String, $outcome: MetadataRowOutcome) {{
  metadataImport(id: $id) {{ {IMPORT_FIELDS} }}
}}"""
Row = dict[str, str]


async def exported(client: Client, **input: Any) -> dict[str, Any]:
    """A table, once it is there."""
    answer = (await client.ask(EXPORT, input=input))["exportMetadataCsv"]
    assert answer["userErrors"] == []
    found = answer["export"]
    async with asyncio.timeout(20):
        while found["url"] is None:
            assert found["job"]["state"] not in {"FAILED", "CANCELLED"}
            await asyncio.sleep(0.02)
            found = (await client.ask(EXPORTED, id=found["id"]))["metadataExport"]
    return dict(found)


async def table(client: Client, **input: Any) -> list[Row]:
    """The rows of a table that was exported."""
    made = await exported(client, **input)
    rows = read((await fetched(made["url"])).content)
    assert made["rows"] == len(rows)
    return rows


def read(content: bytes) -> list[Row]:
    """The rows of a file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The file of rows that have the same columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


async def sent(client: Client, content: bytes, *, dry_run: bool = False) -> dict[str, Any]:
    """What is answered to a file."""
    variables = {"input": {"file": None, "dryRun": dry_run}}
    form = {
        "operations": json.dumps({"query": IMPORT, "variables": variables}),
        "map": json.dumps({"0": ["variables.input.file"]}),
    }
    headers = client.headers | PREFLIGHT
    parts = {"0": ("table.csv", content)}
    answer = await client.http.post("/graphql", data=form, files=parts, headers=headers)
    return dict(answer.json())


async def taken(
    client: Client, rows: Sequence[Mapping[str, str]], *, dry_run: bool = False
) -> dict[str, Any]:
    """The import of rows whose table is not refused."""
    answer = (await sent(client, written(rows), dry_run=dry_run))["data"]["importMetadataCsv"]
    assert answer["userErrors"] == []
    return dict(answer["import"])


async def ended(client: Client, id: str, **more: Any) -> dict[str, Any]:
    """An import, once its job is at its end."""
    async with asyncio.timeout(20):
        while True:
            found = (await client.ask(IMPORTED, id=id, **more))["metadataImport"]
            if found["job"]["state"] in {"SUCCEEDED", "FAILED"}:
                return dict(found)
            await asyncio.sleep(0.02)
