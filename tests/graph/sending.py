"""Sending files to the store directly, as clients do."""

import hashlib
from collections.abc import Sequence
from typing import Any

import httpx

from tests.graph.documents import ERRORS
from tests.server import Client, Sent

ERROR = "error { code message path params { name value } }"
CREATE = f"""
mutation Create($input: CreateUploadsInput!) {{
  createUploads(input: $input) {{
    results {{
      fileName uploadId imageId image {{ state fileName bytes sha256 }} method url
      fields {{ name value }} headers {{ name value }} partBytes partCount expiresAt {ERROR}
    }}
    {ERRORS}
  }}
}}"""
COMPLETE = f"""
mutation Complete($input: CompleteUploadsInput!) {{
  completeUploads(input: $input) {{
    results {{ uploadId imageId state image {{ id state }} job {{ id kind state }} {ERROR} }}
    {ERRORS}
  }}
}}"""


def announced(file: Sent, *, type: str = "image/jpeg", **said: Any) -> dict[str, Any]:
    """A file as it is announced."""
    return {"fileName": file.name, "contentType": type, "size": len(file.content), **said}


def sha256(content: bytes) -> str:
    """In hex."""
    return hashlib.sha256(content).hexdigest()


async def created(client: Client, *files: dict[str, Any], **said: Any) -> list[dict[str, Any]]:
    """The results of announcing files."""
    answer = await client.ask(CREATE, input={"files": list(files), **said})
    assert answer["createUploads"]["userErrors"] == []
    return list(answer["createUploads"]["results"])


async def sent(ticket: dict[str, Any], content: bytes) -> int:
    """The store's answer to the bytes."""
    async with httpx.AsyncClient(trust_env=False) as http:
        if ticket["fields"]:
            form = {field["name"]: field["value"] for field in ticket["fields"]}
            files = {"file": (ticket["fileName"], content)}
            return (await http.post(ticket["url"], data=form, files=files)).status_code
        headers = {header["name"]: header["value"] for header in ticket["headers"]}
        headers["Content-Length"] = str(len(content))
        return (await http.put(ticket["url"], content=content, headers=headers)).status_code


async def completed(client: Client, *ids: str) -> list[dict[str, Any]]:
    """The results of completing uploads."""
    answer = await client.ask(COMPLETE, input={"ids": list(ids)})
    assert answer["completeUploads"]["userErrors"] == []
    return list(answer["completeUploads"]["results"])


async def uploaded(client: Client, file: Sent, **said: Any) -> dict[str, Any]:
    """The ticket of a file that is announced and sent."""
    [ticket] = await created(client, announced(file), **said)
    assert await sent(ticket, file.content) in {200, 204}
    return ticket


def codes_of(results: Sequence[dict[str, Any]]) -> list[str | None]:
    """The code of each result's error."""
    return [result["error"] and result["error"]["code"] for result in results]
