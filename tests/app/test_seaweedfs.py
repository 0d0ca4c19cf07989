"""A real S3 store of our own, its inner doors closed."""

import json
import socket
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import time
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from botocore.exceptions import ClientError

from app.embedded import programs, seaweedfs
from app.embedded.errors import FolderInUse, PortTaken
from app.embedded.identity import SERVICES, Identity
from app.embedded.ports import is_free, twin
from app.embedded.proof import refuses_forgeries
from storage.answers import code
from storage.bucket import Bucket
from storage.client import S3Location, connect
from storage.credentials import credentials
from storage.filenames import attachment
from storage.links import Presigner
from tests.conftest import needed

ORIGIN = "http://localhost:8000"
STRANGER = "https://stranger.example"


@asynccontextmanager
async def store(data_folder: Path, *, port: int | None = None) -> AsyncIterator[S3Location]:
    """A store that runs while the block does."""
    with needed():
        programs.find("weed", packages=seaweedfs.PACKAGES, remedy=seaweedfs.REMEDY)
    async with seaweedfs.running(data_folder, port=port) as location:
        yield location


@asynccontextmanager
async def opened(location: S3Location) -> AsyncIterator[Bucket]:
    """Its bucket."""
    with closing(connect(location)) as client:
        async with Bucket(client, location.bucket, threads=4) as bucket:
            yield bucket


async def put(location: S3Location, *keys: str) -> None:
    """Store small objects."""
    async with opened(location) as bucket:
        for key in keys:
            await bucket.put(key, BytesIO(key.encode()), content_type="image/jpeg")


async def contents(location: S3Location) -> dict[str, bytes]:
    """Everything that is in the bucket."""
    async with opened(location) as bucket:
        return {info.key: await read(bucket, info.key) async for info in bucket.list()}


async def read(bucket: Bucket, key: str) -> bytes:
    """All bytes of an object."""
    return b"".join([piece async for piece in (await bucket.open(key)).chunks()])


def ports_of(data_folder: Path) -> dict[str, int]:
    """The port of each service of the store."""
    file = data_folder / "seaweedfs" / "identity.json"
    ports: dict[str, int] = json.loads(file.read_text())["ports"]
    return ports


def ask(method: str, address: str, **headers: str) -> HTTPResponse:
    """The answer to a plain request, without any signature but the address's own."""
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        body = b"overwritten" if method in {"PUT", "POST"} else None
        connection.request(
            method, target, body, {k.replace("_", "-"): v for k, v in headers.items()}
        )
        response = connection.getresponse()
        response.read()
        return response


