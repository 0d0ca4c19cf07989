"""A real MongoDB of our own, behind a private socket."""

import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import psutil
import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.write_concern import WriteConcern

from app.embedded import folder, mongod, programs
from app.embedded.errors import FolderInUse, FolderNotOurs, ProgramMissing
from tests.conftest import needed

Things = AsyncCollection[dict[str, Any]]


@asynccontextmanager
async def things(data_folder: Path) -> AsyncIterator[Things]:
    """A collection in a server that runs while the block does."""
    with needed():
        programs.find("mongod", packages=mongod.PACKAGES, remedy=mongod.REMEDY)
    async with (
        mongod.running(data_folder) as uri,
        AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as client,
    ):
        yield client["test_embedded"]["things"]


def servers(data_folder: Path) -> list[psutil.Process]:
    """The servers that hold this data folder."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if f"--dbpath={data_folder / 'mongod' / 'data'}" in (process.info["cmdline"] or [])
    ]


async def test_data_survive_a_stop_and_a_move(tmp_path: Path) -> None:
    """A folder that was moved has a new socket; the server must be told, or never leads."""
    async with things(tmp_path / "old") as before:
        await before.insert_one({"name": "cat"})
    (tmp_path / "old").rename(tmp_path / "new")
    async with things(tmp_path / "new") as after:
        await after.insert_one({"name": "dog"})

        assert await after.distinct("name") == ["cat", "dog"]


async def test_acknowledged_writes_survive_a_kill(tmp_path: Path) -> None:
    """What was acknowledged before the power went is there when it comes back."""
    async with things(tmp_path) as before:
        durable = before.with_options(write_concern=WriteConcern("majority", j=True))
        for number in range(50):
            await durable.insert_one({"_id": number})
        (server,) = servers(tmp_path)
        server.kill()
    async with things(tmp_path) as after:
        assert await after.count_documents({}) == 50


async def test_nobody_else_can_reach_it(tmp_path: Path) -> None:
    """No TCP port, and a socket in a folder that only we may enter."""
    async with things(tmp_path):
        (server,) = servers(tmp_path)
        home, socket = modes(tmp_path / "mongod", mongod.socket_path(tmp_path / "mongod"))

        assert [c for c in server.net_connections("tcp") if c.status == "LISTEN"] == []
        assert (home, socket) == (0o700, 0o700)


def modes(*paths: Path) -> tuple[int, ...]:
    """Who may do what with them."""
    return tuple(stat.S_IMODE(path.stat().st_mode) for path in paths)


async def test_a_second_one_in_the_same_folder_is_told_so(tmp_path: Path) -> None:
    """The first one goes on, the second one gets a sentence."""
    async with things(tmp_path) as first:
        with pytest.raises(FolderInUse, match="in use by another running Ecogram"):
            async with mongod.running(tmp_path):
                pass

        assert await first.count_documents({}) == 0


async def test_two_folders_do_not_meet(tmp_path: Path) -> None:
    """Two shops on one machine have two databases."""
    async with things(tmp_path / "one") as one, things(tmp_path / "two") as two:
        await one.insert_one({"name": "cat"})

        assert await two.count_documents({}) == 0


@pytest.mark.parametrize("name", ["a" * 100, "one,two"])
async def test_a_path_that_no_socket_can_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Systems take 103 bytes, mongod no commas: the socket moves, the data stay."""
    with TemporaryDirectory() as short:
        monkeypatch.setenv("XDG_RUNTIME_DIR", short)
        await try_socket(tmp_path / name)


async def try_socket(data_folder: Path) -> None:
    """Start in this folder, and look where things are."""
    async with things(data_folder) as there:
        await there.insert_one({"name": "cat"})
        socket = mongod.socket_path(data_folder / "mongod")

        assert len(os.fsencode(socket)) <= 103
        assert modes(socket.parent) == (0o700,)
    assert (data_folder / "mongod" / "data" / "WiredTiger").exists()


async def test_transactions_and_change_streams_work(tmp_path: Path) -> None:
    """What the rest is built on: one node, yet a replica set."""
    async with things(tmp_path) as cats, await cats.watch() as changes:
        start = cats.database.client.start_session
        async with start() as session, await session.start_transaction():
            await cats.insert_one({"name": "cat"}, session=session)
        change = await changes.next()

        assert change["fullDocument"]["name"] == "cat"


async def test_it_starts_fast_and_small(tmp_path: Path) -> None:
    """A developer starts it many times a day (1 to 2 s measured; bounded for busy machines)."""
    began = monotonic()
    async with things(tmp_path):
        took = monotonic() - began
        (server,) = servers(tmp_path)

        assert took < 15
        assert server.memory_info().rss < 400 * 1024**2


def test_a_missing_program_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what is missing and which command or setting helps."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProgramMissing, match=r"mongodd is not installed\. Install"):
        programs.find("mongodd", packages=("no-such-package", "pip"), remedy=mongod.REMEDY)


def test_a_runtime_folder_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporary folders are shared: who comes first may have laid a trap."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    ours = folder.runtime(tmp_path / "data")
    assert folder.runtime(tmp_path / "data") == ours
    ours.chmod(0o755)
    with pytest.raises(FolderNotOurs):
        folder.runtime(tmp_path / "data")
    ours.rmdir()
    ours.symlink_to(tmp_path)
    with pytest.raises(FolderNotOurs):
        folder.runtime(tmp_path / "data")
