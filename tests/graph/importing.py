"""What tests of imports send, and wait for."""

from typing import Any

from tests.graph.documents import ERRORS
from tests.server import Client, Stream

FIELDS = """
id source state listed progress problem { code message } importerId finishedAt
counts { total pending taken skipped refused cancelled }
job { kind state progress stages { name } }
"""

FROM_BUCKET = f"""
mutation ($input: ImportFromBucketInput!) {{
  importFromBucket(input: $input) {{ import {{ {FIELDS} }} {ERRORS} }}
}}"""

FROM_URLS = f"""
mutation ($input: ImportFromUrlsInput!) {{
  importFromUrls(input: $input) {{ import {{ {FIELDS} }} {ERRORS} }}
}}"""

CANCEL = f"""
mutation ($input: CancelImportInput!) {{
  cancelImport(input: $input) {{ import {{ {FIELDS} }} {ERRORS} }}
}}"""

RETRY = f"""
mutation ($input: RetryImportInput!) {{
  retryImport(input: $input) {{ import {{ {FIELDS} }} {ERRORS} }}
}}"""

IMPORT = f"query ($id: ID!) {{ import(id: $id) {{ {FIELDS} }} }}"

ITEMS = """
query ($id: ID!, $where: ImportItemsWhere, $first: Int! = 100, $after: String) {
  import(id: $id) {
    items(where: $where, first: $first, after: $after) {
      totalCount
      nodes {
        position name fileName state attempts problem { code message imageId } imageId
        image {
          id title keywords productCode fileName imported { fileName source productName }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""

PROGRESS = f"subscription ($id: ID!) {{ importProgress(id: $id) {{ {FIELDS} }} }}"

ENDS = {"FINISHED", "FAILED", "CANCELLED"}


async def begun(client: Client, query: str, **input: Any) -> dict[str, Any]:
    """The import that a mutation began, which had nothing to object to."""
    [payload] = (await client.ask(query, input=input)).values()
    assert payload["userErrors"] == []
    return dict(payload["import"])


async def followed(client: Client, id: str) -> list[dict[str, Any]]:
    """All that a subscriber is told of an import until it ends."""
    async with client.subscribed(PROGRESS, id=id) as stream:
        return await heard(stream)


async def heard(stream: Stream) -> list[dict[str, Any]]:
    """All that is told from now on until the import ends."""
    told: list[dict[str, Any]] = []
    while not told or told[-1]["state"] not in ENDS:
        told.append((await stream.next())["importProgress"])
    return told


async def ended(client: Client, id: str) -> dict[str, Any]:
    """The import, once it has ended."""
    return (await followed(client, id))[-1]


async def items(client: Client, id: str, **where: Any) -> list[dict[str, Any]]:
    """The items of an import, at most 100."""
    answer = await client.ask(ITEMS, id=id, where=where)
    return list(answer["import"]["items"]["nodes"])


async def present(client: Client, id: str) -> dict[str, Any]:
    """The import as it is now."""
    return dict((await client.ask(IMPORT, id=id))["import"])


def verdicts(items: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """State and code of each item."""
    return [(one["state"], one["problem"] and one["problem"]["code"]) for one in items]


def counted(found: dict[str, Any]) -> dict[str, int]:
    """The counts that are not zero, without the total."""
    counts = found["counts"].items()
    return {name: count for name, count in counts if count and name != "total"}
