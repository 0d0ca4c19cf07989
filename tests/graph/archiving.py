"""What tests of archives send."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import httpx

from tests.graph.documents import ERRORS
from tests.graph.importing import FIELDS
from tests.server import PREFLIGHT, Client

IMPORT_ARCHIVE = f"""
mutation ($input: ImportArchiveInput!) {{
  importArchive(input: $input) {{ import {{ {FIELDS} }} {ERRORS} }}
}}"""
CREATE_ARCHIVE_UPLOAD = f"""
mutation ($input: CreateArchiveUploadInput!) {{
  createArchiveUpload(input: $input) {{
    upload {{ uploadId method url headers {{ name value }} partBytes partCount expiresAt }} {ERRORS}
  }}
}}"""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive with files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


async def asked(
    client: Client, archive: bytes | str, manifest: str | None = None, **said: Any
) -> dict[str, Any]:
    """The payload of importing an archive: its bytes, or the id of its upload."""
    whole = {"file": None} if isinstance(archive, bytes) else {"uploadId": archive}
    input = {"archive": whole, "manifest": None, **said}
    sent = {
        "archive.file": archive if isinstance(archive, bytes) else None,
        "manifest": manifest.encode() if manifest is not None else None,
    }
    files = {path: content for path, content in sent.items() if content is not None}
    form = {
        "operations": json.dumps({"query": IMPORT_ARCHIVE, "variables": {"input": input}}),
        "map": json.dumps({path: [f"variables.input.{path}"] for path in files}),
    }
    if not files:
        return dict((await client.ask(IMPORT_ARCHIVE, input=input))["importArchive"])
    answer = await client.http.post(
        "/graphql", data=form, files=files, headers=client.headers | PREFLIGHT
    )
    assert "errors" not in answer.json(), answer.text
    return dict(answer.json()["data"]["importArchive"])


async def begun(
    client: Client, archive: bytes | str, manifest: str | None = None, **said: Any
) -> dict[str, Any]:
    """The import that was begun; nothing was objected to."""
    payload = await asked(client, archive, manifest, **said)
    assert payload["userErrors"] == []
    return dict(payload["import"])


async def announced(client: Client, size: int, **said: Any) -> dict[str, Any]:
    """The upload of an archive."""
    answer = await client.ask(CREATE_ARCHIVE_UPLOAD, input={"size": str(size), **said})
    assert answer["createArchiveUpload"]["userErrors"] == []
    return dict(answer["createArchiveUpload"]["upload"])


async def put(url: str, headers: list[dict[str, str]], content: bytes) -> int:
    """The store's answer to bytes."""
    said = {header["name"]: header["value"] for header in headers}
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.put(
            url, content=content, headers=said | {"Content-Length": str(len(content))}
        )
    return answer.status_code
