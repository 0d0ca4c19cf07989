"""The frames of graphql-transport-ws: text, and of the shape that the protocol gives them."""

from collections.abc import AsyncGenerator, Mapping

import orjson
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import NonJsonMessageReceived


class TextFrames(ASGIWebSocketAdapter):
    """graphql-transport-ws speaks text frames, also when we serialise to bytes."""

    async def iter_json(
        self, *, ignore_parsing_errors: bool = False
    ) -> AsyncGenerator[object, None]:
        """Each message, provided that it has the shape of one. A null is as good as not sent."""
        async for message in super().iter_json(ignore_parsing_errors=ignore_parsing_errors):
            if not isinstance(message, dict):
                raise NonJsonMessageReceived
            sent = {name: value for name, value in message.items() if value is not None}
            if not _is_message(sent):
                raise NonJsonMessageReceived
            yield sent

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send one message."""
        await self.ws.send_text(orjson.dumps(message).decode())


def _is_message(message: Mapping[str, object]) -> bool:
    """Whether the parts of this message of graphql-transport-ws have the right types."""
    payload = message.get("payload", {})
    if not isinstance(payload, dict) or not isinstance(message.get("id", ""), str):
        return False
    query, variables = payload.get("query", ""), payload.get("variables")
    return isinstance(query, str) and isinstance(variables, dict | None)
