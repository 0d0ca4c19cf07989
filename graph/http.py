"""GraphQL over HTTP and websockets: one Starlette app for both."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.base import BaseRequestProtocol
from strawberry.http.streaming import MultipartSubscriptionTransport
from strawberry.schema.base import BaseSchema
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.subscriptions import (
    GRAPHQL_SSE_PROTOCOL,
    GRAPHQL_TRANSPORT_WS_PROTOCOL,
    MULTIPART_SUBSCRIPTION_PROTOCOL,
)
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from actions.errors import ActionError
from graph.answers import answered, forgotten, media_type, refusal
from graph.catalog_answers import CatalogAnswers
from graph.context import Context, House
from graph.frames import TextFrames
from graph.library_answers import LibraryAnswers
from graph.limits import MOST_TOKENS
from graph.media import HTML, JSON, Events
from graph.multipart import BadMultipart, UploadAdapter, filled
from graph.session_cookie import SessionCookie

logger = logging.getLogger(__name__)
# A document and its variables; files have a limit of their own.
MOST_JSON_BYTES = 1024 * 1024
SUBSCRIBING = (
    ": ask for text/event-stream or multipart/mixed;subscriptionSpec=1.0 in Accept, or open a "
    "websocket (graphql-transport-ws)."
)
PREFLIGHT_HEADERS = ("apollo-require-preflight", "x-requested-with")
Page = Callable[[Request], Awaitable[Response]]


class GraphQLApp(GraphQL[Context, None]):
    """The GraphQL endpoint. A browser that asks for HTML gets `page`, if there is one."""

    websocket_adapter_class = TextFrames
    stream_transport_classes_by_protocol = {  # noqa: RUF012  Strawberry declares it
        GRAPHQL_SSE_PROTOCOL: Events,
        MULTIPART_SUBSCRIPTION_PROTOCOL: MultipartSubscriptionTransport,
    }

    def __init__(
        self, schema: BaseSchema, house: House, page: Page | None, origins: Sequence[str] = ()
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
        self.catalog = CatalogAnswers(house, self.run, most_tokens=MOST_TOKENS)
        self.library = LibraryAnswers(house, self.run, most_tokens=MOST_TOKENS)
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
            response = await self._answer(request)
            await response(scope, receive, send)
        except ClientDisconnect:
            logger.info("The client went away before all of its request was here.")
        finally:
            if form := getattr(request.state, "form", None):
                await form.close()

    async def _answer(self, request: Request) -> Response:
        try:
            return forgotten(
                await self.catalog.answer(request)
                or await self.library.answer(request)
                or await self.run(request)
            )
        except HTTPException as error:
            wrong = _wrong_operation(error)
            if wrong is OperationType.MUTATION:
                return refusal(request, 405, error.reason, allow="POST")
            way_out = SUBSCRIBING if wrong is OperationType.SUBSCRIPTION else ""
            return refusal(request, error.status_code, error.reason + way_out)
        except ClientDisconnect:
            raise
        except Exception:
            logger.exception("A request failed.")
            return refusal(request, 500, "Something went wrong on our side.")

    async def parse_http_body(
        self, request: AsyncHTTPRequestAdapter
    ) -> GraphQLRequestData | list[GraphQLRequestData]:
        """What is asked. Raises HTTPException for what is no GraphQL request."""
        media_type = (request.content_type or "").split(";")[0].strip().lower()
        if request.method == "POST" and media_type not in (JSON, "multipart/form-data"):
            raise HTTPException(
                415, f"The content type must be {JSON}, or multipart/form-data with files."
            )
        return await super().parse_http_body(request)

    async def parse_multipart(self, request: AsyncHTTPRequestAdapter) -> dict[str, Any]:
        """The operation, with its files in their places."""
        try:
            form = await request.get_form_data()
            operations, places = (
                self.parse_json(form.form.get(name, "")) for name in ("operations", "map")
            )
            return filled(operations, places, form.files)
        except BadMultipart as error:
            raise HTTPException(400, str(error)) from error

    def parse_json(self, data: str | bytes) -> Any:
        """An object or a list; null counts as an empty object."""
        try:
            parsed = orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise HTTPException(400, f"This is not JSON: {error}.") from error
        if not isinstance(parsed, dict | list | None):
            raise HTTPException(400, "A JSON object is needed here.")
        return parsed or {}

    def decode_json(self, data: str | bytes) -> object:
        """JSON, fast, and without a depth that would exhaust us."""
        return orjson.loads(data)

    def encode_json(self, data: object) -> bytes:
        """JSON, fast."""
        return orjson.dumps(data)

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """The answer as JSON. Without `data`, if it never came to running the operation."""
        answer = await super().process_result(request, result)
        if result.data is None and all(error.path is None for error in result.errors or ()):
            del answer["data"]
        return answer

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        """Notes the media type that the client wants, for `create_response`."""
        response = await super().get_sub_response(request)
        response.media_type = media_type(request)
        return response

    def create_response(
        self,
        response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse],
        sub_response: Response,
    ) -> Response:
        """200, but for what was refused: by GraphQL's own media type, or by whatever it costs."""
        response = answered(response_data, sub_response.media_type)
        if cookie := sub_response.headers.get("set-cookie"):
            response.headers["set-cookie"] = cookie
        return response

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Whether a browser came to look; programs that take anything get JSON."""
        accept, asked = request.headers.get("accept", ""), request.query_params.get("query")
        is_looking = request.method == "GET" and asked is None and HTML in accept
        return is_looking and self.page is not None

    async def render_graphql_ide(self, request: Request) -> Response:
        """GraphiQL, for browsers."""
        assert self.page is not None, "It is only shown where it is."
        return await self.page(request)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Who asks, found out before a byte of an upload is read."""
        known = getattr(request.state, "viewer", None)
        context = Context(
            connection=request,
            house=self.house,
            cookie=self._cookie(request, response),
            _viewer=known,
        )
        if known is None:
            await context.identify(_credentials(request))
        if isinstance(request, Request) and _is_multipart(request):
            _may_upload(request, context)
        return context

    def _cookie(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> SessionCookie | None:
        if not isinstance(request, Request) or not isinstance(response, Response):
            return None
        if self._get_stream_transport_from_headers(request.headers) is not None:
            return None
        return SessionCookie(request, response, self.house.accounts.only_https)

    async def on_ws_connect(self, context: Context) -> dict[str, object] | None:
        """Take the token from the connection's parameters; a wrong one closes with 4403."""
        params = {name.lower(): value for name, value in context.connection_params.items()}
        if not context.signed_in:
            await context.identify(params)
        if context.refusal is not None:
            raise ConnectionRejectionError
        return {}


def _wrong_operation(error: HTTPException) -> OperationType | None:
    """The kind of operation that was asked for in a way that does not serve it."""
    cause = error.__cause__
    return cause.operation_type if isinstance(cause, InvalidOperationTypeError) else None


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
