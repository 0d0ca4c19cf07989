"""A worker of one job, in a process of its own, that stands still at one point of an import.

It is told of its parts by JSON on its command line, says "reached" when it stands, and waits
there to be killed.
"""

import asyncio
import inspect
import json
import pkgutil
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from beanie import PydanticObjectId
from pymongo import AsyncMongoClient

import documents
from actions.importing.sources import ImportRules
from documents.jobs import Job
from fetching.rules import FetchRules
from jobs.run import run
from jobs.tools import Tools
from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.sandbox import Sandbox
from storage.bucket import Bucket
from storage.client import S3Location, connect


def stand_still(where: str, call: int, *, before: bool) -> None:
    """Stop this whole process at the given call of a function or method, before or after it."""
    owner, _, name = where.rpartition(".")
    holder = pkgutil.resolve_name(owner)
    real: Callable[..., Awaitable[Any]] = inspect.getattr_static(holder, name)
    function: Any = real.__func__ if isinstance(real, classmethod) else real
    calls = 0

    async def standing(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        mine = calls
        if before and mine == call:
            _stand()
        result = await function(*arguments, **options)
        if mine == call:
            _stand()
        return result

    setattr(holder, name, classmethod(standing) if isinstance(real, classmethod) else standing)


def _stand() -> None:
    sys.stdout.write("reached\n")
    sys.stdout.flush()
    time.sleep(600)


def import_rules(port: int) -> ImportRules:
    """Imports that may fetch from a port of the loopback, one file at a time.

    A transaction of another file that is open when its worker is killed would be held against
    the next worker for a minute, by MongoDB's default.
    """
    allowed = (ip_network("127.0.0.1/32"),)
    fetching = FetchRules(ports=frozenset({port}), allowed=allowed)
    return ImportRules(parallel=1, fetching=fetching)


async def main(told: dict[str, Any]) -> None:
    """Do the job until killed."""
    for where, value in told.get("sets", {}).items():
        owner, _, name = where.rpartition(".")
        setattr(pkgutil.resolve_name(owner), name, value)
    stand_still(told["where"], told["call"], before=told["before"])
    location = S3Location(**told["store"])
    async with AsyncMongoClient[dict[str, Any]](told["mongo"], tz_aware=True) as mongo:
        await documents.connect(mongo[told["database"]])
        with closing(connect(location)) as s3:
            async with (
                Bucket(s3, location.bucket, threads=4) as bucket,
                Sandbox(Limits(), size=1) as sandbox,
                ExifTool() as exiftool,
            ):
                tools = Tools(bucket, sandbox, exiftool, Path(told["scratch"]))
                job = await Job.claim("doomed", PydanticObjectId(told["job"]))
                assert job is not None
                await run(job, replace(tools, imports=import_rules(told["port"])))


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
