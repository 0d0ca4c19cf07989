"""The example that receives webhooks, run as its readers run it."""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests import photos
from tests.app.service import free_port, serving
from tests.app.test_serve import ADA, signed_in
from tests.graph.documents import WITHDRAW
from tests.graph.steps import processed, published
from tests.server import Client, Sent

EXAMPLE = Path(__file__).parents[2] / "examples" / "receive_webhooks.py"
OLD, NEW, WRONG = (f"whsec_{base64.b64encode(bytes([n]) * 32).decode()}" for n in range(3))
Headers = dict[str, str]
EVENT = {"type": "image.withdrawn", "data": {"change": {"kind": "WITHDRAWN"}}}
BODY = json.dumps(EVENT).encode()
CREATE = """
mutation ($input: CreateWebhookInput!) {
  createWebhook(input: $input) { secret userErrors { code message } }
}"""


@dataclass
class Receiving:
    """A receiver that runs, and its journal."""

    address: str
    journal: Path

    async def take(self, id: str, signed: Headers | None = None, body: bytes = BODY) -> int:
        """The status that a delivery is answered with."""
        named = {f"webhook-{name}": value for name, value in (signed or {}).items()}
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.post(
                self.address, content=body, headers={"webhook-id": id, **named}
            )
        return answer.status_code

    async def announce(self, length: int) -> int:
        """The status where so many bytes are announced, and none is sent yet."""
        url = httpx.URL(self.address)
        reader, writer = await asyncio.open_connection(url.host, url.port)
        head = f"POST / HTTP/1.1\r\nHost: {url.host}\r\nContent-Length: {length}\r\n\r\n"
        writer.write(head.encode())
        answer = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return int(answer.split()[1])

    def taken(self) -> list[str]:
        """The ids of what is written down, in order."""
        return [json.loads(line)["id"] for line in self.journal.read_text().splitlines()]


@asynccontextmanager
async def started(journal: Path, *secrets: str, port: int = 0) -> AsyncIterator[Receiving]:
    """The example as a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(EXAMPLE), str(journal), "--port", str(port)),
        env={**os.environ, "ECOGRAM_WEBHOOK_SECRET": ",".join(secrets)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        said = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        yield Receiving(said.split()[-1], journal)
    finally:
        process.terminate()
        await process.communicate()


@pytest.fixture
async def receiving(tmp_path: Path) -> AsyncIterator[Receiving]:
    """The example, with two secrets, as while one is rotated."""
    journal = tmp_path / "events.jsonl"
    journal.write_text(json.dumps({"id": "before", "event": {}}) + "\n")
    async with started(journal, OLD, NEW) as one:
        yield one


def signed(id: str, *secrets: str, body: bytes = BODY, age: int = 0) -> Headers:
    """The headers of a delivery, as the Standard Webhooks specification has them."""
    stamp = str(int(time.time()) - age)
    text = f"{id}.{stamp}.".encode() + body
    macs = [hmac.digest(base64.b64decode(one[6:]), text, hashlib.sha256) for one in secrets]
    made = [f"v1,{base64.b64encode(mac).decode()}" for mac in macs]
    return {"timestamp": stamp, "signature": " ".join(made)}


async def test_genuine_events_are_taken_once(receiving: Receiving) -> None:
    """By either secret; what comes again is answered well and not written again."""
    told = [
        await receiving.take("1", signed("1", NEW)),
        await receiving.take("2", signed("2", WRONG, OLD)),
        await receiving.take("1", signed("1", OLD, NEW)),
        await receiving.take("before", signed("before", NEW)),
    ]

    assert told == [204, 204, 204, 204]
    assert receiving.taken() == ["before", "1", "2"]
    [_, line, _] = receiving.journal.read_text().splitlines()
    assert json.loads(line) == {"id": "1", "event": EVENT}


async def test_everything_else_is_refused(receiving: Receiving) -> None:
    """No signature, a wrong one, another body or id, a recording, and what is no JSON."""
    other = b'{"type": "x"}'
    told = [
        await receiving.take("1"),
        await receiving.take("1", signed("1", WRONG)),
        await receiving.take("1", signed("1", NEW), other),
        await receiving.take("2", signed("1", NEW)),
        await receiving.take("1", signed("1", NEW, age=301)),
        await receiving.take("1", signed("1", NEW, age=-400)),
        await receiving.take("1", signed("1", NEW) | {"timestamp": "x"}),
        await receiving.take("1", signed("1", NEW, body=b"{"), b"{"),
        await receiving.announce(1024 * 1024 + 1),
    ]

    assert told == [400] * 8 + [413]
    assert receiving.taken() == ["before"]


async def test_a_running_ecogram_tells_it_what_shops_see(tmp_path: Path) -> None:
    """What is approved and what is taken back, in this order, by the secret that was told once."""
    port, journal = free_port(), tmp_path / "events.jsonl"
    allowed = {"ECOGRAM_WEBHOOK_NETWORKS": "127.0.0.0/8", "ECOGRAM_WEBHOOK_PORTS": str(port)}
    query = "{ type change { kind image { title productCode } } }"
    async with (
        serving(tmp_path / "data", free_port(), **allowed) as service,
        Client(service.address) as ada,
    ):
        await signed_in(ada, ADA)
        asked = {"url": f"http://127.0.0.1:{port}/", "query": query}
        made = (await ada.ask(CREATE, input=asked))["createWebhook"]
        assert made["userErrors"] == []
        async with started(journal, made["secret"], port=port) as receiving:
            [id] = await processed(ada, Sent("a.jpg", photos.jpeg(64, 48)), productCode="SKU-1")
            await published(ada, id)
            await ada.ask(WITHDRAW, input={"ids": [id], "reason": "RIGHTS"})
            async with asyncio.timeout(30):
                while not journal.exists() or len(receiving.taken()) < 2:
                    await asyncio.sleep(0.05)
        events = [json.loads(line)["event"] for line in journal.read_text().splitlines()]

    kinds = [event["data"]["change"]["kind"] for event in events]
    assert kinds == ["PUBLISHED", "WITHDRAWN"]
