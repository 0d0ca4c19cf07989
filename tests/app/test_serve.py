"""The whole journey, with nothing but the command that users start."""

import asyncio
import socket
import sys
from pathlib import Path
from typing import Any

import psutil

from tests import photos
from tests.app.service import environment, free_port, serving
from tests.graph.documents import (
    APPROVE,
    CATALOG,
    DELETE,
    IMAGE,
    PROCESSING,
    REJECT,
    UPDATE,
    UPLOAD,
)
from tests.graph.steps import fetched, image, public, stages
from tests.server import Client, Sent

ADA = {"email": "ada@example.com", "password": "correct horse battery"}
BOB = {"email": "bob@example.com", "password": "staple staple staple"}
REGISTER = "mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code } } }"
SESSION = "session { accessToken refreshToken account { role } } userErrors { code }"
LOGIN = f"mutation ($input: LoginInput!) {{ login(input: $input) {{ {SESSION} }} }}"
REFRESH = f"""
mutation ($input: RefreshSessionInput!) {{ refreshSession(input: $input) {{ {SESSION} }} }}
"""
LOGOUT = "mutation { logout { userErrors { code } } }"
VIEWER = "{ viewer { email role } }"
CREATE_KEY = "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }"
STATES = "{ images(first: 100) { nodes { id state problem { code } } } }"
ENDED = {"READY", "FAILED"}


async def signed_in(client: Client, who: dict[str, str]) -> dict[str, Any]:
    """The session of an account that is registered first."""
    await client.ask(REGISTER, input={**who, "name": "Somebody"})
    session = (await client.ask(LOGIN, input=who))["login"]["session"]
    client.token = session["accessToken"]
    return dict(session)


async def settled(client: Client, seconds: float = 90) -> dict[str, str]:
    """The states of all pictures, once none is on its way any more."""
    async with asyncio.timeout(seconds):
        while True:
            nodes = (await client.ask(STATES))["images"]["nodes"]
            states = {node["id"]: node["state"] for node in nodes}
            if set(states.values()) <= ENDED:
                return states
            await asyncio.sleep(0.2)


async def test_the_whole_journey(tmp_path: Path) -> None:
    """A real photo in, an approved picture out; all of it is there after a stop and a start."""
    port = free_port()
    async with serving(tmp_path / "data", port) as service, Client(service.address) as ada:
        session = await signed_in(ada, ADA)
        assert session["account"]["role"] == "ADMIN"
        async with Client(service.address) as bob:
            assert (await signed_in(bob, BOB))["account"]["role"] == "VIEWER"
        tokens = {"refreshToken": session["refreshToken"]}
        renewed = (await ada.ask(REFRESH, input=tokens))["refreshSession"]["session"]
        ada.token = renewed["accessToken"]
        assert (await ada.ask(VIEWER))["viewer"] == {"email": ADA["email"], "role": "ADMIN"}

        photo = photos.jpeg(3000, 2000, orientation=6, gps=photos.LISBON, camera=("Canon", "R5"))
        files = [
            Sent("shoe.jpg", photo),
            Sent("text.jpg", b"no picture"),
            Sent("shoe.png", photos.png(800, 600)),
            Sent("shoe.webp", photos.webp(800, 600)),
        ]
        said = {"productCode": "SKU-1", "productName": "Shoe", "group": {"name": "May"}}
        results = (await ada.upload(UPLOAD, files, **said))["uploadImages"]["results"]
        assert [one["error"] and one["error"]["code"] for one in results] == [
            None,
            "UNSUPPORTED_FORMAT",
            None,
            None,
        ]
        [jpeg, png, webp] = [one["imageId"] for one in results if one["imageId"]]
        for id in (jpeg, png, webp):
            assert await stages(ada, id) == [
                "QUEUED",
                "CHECKED",
                "METADATA",
                "RENDITIONS",
                "READY",
            ]

        found = await image(ada, jpeg)
        assert (found["width"], found["height"], found["orientation"]) == (3000, 2000, 6)
        assert found["metadata"]["cameraMake"] == "Canon"
        assert abs(found["metadata"]["latitude"] - photos.LISBON[0]) < 1e-4
        for rendition in found["renditions"]:
            content = (await fetched(rendition["url"])).content
            assert b"Exif" not in content
            assert b"GPS" not in content
        input = {"id": jpeg, "expectedVersion": found["version"], "title": "Red shoe"}
        assert (await ada.ask(UPDATE, input=input))["updateImage"]["userErrors"] == []

        await ada.ask(REJECT, input={"ids": [png], "reason": "QUALITY"})
        await ada.ask(DELETE, input={"ids": [webp]})
        await ada.ask(APPROVE, input={"ids": [jpeg]})
        link = (await public(ada, jpeg))["publication"]["renditions"][0]["url"]
        answer = await ada.ask(CREATE_KEY, input={"name": "Shop", "scopes": ["CATALOG_READ"]})
        secret = answer["createApiKey"]["secret"]
        before = await fetched(link)
        assert before.headers["cache-control"].endswith("immutable")
        assert b"Exif" not in before.content
        printed = await service.stop()
        assert f"{service.address}/graphql" in printed
        assert "Traceback" not in printed
        assert service.process.returncode == 0

    async with serving(tmp_path / "data", port) as service:
        async with Client(service.address, key=secret) as shop:
            [product] = (await shop.ask(CATALOG))["products"]["nodes"]
            assert [one["title"] for one in product["images"]] == ["Red shoe"]
        async with Client(service.address, token=ada.token) as again:
            assert (await again.ask(IMAGE, id=png))["image"]["review"]["reason"] == "QUALITY"
            assert (await again.ask(IMAGE, id=webp))["image"] is None
            await again.ask(LOGOUT)
            assert await again.refused(VIEWER) == "UNAUTHENTICATED"

        assert (await fetched(link)).content == before.content


async def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Killed in mid processing, worker or all, every upload ends READY or FAILED afterwards."""
    port, files = free_port(), [Sent(f"{n}.jpg", photos.photo(3, seed=n)) for n in range(6)]
    async with serving(tmp_path / "data", port) as service, Client(service.address) as ada:
        session = await signed_in(ada, ADA)
        worker = service.worker
        first = await ada.upload(UPLOAD, files)
        async with ada.subscribed(PROCESSING) as stream:
            while (await stream.next())["imageProcessing"]["stage"] != "CHECKED":
                pass
            worker.kill()
        second = await ada.upload(UPLOAD, files)
        results = [
            *first["uploadImages"]["results"],
            *second["uploadImages"]["results"],
        ]
        acknowledged = {result["imageId"] for result in results}
        doomed = service.tree
        await service.kill()
        _, alive = await asyncio.to_thread(psutil.wait_procs, doomed, timeout=10)
        assert alive == []

    async with (
        serving(tmp_path / "data", port) as service,
        Client(service.address, token=session["accessToken"]) as ada,
    ):
        states = await settled(ada)

    assert set(states) == acknowledged
    assert set(states.values()) == {"READY"}


async def test_a_second_start_is_refused_kindly(tmp_path: Path) -> None:
    """An address in use is told with the way out, before anything else is started."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "app.cli", "serve"),
            env=environment(tmp_path / "data", port),
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()

    assert process.returncode == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in said.decode()
    assert "ECOGRAM_PORT" in said.decode()