def server_of(data_folder: Path) -> psutil.Process:
    """The process that holds this data folder."""
    (server,) = (
        process
        for process in psutil.process_iter(["cmdline"])
        if f"-dir={data_folder / 'seaweedfs' / 'data'}" in (process.info["cmdline"] or [])
    )
    return server


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the store that the tests of this file share."""
    return tmp_path_factory.mktemp("shop")


@pytest.fixture(scope="module")
async def shared(home: Path) -> AsyncIterator[S3Location]:
    """One store for all tests that only ask."""
    async with store(home) as location:
        await put(location, "5f/original/cat.jpg")
        yield location


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
async def test_no_door_opens_without_a_signature(
    shared: S3Location, home: Path, service: str, method: str
) -> None:
    """Neither the filer, the master, a volume nor S3 gives, takes or removes anything."""
    base = f"http://127.0.0.1:{ports_of(home)[service]}"
    paths = (
        "/ecogram/5f/original/cat.jpg",
        "/buckets/ecogram/5f/original/cat.jpg",
        "/1,01637037d6",
    )
    answers = [ask(method, base + path).status for path in paths]

    assert all(400 <= answer < 500 for answer in answers), answers
    assert await contents(shared) == {"5f/original/cat.jpg": b"5f/original/cat.jpg"}


async def test_only_loopback_is_listened_on(shared: S3Location, home: Path) -> None:
    """Nobody on the network meets it, and no port is open that we did not choose."""
    listening = [
        connection.laddr
        for connection in server_of(home).net_connections("tcp")
        if connection.status == "LISTEN"
    ]
    chosen = ports_of(home).values()

    assert {address.ip for address in listening} == {"127.0.0.1"}
    assert {address.port for address in listening} <= {*chosen, *(twin(port) for port in chosen)}
    assert urlsplit(shared.endpoint_url or "").port in chosen


async def test_secrets_are_on_no_command_line_and_in_no_open_file(
    shared: S3Location, home: Path
) -> None:
    """Other users see command lines; the file with the keys is ours alone."""
    file = home / "seaweedfs" / "identity.json"

    assert str(shared.secret_key) not in " ".join(server_of(home).cmdline())
    assert mode(file) == 0o600
    assert mode(file.parent) == 0o700


def mode(path: Path) -> int:
    """Who may do what with it."""
    return stat.S_IMODE(path.stat().st_mode)


async def test_a_wrong_secret_is_refused(shared: S3Location) -> None:
    """Knowing who to be is not enough."""
    async with opened(replace(shared, secret_key="x" * 40)) as bucket:
        with pytest.raises(ClientError) as raised:
            await bucket.open("5f/original/cat.jpg")

    assert code(raised.value) == "SignatureDoesNotMatch"


async def test_an_unknown_key_is_refused(shared: S3Location) -> None:
    """Nobody else has an account."""
    async with opened(replace(shared, access_key="somebody")) as bucket:
        with pytest.raises(ClientError) as raised:
            await bucket.open("5f/original/cat.jpg")

    assert code(raised.value) == "InvalidAccessKeyId"


async def test_links_open_what_they_name(shared: S3Location) -> None:
    """Our own signature is good for a real store, names of any letters included."""
    key = "5f/thumb/Größe 38 (2) + 'x'&y=1;@,!$~.jpg"
    await put(shared, key)
    links = Presigner(shared, credentials(shared))
    answer = ask("GET", links.url(key, file_name="Größe & 38.jpg"))
    async with opened(shared) as bucket:
        await bucket.delete([key])

    assert answer.status == 200
    said = answer.headers["Content-Disposition"].encode("latin-1").decode()
    assert said == attachment("Größe & 38.jpg")
    assert ask("GET", links.url(key)).status == 404


async def test_links_open_nothing_else(shared: S3Location) -> None:
    """Neither another object, nor another name, nor more time, nor another deed."""
    link = Presigner(shared, credentials(shared)).url("5f/original/cat.jpg", file_name="cat.jpg")
    altered = [
        link.replace("cat.jpg?", "dog.jpg?"),
        link.replace("original", "thumb"),
        link.replace("X-Amz-Expires=3600", "X-Amz-Expires=604800"),
        link.replace("attachment", "inline"),
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        link.partition("?")[0],
    ]

    assert ask("GET", link).status == 200
    assert [ask("GET", other).status for other in altered] == [403] * len(altered)
    assert [ask(method, link).status for method in ("PUT", "DELETE")] == [403, 403]


async def test_links_expire(shared: S3Location) -> None:
    """After their time they are paper."""
    hour_ago = Presigner(shared, credentials(shared), clock=lambda: time() - 4300)
    assert ask("GET", hour_ago.url("5f/original/cat.jpg")).status == 403
    assert ask("GET", hour_ago.url("5f/original/cat.jpg", seconds=7200)).status == 200


async def test_pages_of_ours_may_send_and_others_may_not(shared: S3Location) -> None:
    """A browser asks before it sends: only our own pages get a yes."""
    address = f"{shared.endpoint_url}/{shared.bucket}/incoming/1"
    wish = {"Access_Control_Request_Method": "PUT"}
    yes, no = (ask("OPTIONS", address, Origin=origin, **wish) for origin in (ORIGIN, STRANGER))

    assert (yes.status, yes.headers["Access-Control-Allow-Origin"]) == (200, ORIGIN)
    assert (no.status, no.headers["Access-Control-Allow-Origin"]) == (403, None)


async def test_everything_survives_a_stop_and_a_kill(tmp_path: Path) -> None:
    """Objects, keys and port are the same after a stop, and after a kill -9."""
    async with store(tmp_path) as first:
        await put(first, "a", "b")
    async with store(tmp_path) as second:
        assert await contents(second) == {"a": b"a", "b": b"b"}
        await put(second, "c")
        server_of(tmp_path).kill()
    async with store(tmp_path) as third:
        await put(third, "d")

        assert await contents(third) == {key: key.encode() for key in "abcd"}
    assert first == second == third


async def test_taken_ports_are_replaced_and_nothing_is_lost(tmp_path: Path) -> None:
    """Another program took the ports while we were away: links change, objects do not."""
    async with store(tmp_path) as first:
        await put(first, "a")
    before = ports_of(tmp_path)
    with (
        closing(taken(before["s3"])),
        closing(taken(before["master"])),
        closing(taken(twin(before["volume"]))),
    ):
        async with store(tmp_path) as second:
            await put(second, "b")

            assert await contents(second) == {"a": b"a", "b": b"b"}
    after = ports_of(tmp_path)
    assert {name for name in SERVICES if before[name] != after[name]} == {"s3", "master", "volume"}


def taken(port: int) -> socket.socket:
    """Another program on this port."""
    return socket.create_server(("127.0.0.1", port))


async def test_a_port_can_be_insisted_on(tmp_path: Path) -> None:
    """Whoever configured a port gets that one, or a sentence."""
    with taken(0) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            async with store(tmp_path, port=port):
                pass
    free = next(port for port in range(60_000, 65_000) if is_free(port))
    async with store(tmp_path, port=free) as location:
        assert location.endpoint_url == f"http://127.0.0.1:{free}"


async def test_two_folders_do_not_meet_and_one_serves_once(tmp_path: Path) -> None:
    """Two shops have two stores, with keys of their own; a second start is told so."""
    async with store(tmp_path / "one") as one, store(tmp_path / "two") as two:
        await put(one, "a")

        assert await contents(two) == {}
        assert not set(ports_of(tmp_path / "one").values()) & set(
            ports_of(tmp_path / "two").values()
        )
        assert one.secret_key != two.secret_key
        with pytest.raises(FolderInUse):
            async with store(tmp_path / "one"):
                pass


async def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """After the block: no process, and none of its sockets among the temporary files."""
    async with store(tmp_path):
        server = server_of(tmp_path)
    ports = ports_of(tmp_path).values()
    numbers = {*ports, *(twin(port) for port in ports)}

    assert not server.is_running()
    assert [left for left in sockets() if left.stem.rpartition("-")[2] in map(str, numbers)] == []


def sockets() -> list[Path]:
    """What SeaweedFS has in the folder for temporary files, whoever runs it."""
    return [*seaweedfs.SOCKETS.glob("seaweedfs-*.sock")]


class Friendly(BaseHTTPRequestHandler):
    """A store of somebody else's, that lets everybody in."""

    def do_GET(self) -> None:
        """Yes to everything."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Silence."""


@pytest.fixture
def friendly() -> Iterator[int]:
    """The port of a store that checks nothing."""
    with HTTPServer(("127.0.0.1", 0), Friendly) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_stranger_that_lets_everybody_in_is_not_taken_for_ours(
    shared: S3Location, friendly: int
) -> None:
    """A store that takes forged links is somebody else's, whatever else it answers."""
    assert refuses_forgeries(shared)
    assert not refuses_forgeries(replace(shared, endpoint_url=f"http://127.0.0.1:{friendly}"))


def test_secrets_of_an_identity_stay_out_of_logs(tmp_path: Path) -> None:
    """Printing it does not give the key away, and asking again gives the same one."""
    identity = Identity.of(tmp_path / "identity.json", None)

    assert identity.secret_key not in repr(identity)
    assert Identity.of(tmp_path / "identity.json", None) == identity
