"""Asking for public files as browsers and shops do, over HTTP."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.server import Client


async def got(client: Client, path: str, **headers: str) -> httpx.Response:
    """The answer to a GET, redirects not followed; `if_none_match` is If-None-Match."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.http.get(path, headers=client.headers | named)


def seen(found: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The public files of a picture by preset and format, such as ("LARGE", "webp")."""
    made = found["publication"]["renditions"]
    return {(one["preset"], one["contentType"].removeprefix("image/")): one for one in made}
