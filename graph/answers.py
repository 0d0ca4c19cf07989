"""Answers over HTTP: their statuses, headers and media types."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from structlog.contextvars import get_contextvars

from graph.media import GRAPHQL, JSON, preferred

METHODS = "GET, POST"
VARY = {"vary": "Accept"}
# A document that nobody had sent when its hash came by GET may be known a moment later.
NOT_KEPT = {"cache-control": "no-store"}
CODES = {HTTPStatus.UNAUTHORIZED: "UNAUTHENTICATED", HTTPStatus.INTERNAL_SERVER_ERROR: "INTERNAL"}


class Answered(Response):
    """An answer as JSON; `told` is what was serialised, for those who keep it."""

    told: Any = None


def forgotten(response: Response) -> Response:
    """The response without what it was made of: thousands of objects, while it is being sent."""
    if isinstance(response, Answered):
        response.told = None
    return response


def refusal(request: Request, status: int, message: str, allow: str = METHODS) -> Response:
    """A request that never became an operation, answered in GraphQL's own form."""
    code = CODES.get(HTTPStatus(status), "BAD_REQUEST")
    extensions = {"code": code, "correlationId": get_contextvars().get("request_id")}
    error = GraphQLError(message, extensions=extensions)
    response = _json({"errors": [error.formatted]}, status, media_type(request))
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["allow"] = allow
    return response


def answered(answer: Any, media_type: str | None) -> Response:
    """The answer to an operation: 200, but for what was refused before it ran."""
    if "data" in answer:
        return _json(answer, 200, media_type)
    status, headers = _refusal(answer)
    if status == 200 and media_type == GRAPHQL:
        status = 400
    return _json(answer, status, media_type, headers)


def _json(
    answer: object, status: int, media_type: str | None, headers: Mapping[str, str] | None = None
) -> Response:
    response = Answered(orjson.dumps(answer), status, {**VARY, **(headers or {})}, media_type)
    response.told = answer
    return response


def _refusal(answer: Any) -> tuple[int, Mapping[str, str]]:
    """The status and headers of a refusal; most have no status of their own in plain JSON."""
    match answer["errors"][0].get("extensions"):
        case {"code": "COST_EXCEEDED", "retryAfter": int(seconds)}:
            return 429, NOT_KEPT | {"retry-after": str(seconds)}
        case {"code": "PERSISTED_QUERY_HASH_MISMATCH"}:
            return 400, NOT_KEPT
    return 200, NOT_KEPT


def media_type(connection: HTTPConnection) -> str:
    """The media type that a client gets its answer in."""
    return preferred(connection.headers.get("accept", ""), (JSON, GRAPHQL))
