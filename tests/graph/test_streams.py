"""Subscriptions over HTTP and websockets, and what a client may get wrong there."""

import asyncio
import json
import re
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests import photos
from tests.graph.documents import PROCESSING, UPLOAD
from tests.graph.steps import processed
from tests.server import Client, Sent

VIEWER = "{ viewer { email } }"
MULTIPART = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json"


async def streamed(client: Client, accept: str, until: str, **variables: Any) -> tuple[str, str]:
    """The media type and the text of a subscription over HTTP, up to the word `until`."""
    body = {"query": PROCESSING, "variables": variables}
    headers = client.headers | {"accept": accept}
    text = ""
    async with client.http.stream("POST", "/graphql", json=body, headers=headers) as answer:
        async with asyncio.timeout(20):
            async for chunk in answer.aiter_text():
                text += chunk
                if until in text:
                    break
    return answer.headers["content-type"], text


async def test_subscriptions_need_no_websocket(importer: Client, worker: None) -> None:
    """curl and urql follow a picture by server-sent events, Apollo by multipart."""
    [id] = await processed(importer, Sent("a.jpg", photos.jpeg()))
    for accept, media_type in {
        "text/event-stream": "text/event-stream",
        "text/event-stream, multipart/mixed": "text/event-stream",
        MULTIPART: MULTIPART,
    }.items():
        told, text = await streamed(importer, accept, '"stage":"READY"', ids=[id])
        stages = re.findall('"stage":"([A-Z]+)"', text)

        assert told == media_type
        assert stages == ["QUEUED", "CHECKED", "METADATA", "RENDITIONS", "READY"]


async def test_a_stranger_follows_nothing(stranger: Client) -> None:
    """A stream that may not be followed tells why, and ends."""
    _, text = await streamed(stranger, "text/event-stream", "event: complete")

    assert '"code":"UNAUTHENTICATED"' in text
    assert text.endswith("event: complete\ndata:\n\n")


async def test_an_upload_may_be_answered_by_events(importer: Client) -> None:
    """The files stay open until a streamed answer has used them."""
    importer.http.headers["accept"] = "text/event-stream"
    answer = await importer.send(UPLOAD, [Sent("a.jpg", photos.jpeg())])

    assert '"state":"QUEUED"' in answer.text


WRONG_FRAMES: list[Any] = [
    "{",
    "[]",
    "5",
    "null",
    "[" * 100_000,
    b"{}",
    {},
    {"type": "nothing"},
    {"id": "1", "type": "subscribe"},
    {"id": "1", "type": "subscribe", "payload": "x"},
    {"id": "1", "type": "subscribe", "payload": {"query": 5}},
    {"id": "1", "type": "subscribe", "payload": {"query": VIEWER, "variables": []}},
    {"id": [1], "type": "subscribe", "payload": {"query": VIEWER}},
]


async def test_a_frame_that_is_no_message_closes_the_socket(address: str) -> None:
    """4400 is what the protocol has for it, and no bug of ours."""
    for frame in WRONG_FRAMES:
        with pytest.raises(ConnectionClosed) as closed:
            await answered(address, frame)

        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4400, frame


async def test_a_wrong_document_leaves_the_socket_open(address: str) -> None:
    """One bad operation gets its error; the others on the socket go on."""
    wrong = [
        {"query": ""},
        {"query": "subscription {"},
        {"query": "subscription { nothing }"},
        {"query": VIEWER, "operationName": "Other"},
        {"query": "query A { viewer { id } } query B { viewer { id } }"},
    ]
    for payload in wrong:
        message = await answered(address, {"id": "1", "type": "subscribe", "payload": payload})

        assert message["type"] == "error"
        assert [one["extensions"]["code"] for one in message["payload"]] == ["BAD_REQUEST"]


async def answered(address: str, frame: Any) -> dict[str, Any]:
    """What the server says to one frame after the handshake, whose null payload is none."""
    at, protocol = address.replace("http", "ws", 1), Subprotocol("graphql-transport-ws")
    async with connect(f"{at}/graphql", subprotocols=[protocol], proxy=None) as socket:
        await socket.send('{"type": "connection_init", "payload": null}')
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        await socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))
        return dict(json.loads(await asyncio.wait_for(socket.recv(), 5)))
