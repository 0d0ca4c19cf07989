"""What is said and done about comparisons of store and records."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from storage.bucket import Bucket
from tests.graph.documents import ERRORS
from tests.server import Client

REPORT = """
id state dryRun repair deep complete truncated judgedBefore examined records bytes recent foreign
counts { kind found repaired } createdAt finishedAt job { kind state progress stages { name } }
"""
SYNCHRONIZE = f"""
mutation Synchronize($input: SynchronizeInput!) {{
  synchronize(input: $input) {{ synchronization {{ {REPORT} }} {ERRORS} }}
}}"""
CANCEL = f"""
mutation Cancel($input: CancelSynchronizationInput!) {{
  cancelSynchronization(input: $input) {{ synchronization {{ {REPORT} }} {ERRORS} }}
}}"""
ONE = f"query One($id: ID!) {{ synchronization(id: $id) {{ {REPORT} }} }}"
ALL = f"""
query All($first: Int! = 20, $after: String) {{
  synchronizations(first: $first, after: $after) {{
    nodes {{ {REPORT} }} edges {{ cursor node {{ id }} }}
    pageInfo {{ hasNextPage endCursor }} totalCount
  }}
}}"""
FINDINGS = """
query Findings($id: ID!, $kind: SyncClass, $first: Int! = 100, $after: String) {
  synchronizationFindings(id: $id, kind: $kind, first: $first, after: $after) {
    nodes { kind state key imageId objectBytes recordBytes storedAt done foundAt }
    edges { cursor node { key } } pageInfo { hasNextPage endCursor } totalCount
  }
}"""
NOBODY = "0123456789abcdef01234567"


async def begun(client: Client, **input: Any) -> dict[str, Any]:
    """A comparison, which must not be refused."""
    answer = (await client.ask(SYNCHRONIZE, input=input))["synchronize"]
    assert answer["userErrors"] == []
    return dict(answer["synchronization"])


async def ended(client: Client, id: str, seconds: float = 30) -> dict[str, Any]:
    """The report of a comparison, once it has ended."""
    async with asyncio.timeout(seconds):
        while True:
            found = (await client.ask(ONE, id=id))["synchronization"]
            if found["finishedAt"]:
                return dict(found)
            await asyncio.sleep(0.05)


async def compared(client: Client, *repair: str, **more: Any) -> dict[str, Any]:
    """The report of a whole comparison, which repairs what is named."""
    asked = {"dryRun": not repair, "repair": list(repair), **more}
    return await ended(client, (await begun(client, **asked))["id"])


async def findings(client: Client, id: str, kind: str | None = None) -> list[dict[str, Any]]:
    """What a comparison found, at most 100."""
    found = await client.ask(FINDINGS, id=id, kind=kind)
    return list(found["synchronizationFindings"]["nodes"])


def counts(report: dict[str, Any]) -> dict[str, int]:
    """The classes of which anything was found."""
    return {one["kind"]: one["found"] for one in report["counts"] if one["found"]}


async def put(bucket: Bucket, *keys: str, content: bytes = b"x") -> None:
    """Store objects as somebody else would."""
    for key in keys:
        await bucket.put(key, BytesIO(content), content_type="text/plain")


async def there(bucket: Bucket, keys: Sequence[str]) -> set[str]:
    """Those of some keys that are in the store."""
    return {info.key async for info in bucket.list("")} & set(keys)
