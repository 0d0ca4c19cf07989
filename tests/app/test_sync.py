"""`ecogram sync`, run as an operator runs it."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from app.sync import bar
from documents.jobs import Job, JobState
from documents.syncs import Finding, Synchronization
from storage.bucket import Bucket
from storage.client import S3Location
from tests.app.service import environment, free_port, serving
from tests.graph.syncing import NOBODY, put, there

ORPHANS = [f"{NOBODY[:-1]}{n:x}/original/{n}.jpg" for n in range(16)]
# The command, which stops for ever at its fifth page of two objects and says so.
HALTING = """
import asyncio, sys
from actions.syncing import scan
from app import cli
from storage.bucket import Bucket
real, pages = Bucket.page, []
async def page(self, prefix, **options):
    if prefix == "0":
        pages.append(prefix)
        if len(pages) == 5:
            print("halted", flush=True)
            await asyncio.sleep(3600)
    return await real(self, prefix, **options)
Bucket.page = page
scan.PAGE = 2
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture
def variables(
    mongo_uri: str, database: AsyncDatabase[Any], bucket: Bucket, object_store: S3Location
) -> dict[str, str]:
    """What leads the command to the parts of this test."""
    return {
        "ECOGRAM_MONGODB_URI": mongo_uri,
        "ECOGRAM_MONGODB_DATABASE": database.name,
        "ECOGRAM_S3_BUCKET": bucket.name,
        "ECOGRAM_S3_ENDPOINT_URL": str(object_store.endpoint_url),
        "ECOGRAM_S3_ACCESS_KEY": str(object_store.access_key),
        "ECOGRAM_S3_SECRET_KEY": str(object_store.secret_key),
        "ECOGRAM_S3_PATH_STYLE": "true",
        "ECOGRAM_LOG_LEVEL": "WARNING",
    }


@asynccontextmanager
async def started(
    data: Path, program: list[str], variables: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command that runs while the block does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *program),
        env=environment(data, free_port(), **variables),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def ecogram_sync(
    data: Path, variables: dict[str, str], *arguments: str
) -> tuple[int | None, str]:
    """Exit code and output."""
    async with started(data, ["-m", "app.cli", "sync", *arguments], variables) as process:
        output, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, output.decode()


async def halted(process: asyncio.subprocess.Process) -> None:
    """Wait until it stands still in mid scan."""
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 60) == b"halted\n"


async def aged() -> None:
    """Let the open comparison judge what was stored just now."""
    await Synchronization.get_pymongo_collection().update_one(
        {"is_open": True}, [{"$set": {"before": "$$NOW"}}]
    )


async def the_open() -> Synchronization:
    """The comparison that has not ended."""
    found = await Synchronization.the_open()
    assert found is not None
    return found


async def test_a_store_in_step_is_told_by_the_exit_code(
    tmp_path: Path, variables: dict[str, str], bucket: Bucket
) -> None:
    """An empty library is in step; what is too young is told, and not judged."""
    await put(bucket, *ORPHANS)
    code, said = await ecogram_sync(tmp_path, variables)

    assert code == 0
    assert said.startswith("16 objects (16 bytes), 0 keys in records, 16 objects too young")


async def test_killed_in_mid_scan_it_goes_on_where_it_was(
    tmp_path: Path, variables: dict[str, str], bucket: Bucket
) -> None:
    """After SIGKILL nothing was deleted; the same command ends it, and counts nothing twice."""
    await put(bucket, *ORPHANS)
    repair = ["sync", "--repair", "OBJECT_WITHOUT_RECORD"]
    async with started(tmp_path, ["-c", HALTING, *repair], variables) as process:
        await halted(process)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    sync = await the_open()
    still = await there(bucket, ORPHANS)
    await aged()
    # Its lease runs out.
    await Job.get_pymongo_collection().update_one(
        {"_id": sync.job_id}, {"$set": {"due": sync.created_at}}
    )
    code, said = await ecogram_sync(tmp_path, variables, *repair[1:], "--findings")
    after = await Synchronization.get(sync.id)

    assert 0 < sync.checkpoint.objects < len(ORPHANS)
    assert still == set(ORPHANS)
    assert after is not None
    assert (after.state, after.checkpoint.objects) == (JobState.SUCCEEDED, len(ORPHANS))
    # What the first try saw was too young for it then; each of the others was found, once.
    found = len(ORPHANS) - sync.checkpoint.objects
    assert await Finding.find({"sync_id": sync.id}).count() == found
    assert f"OBJECT_WITHOUT_RECORD\t{found} found\t{found} repaired" in said
    assert said.count("OBJECT_WITHOUT_RECORD\tDELETED\t") == found
    assert (code, len(await there(bucket, ORPHANS))) == (0, sync.checkpoint.objects)


async def test_ctrl_c_stops_it_and_the_same_command_goes_on(
    tmp_path: Path, variables: dict[str, str], bucket: Bucket
) -> None:
    """Stopped, it waits for its operator; another command is refused until it is cancelled."""
    await put(bucket, *ORPHANS)
    async with started(tmp_path, ["-c", HALTING, "sync", "--deep"], variables) as process:
        await halted(process)
        process.send_signal(signal.SIGINT)
        output, _ = await asyncio.wait_for(process.communicate(), 60)
    sync = await the_open()
    nobody = await Job.claim("somebody", sync.job_id)
    other, why = await ecogram_sync(tmp_path, variables)
    await aged()
    code, said = await ecogram_sync(tmp_path, variables, "--deep")
    job = await Job.get(sync.job_id)

    assert (process.returncode, nobody) == (130, None)
    assert "goes on from here" in output.decode()
    assert (other, "--cancel" in why) == (2, True)
    assert job is not None
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 1)
    assert (code, "OBJECT_WITHOUT_RECORD" in said) == (1, True)


async def test_what_was_stopped_can_be_cancelled(
    tmp_path: Path, variables: dict[str, str], bucket: Bucket
) -> None:
    """Then any other one may begin; without one there is nothing to do."""
    await put(bucket, *ORPHANS)
    async with started(tmp_path, ["-c", HALTING, "sync", "--deep"], variables) as process:
        await halted(process)
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 60)
    stopped = await the_open()
    cancelled = [await ecogram_sync(tmp_path, variables, "--cancel") for _ in range(2)]
    after = await Synchronization.get(stopped.id)

    assert cancelled == [(0, ""), (0, "")]
    assert after is not None
    assert (after.state, after.is_open) == (JobState.CANCELLED, False)


async def test_beside_a_running_ecogram(tmp_path: Path) -> None:
    """The command finds the embedded parts that run; whoever claims the job, it tells the report.

    Without them it starts them for itself.
    """
    data = tmp_path / "data"
    async with serving(data, free_port()):
        beside = await ecogram_sync(data, {})
    alone = await ecogram_sync(data, {"ECOGRAM_LOG_LEVEL": "WARNING"})

    assert beside[0] == alone[0] == 0
    assert "0 objects (0 bytes)" in beside[1]
    assert "0 objects (0 bytes)" in alone[1]


def test_the_bar_tells_how_far_it_is() -> None:
    """Half of it, with a rate, on one line that covers the last one."""
    line = bar(0.5, 12_000, 2)

    assert line == f"\r{'#' * 15 + '.' * 15 + '  50%  12,000 objects, 6,000/s':<78}"
