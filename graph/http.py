"""GraphQL over HTTP and websockets: one Starlette app for both."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

import orjson
from cross_web import HTTPException
from graphql import GraphQLError
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse
from strawberry.schema.base import BaseSchema
from strawberry.subscriptions import (
    GRAPHQL_SSE_PROTOCOL,
    GRAPHQL_TRANSPORT_WS_PROTOCOL,
    MULTIPART_SUBSCRIPTION_PROTOCOL,
)
from strawberry.types import ExecutionResult
from structlog.contextvars import get_contextvars

from actions.errors import ActionError
from graph.context import Context, House
from graph.errors import translated
from graph.multipart import UploadAdapter

# A document and its variables; files have a limit of their own.
MOST_JSON_BYTES = 1024 * 1024
PREFLIGHT_HEADERS = ("apollo-require-preflight", "x-requested-with")
Page = Callable[[Request], Awaitable[Response]]


class TextFrames(ASGIWebSocketAdapter):
    """graphql-transport-ws speaks text frames, also when we serialise to bytes."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send one message."""
        await self.ws.send_text(orjson.dumps(message).decode())


class GraphQLApp(GraphQL[Context, None]):
    """The GraphQL endpoint. A browser that asks for HTML gets `page`."""

    websocket_adapter_class = TextFrames

    def __init__(
        self, schema: BaseSchema, house: House, page: Page, origins: Sequence[str] = ()
    ) -> None:
        super().__init__(
            schema,
            multipart_uploads_enabled=True,
            subscription_protocols=(
                GRAPHQL_TRANSPORT_WS_PROTOCOL,
                GRAPHQL_SSE_PROTOCOL,
                MULTIPART_SUBSCRIPTION_PROTOCOL,
            ),
            allowed_origins=origins,
        )
        self.house, self.page = house, page
        self.request_adapter_class = partial(  # type: ignore[assignment]
            UploadAdapter,
            max_bytes=house.uploads.max_bytes,
            max_files=house.uploads.max_files,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or one websocket."""
        if scope["type"] == "websocket":
            await self.run(WebSocket(scope, receive, send))
            return
        request = Request(scope, receive)
        if not _is_multipart(request):
            request = Request(scope, _capped(receive))
        try:
            response = await self.run(request)
        except HTTPException as error:
            response = refusal(error.status_code, error.reason)
        finally:
            if form := getattr(request.state, "form", None):
                await form.close()
        await response(scope, receive, send)

    def encode_json(self, data: object) -> bytes:
        """JSON, fast."""
        return orjson.dumps(data)

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """What did not even parse never met the schema's extensions: it gets its code here."""
        if result.errors:
            result.errors = [translated(error) for error in result.errors]
        return await super().process_result(request, result)

    async def render_graphql_ide(self, request: Request) -> Response:
        """GraphiQL, for browsers."""
        return await self.page(request)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Who asks, found out before a byte of an upload is read."""
        context = Context(connection=request, house=self.house)
        await context.identify(_credentials(request))
        if isinstance(request, Request) and _is_multipart(request):
            _may_upload(request, context)
        return context

    async def on_ws_connect(self, context: Context) -> dict[str, object] | None:
        """Take the token from the connection's parameters; a wrong one closes with 4403."""
        params = {name.lower(): value for name, value in context.connection_params.items()}
        if not context.signed_in:
            await context.identify(params)
        if context.refusal is not None:
            raise ConnectionRejectionError
        return {}


def refusal(status: int, message: str) -> Response:
    """A request that never became an operation, answered in GraphQL's own form."""
    code = "UNAUTHENTICATED" if status == HTTPStatus.UNAUTHORIZED else "BAD_REQUEST"
    extensions = {"code": code, "correlationId": get_contextvars().get("request_id")}
    error = GraphQLError(message, extensions=extensions)
    body = orjson.dumps({"errors": [error.formatted]})
    return Response(body, status_code=status, media_type="application/json")


def _credentials(connection: HTTPConnection) -> dict[str, Any]:
    return {
        name: connection.headers[name]
        for name in ("authorization", "x-api-key")
        if name in connection.headers
    }


def _is_multipart(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("multipart/form-data")


def _may_upload(request: Request, context: Context) -> None:
    """Raise for strangers, and for pages of other sites, which cannot send these headers."""
    if not any(request.headers.get(name) for name in PREFLIGHT_HEADERS):
        raise HTTPException(
            400, "A multipart request needs the header Apollo-Require-Preflight: true."
        )
    try:
        context.somebody()
    except ActionError as error:
        raise HTTPException(401, str(error)) from error


def _capped(receive: Receive) -> Receive:
    """`receive`, but for bodies of at most MOST_JSON_BYTES."""
    taken = 0

    async def capped() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_JSON_BYTES:
            raise HTTPException(
                413, f"The body is over {MOST_JSON_BYTES} bytes: send files as multipart."
            )
        return message

    return capped
