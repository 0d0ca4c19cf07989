"""Celery on a real Redis: messages may be lost, doubled or late; the work is done once."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
from beanie import PydanticObjectId
from kombu.exceptions import OperationalError
from pymongo.asynchronous.database import AsyncDatabase

from app.broker import make_sender
from app.delivery import Sender
from documents.images import Image
from documents.jobs import Job, JobState
from documents.processing_states import ProcessingState
from storage.bucket import Bucket
from storage.client import S3Location
from tests import photos
from tests.app.service import free_port
from tests.jobs.pictures import accepted, again, expire

QUEUE = "ecogram"


@pytest.fixture(scope="module")
async def redis_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A Redis of our own, without persistence, on a port of its own."""
    if shutil.which("redis-server") is None:
        if "CI" in os.environ:
            pytest.fail("redis-server is not installed.")
        pytest.skip("redis-server is not installed.")
    folder, port = tmp_path_factory.mktemp("redis"), free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = await asyncio.create_subprocess_exec(
        "redis-server", *options, "--dir", str(folder), stdout=asyncio.subprocess.DEVNULL
    )
    url = f"redis://127.0.0.1:{port}/0"
    with closing(redis.Redis.from_url(url)) as client:
        async with asyncio.timeout(10):
            while True:
                try:
                    client.ping()
                    break
                except redis.ConnectionError:
                    await asyncio.sleep(0.05)
    yield url
    process.terminate()
    await process.wait()


@pytest.fixture
async def sender(redis_url: str) -> AsyncIterator[Sender]:
    """What tells workers of jobs; its queue is empty."""
    with closing(redis.Redis.from_url(redis_url)) as client:
        client.flushall()
    celery = make_sender(redis_url)
    with ThreadPoolExecutor(1) as executor:
        yield Sender(celery, executor)
        await asyncio.get_running_loop().run_in_executor(executor, celery.close)


Variables = dict[str, str]


@pytest.fixture
def variables(  # noqa: PLR0917 - fixtures come by position
    redis_url: str,
    mongo_uri: str,
    database: AsyncDatabase[Any],
    object_store: S3Location,
    bucket: Bucket,
    tmp_path: Path,
) -> Variables:
    """The environment of a worker that works for this test."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("ECOGRAM_")},
        "ECOGRAM_DATA": str(tmp_path / "data"),
        "ECOGRAM_BROKER_URL": redis_url,
        "ECOGRAM_MONGODB_URI": mongo_uri,
        "ECOGRAM_MONGODB_DATABASE": database.name,
        "ECOGRAM_S3_ENDPOINT_URL": str(object_store.endpoint_url),
        "ECOGRAM_S3_BUCKET": bucket.name,
        "ECOGRAM_S3_ACCESS_KEY": str(object_store.access_key),
        "ECOGRAM_S3_SECRET_KEY": str(object_store.secret_key),
        "ECOGRAM_S3_PATH_STYLE": "true",
        "ECOGRAM_PARALLEL_JOBS": "1",
    }


@asynccontextmanager
async def working(variables: Variables) -> AsyncIterator[asyncio.subprocess.Process]:
    """`ecogram worker`, as long as the block runs or until it is killed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", "worker"), env=variables
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 30)


async def ended(*ids: PydanticObjectId, seconds: float = 60) -> list[ProcessingState]:
    """The states of pictures, once all have ended."""
    async with asyncio.timeout(seconds):
        while True:
            found = await Image.among(list(ids))
            states = [found[id].state for id in ids]
            if set(states) <= {ProcessingState.READY, ProcessingState.FAILED}:
                return states
            await asyncio.sleep(0.1)


async def running(job: Job, seconds: float = 30) -> None:
    """Wait until somebody has the job in work."""
    async with asyncio.timeout(seconds):
        while (await again(job)).state is not JobState.RUNNING:
            await asyncio.sleep(0.01)


async def test_messages_bring_work(sender: Sender, variables: Variables, bucket: Bucket) -> None:
    """What is delivered is done; a doubled message finds nothing to do; SIGTERM ends it cleanly."""
    taken = await accepted(bucket, photos.jpeg(), photos.jpeg(640, 480), deliver=sender.deliver)
    await sender.deliver([one.job.id for one in taken])
    async with working(variables) as process:
        states = await ended(*(one.image.id for one in taken))
        jobs = [await again(one.job) for one in taken]
        process.terminate()
        code = await asyncio.wait_for(process.wait(), 30)

    assert states == [ProcessingState.READY] * 2
    assert [job.attempts for job in jobs] == [1, 1]
    assert code == 0


async def test_lost_messages_are_sent_again(
    sender: Sender, variables: Variables, redis_url: str, bucket: Bucket
) -> None:
    """A broker that forgot everything loses no work."""
    [taken] = await accepted(bucket, photos.jpeg(), deliver=sender.deliver)
    with closing(redis.Redis.from_url(redis_url)) as client:
        assert client.llen(QUEUE) == 1
        client.flushall()
    async with working(variables):
        await sender.deliver(await Job.undelivered(timedelta(0), 10))
        states = await ended(taken.image.id)

    assert states == [ProcessingState.READY]


async def test_a_dead_worker_loses_nothing(
    sender: Sender, variables: Variables, bucket: Bucket
) -> None:
    """Killed with all its children in mid job, a worker leaves the job to the next; none stays."""
    [taken] = await accepted(bucket, photos.photo(12), deliver=sender.deliver)
    async with working(variables) as process:
        await running(taken.job)
        own = psutil.Process(process.pid)
        doomed = [own, *own.children(recursive=True)]
        for one in (own, *own.children()):
            one.kill()
        await process.wait()
        _, alive = await asyncio.to_thread(psutil.wait_procs, doomed, timeout=5)
    assert alive == []
    await expire(taken.job)
    async with working(variables):
        await sender.deliver(await Job.undelivered(timedelta(0), 10))
        states = await ended(taken.image.id)

    assert states == [ProcessingState.READY]


async def test_a_broker_out_of_reach_is_told() -> None:
    """/readyz hears of it within seconds, and a delivery waits for the sweep without failing."""
    celery = make_sender(f"redis://127.0.0.1:{free_port()}/0")
    with ThreadPoolExecutor(1) as executor:
        sender = Sender(celery, executor)
        async with asyncio.timeout(5):
            with pytest.raises(OperationalError):
                await sender.ping()
            await sender.deliver([PydanticObjectId()])
        await asyncio.get_running_loop().run_in_executor(executor, celery.close)
