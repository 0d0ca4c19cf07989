"""Several processes that answer at one address, as a user starts them."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from app import serve
from app.settings import Settings
from tests import photos
from tests.app.service import Service, environment, free_port, serving
from tests.app.test_serve import ADA, CREATE_KEY, signed_in
from tests.graph.documents import APPROVE, PROCESSING, UPDATE, UPLOAD
from tests.graph.steps import image, public
from tests.server import Client, Sent, Stream

CATALOG = "{ products { nodes { images { title } } } }"
SETTINGS = {
    "ECOGRAM_PROCESSES": "2",
    "ECOGRAM_COST_BUDGET": "50000",
    "ECOGRAM_COST_RATE": "1",
    # Nobody reads what it says until it ends.
    "ECOGRAM_LOG_LEVEL": "WARNING",
}
DEAR = "{ products(first: 100) { nodes { images { renditions { url } } } } }"
CHANGED = "subscription { imageChanged { missed image { title } } }"


def answering(service: Service) -> dict[str, psutil.Process]:
    """The processes that answer clients, by name."""
    lines = {one: one.cmdline() for one in service.tree if one.status() != psutil.STATUS_ZOMBIE}
    return {words[-1]: one for one, words in lines.items() if "app.answering" in words}


def holds(process: psutil.Process, port: int) -> bool:
    """Whether a client's connection, from this port of its own, is to the process."""
    return any(one.raddr and one.raddr.port == port for one in process.net_connections("tcp"))


@asynccontextmanager
async def client_at(process: psutil.Process, like: Client) -> AsyncIterator[Client]:
    """Somebody like this, whose connection is to the process; to be used at once."""
    while True:
        async with Client(like.address, like.token, like.key) as client:
            answer = await client.http.get("/healthz")
            peer = answer.extensions["network_stream"].get_extra_info("client_addr")
            if holds(process, peer[1]):
                yield client
                return


@asynccontextmanager
async def subscribed_at(
    process: psutil.Process, client: Client, query: str
) -> AsyncIterator[Stream]:
    """A subscription to the process."""
    while True:
        async with client.subscribed(query) as stream:
            if holds(process, stream.socket.local_address[1]):
                yield stream
                return


async def title_by_get(shop: Client) -> str | None:
    """What the catalogue calls the one picture, as it is kept."""
    answer = await shop.http.get("/graphql", params={"query": CATALOG}, headers=shop.headers)
    assert "etag" in answer.headers
    [product] = answer.json()["data"]["products"]["nodes"]
    return str(product["images"][0]["title"])


