"""Refusals at addresses that are no GraphQL: problem details for programs (RFC 9457)."""

from collections.abc import Mapping

import orjson
from starlette.responses import Response

PROBLEM = "application/problem+json"


def problem(
    status: int, title: str, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A refusal that nobody keeps: what is not there may be there in a moment."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    always = {
        "cache-control": "no-store",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
    }
    return Response(orjson.dumps(body), status, {**always, **(headers or {})}, PROBLEM)


def not_there(detail: str) -> Response:
    """404."""
    return problem(404, "Not found", detail)


def gone(detail: str) -> Response:
    """410."""
    return problem(410, "Gone", detail)