@pytest.fixture(scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """Two processes, and a budget that is soon spent."""
    data = tmp_path_factory.mktemp("processes") / "data"
    async with serving(data, free_port(), **SETTINGS) as running:
        async with asyncio.timeout(30):
            while len(answering(running)) < 2:
                await asyncio.sleep(0.05)
        yield running


@pytest.fixture(scope="module")
async def ada(service: Service) -> AsyncIterator[Client]:
    """Its administrator."""
    async with Client(service.address) as client:
        await signed_in(client, ADA)
        yield client


@pytest.fixture(scope="module")
async def shop(ada: Client) -> AsyncIterator[Client]:
    """A shop with a key."""
    input = {"name": "Shop", "scopes": ["CATALOG_READ"]}
    key = (await ada.ask(CREATE_KEY, input=input))["createApiKey"]["secret"]
    async with Client(ada.address, key=key) as client:
        yield client


async def test_whichever_process_takes_the_write_all_tell_it(
    service: Service, ada: Client, shop: Client
) -> None:
    """Uploaded here, followed there; and what either keeps of the catalogue goes with a change."""
    first, second = answering(service)["api-1"], answering(service)["api-2"]
    async with subscribed_at(second, ada, PROCESSING) as stream:
        async with client_at(first, ada) as here:
            files = [Sent("shoe.jpg", photos.jpeg(800, 600))]
            sent = await here.upload(UPLOAD, files, productCode="SKU-1", productName="Shoe")
        [result] = sent["uploadImages"]["results"]
        while (await stream.next())["imageProcessing"]["stage"] != "READY":
            pass
    id = result["imageId"]
    await ada.ask(APPROVE, input={"ids": [id]})
    await public(ada, id)
    for process in (first, second):
        async with client_at(process, shop) as reader:
            await title_by_get(reader)
    async with subscribed_at(second, ada, CHANGED) as stream:
        async with client_at(first, ada) as here:
            version = (await image(here, id))["version"]
            input = {"id": id, "expectedVersion": version, "title": "Red shoe"}
            await here.ask(UPDATE, input=input)
        told = await stream.next()

    assert told["imageChanged"]["image"]["title"] == "Red shoe"
    for process in (first, second):
        async with asyncio.timeout(10), client_at(process, shop) as reader:
            while await title_by_get(reader) != "Red shoe":
                await asyncio.sleep(0.02)


async def test_a_budget_is_one_for_all_processes(service: Service, shop: Client) -> None:
    """What was spent at one is missing at the other."""
    first, second = answering(service)["api-1"], answering(service)["api-2"]
    async with client_at(first, shop) as here:
        paid = 0
        while "errors" not in (answer := await here.raw(DEAR)):
            paid += 1
    async with client_at(second, shop) as there:
        refused = await there.refused(DEAR)

    assert answer["errors"][0]["extensions"]["code"] == refused == "COST_EXCEEDED"
    assert 10 <= paid <= 50_000 // 3_101


async def test_a_process_that_dies_is_replaced_and_all_stop_together(
    service: Service, ada: Client
) -> None:
    """The other one goes on, another one takes its name, and nothing is left after Ctrl-C."""
    before = answering(service)
    before["api-1"].kill()
    await asyncio.to_thread(before["api-1"].wait, 10)
    async with Client(service.address) as anybody:
        meanwhile = await anybody.http.get("/readyz")
    async with asyncio.timeout(30):
        while "api-1" not in answering(service):
            await asyncio.sleep(0.05)
    after = answering(service)
    async with asyncio.timeout(30), client_at(after["api-1"], ada) as here:
        ready = await here.http.get("/readyz")
    tree = service.tree
    printed = await service.stop()
    _, alive = await asyncio.to_thread(psutil.wait_procs, tree, timeout=10)

    assert meanwhile.status_code == ready.status_code == 200
    assert after["api-2"].pid == before["api-2"].pid
    assert "api-1 ended with SIGKILL and is started anew." in printed
    assert f"{service.address}/graphql" in printed
    assert "Traceback" not in printed
    assert service.process.returncode == 0
    assert alive == []


async def sent_for_ever(connection: socket.socket) -> None:
    """Send until nobody takes it."""
    while True:
        await asyncio.get_running_loop().sock_sendall(connection, bytes(65_536))


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Only Linux does it.")
async def test_who_reads_nothing_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for them must not be kept for ever: the kernel ends their connection."""
    monkeypatch.setattr(serve, "DEAF_MILLISECONDS", 500)
    port, loop = free_port(), asyncio.get_running_loop()
    with serve._listening(Settings(data=tmp_path, port=port)) as ours:
        ours.setblocking(False)
        with socket.create_connection(("127.0.0.1", port)):
            connection, _ = await loop.sock_accept(ours)
            connection.setblocking(False)
            with connection, pytest.raises(TimeoutError, match="timed out"):
                await asyncio.wait_for(sent_for_ever(connection), 30)


LOGGED = """
import logging
from app import logs, settings
logs.configure(settings.read(), process="api-2")
logging.warning("Something happened.")
"""


async def test_logs_name_the_process(tmp_path: Path) -> None:
    """Several write into one log."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", LOGGED),
        env=environment(tmp_path / "data", 8000, ECOGRAM_LOG_FORMAT="json"),
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()

    assert json.loads(said)["process"] == "api-2"


UNREACHABLE: dict[str, Any] = {
    "ECOGRAM_MONGODB_URI": "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200",
    "ECOGRAM_S3_BUCKET": "nowhere",
}


async def test_what_cannot_begin_is_not_tried_for_ever(tmp_path: Path) -> None:
    """A process that ends before it has answered ends the start, with its reason above."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", "serve", "--no-worker", "--processes", "2"),
        env=environment(tmp_path / "data", free_port(), **UNREACHABLE),
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(process.communicate(), 60)

    assert process.returncode == 2
    assert "ServerSelectionTimeoutError" in said.decode()
    assert said.decode().splitlines()[-1].endswith("before it answered: see above.")
