"""The store tells what has arrived: S3 and SQS over HTTP (moto's), a worker, and AWS Lambda."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import psutil
import pytest
from moto.server import ThreadedMotoServer
from pymongo.asynchronous.database import AsyncDatabase

from actions.uploading.plans import incoming
from documents.audit import AuditEntry
from documents.jobs import Job
from graph.context import House
from jobs.store_events import Door, follow, settle
from storage.bucket import Bucket
from storage.client import S3Location, connect
from storage.event_queue import EventQueue, Message
from tests import photos
from tests.graph.sending import announced, completed, created, sent, uploaded
from tests.graph.steps import image, stages
from tests.graph.test_complete_uploads import kept
from tests.jobs.events import bridged, notification, queued, record
from tests.server import Client, Sent

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PHOTO = Sent("shoe.jpg", photos.jpeg())
# One call of the handler for each line of input, in one process, as Lambda keeps it warm.
LAMBDA = """
import json, sys
from app.aws_lambda import handler
for line in sys.stdin:
    try:
        print("ANSWER", json.dumps(handler(json.loads(line), None)), flush=True)
    except Exception as error:
        print("ANSWER", json.dumps(type(error).__name__), flush=True)
handler.close()
"""


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    """Where something answers that speaks S3 and SQS as AWS does, and connects the two."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def object_store(aws: str) -> S3Location:
    """In place of the usual store, one that sends events."""
    return S3Location(aws, None, "us-east-1", "test-events", "key", "secret", path_style=True)


@pytest.fixture(scope="module")
def s3(object_store: S3Location) -> "Iterator[S3Client]":
    """One client for these tests."""
    with closing(connect(object_store)) as client:
        yield client


@pytest.fixture
def location(object_store: S3Location, bucket: Bucket) -> S3Location:
    """Where this test's bucket is."""
    return replace(object_store, bucket=bucket.name)


@pytest.fixture
def queue_url(aws: str, bucket: Bucket) -> Iterator[str]:
    """A queue that hears of everything that is created below incoming/."""
    session = boto3.Session("key", "secret", region_name="us-east-1")
    sqs: Any = session.client("sqs", endpoint_url=aws)
    url = sqs.create_queue(QueueName=bucket.name)["QueueUrl"]
    rule: Any = {
        "QueueArn": f"arn:aws:sqs:us-east-1:123456789012:{bucket.name}",
        "Events": ["s3:ObjectCreated:*"],
        "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "incoming/"}]}},
    }
    bucket.client.put_bucket_notification_configuration(
        Bucket=bucket.name, NotificationConfiguration={"QueueConfigurations": [rule]}
    )
    yield url
    sqs.close()


@pytest.fixture
async def queue(location: S3Location, queue_url: str) -> AsyncIterator[EventQueue]:
    """The queue as we read it."""
    async with EventQueue(location, queue_url, wait_seconds=1) as ours:
        yield ours


@asynccontextmanager
async def followed(queue: EventQueue, house: House) -> AsyncIterator[None]:
    """While the block runs, the queue is followed."""
    task = asyncio.create_task(follow(queue, Door(house.bucket, house.deliver)))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def emptied(queue: EventQueue) -> None:
    """Wait until nothing is in the queue, neither waiting nor in somebody's hands."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    async with asyncio.timeout(15):
        while True:
            found = await asyncio.to_thread(
                queue._client.get_queue_attributes, QueueUrl=queue.url, AttributeNames=names
            )
            if all(found["Attributes"][name] == "0" for name in names):
                return
            await asyncio.sleep(0.1)


async def say(queue: EventQueue, body: str) -> None:
    """Put a message into the queue."""
    await asyncio.to_thread(queue._client.send_message, QueueUrl=queue.url, MessageBody=body)


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_what_arrives_is_taken_over(
    importer: Client, house: House, worker: None, queue: EventQueue, method: str
) -> None:
    """Sent and never completed by its sender: the store's event brings the picture to READY."""
    async with followed(queue, house):
        ticket = await uploaded(importer, PHOTO, method=method)
        async with asyncio.timeout(15):
            while (await image(importer, ticket["imageId"]))["state"] == "AWAITING_UPLOAD":
                await asyncio.sleep(0.05)
        told = await stages(importer, ticket["imageId"])
        await emptied(queue)

    assert told[-1] == "READY"
    assert await Job.find().count() == 1


async def test_events_and_callers_do_it_once(
    importer: Client, house: House, queue: EventQueue
) -> None:
    """Every sender also completes, while the events come in: one job each."""
    async with followed(queue, house):
        tickets = await created(importer, *[announced(PHOTO)] * 6)

        async def one(ticket: dict[str, Any]) -> Any:
            await sent(ticket, PHOTO.content)
            return (await completed(importer, ticket["uploadId"]))[0]["error"]

        errors = await asyncio.gather(*map(one, tickets))
        await emptied(queue)

    assert errors == [None] * 6
    assert await Job.find().count() == 6
    assert await AuditEntry.find({"action": "image.uploaded"}).count() == 6


async def test_doubles_and_strangers_in_the_queue_change_nothing(
    importer: Client, house: House, queue: EventQueue, bucket: Bucket
) -> None:
    """Doubled, late, foreign and premature events are used up; one that is nonsense stays."""
    early = (await created(importer, announced(PHOTO)))[0]
    ticket = await uploaded(importer, PHOTO)
    await completed(importer, ticket["uploadId"])
    ours, theirs = incoming(await kept(ticket)), incoming(await kept(early))
    for key in (ours, ours, theirs, "incoming/6b011f000000000000000001", "incoming/x", "a+b/c"):
        await say(queue, json.dumps(notification(record(key, bucket=bucket.name))))
    async with followed(queue, house):
        await emptied(queue)
    await say(queue, "nonsense")
    async with followed(queue, house):
        await asyncio.sleep(0.5)
    found = await asyncio.to_thread(
        queue._client.get_queue_attributes,
        QueueUrl=queue.url,
        AttributeNames=["ApproximateNumberOfMessagesNotVisible"],
    )

    assert await Job.find().count() == 1
    assert (await image(importer, early["imageId"]))["state"] == "AWAITING_UPLOAD"
    assert found["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "1"


async def test_an_event_stays_until_it_is_done(
    importer: Client, house: House, queue: EventQueue, location: S3Location
) -> None:
    """While the store does not answer, the message is not deleted; it works when it comes again."""
    ticket = await uploaded(importer, PHOTO)
    [message] = [one for one in await _drained(queue) if "TestEvent" not in one.body]
    nowhere = replace(location, endpoint_url="http://127.0.0.1:9")
    with closing(connect(nowhere)) as client:
        async with Bucket(client, location.bucket, threads=2) as gone:
            await settle(message, queue, Door(gone, house.deliver))
    still = await image(importer, ticket["imageId"])
    waiting = await _in_hand(queue)
    await settle(message, queue, Door(house.bucket, house.deliver))

    assert (still["state"], waiting) == ("AWAITING_UPLOAD", "1")
    assert (await image(importer, ticket["imageId"]))["state"] == "QUEUED"
    assert await _in_hand(queue) == "0"


async def _drained(queue: EventQueue) -> list[Message]:
    found: list[Message] = []
    while more := await queue.receive():
        for message in more:
            if "TestEvent" in message.body:
                await queue.delete(message)
        found += more
    return found


async def _in_hand(queue: EventQueue) -> str:
    name = "ApproximateNumberOfMessagesNotVisible"
    found = await asyncio.to_thread(
        queue._client.get_queue_attributes, QueueUrl=queue.url, AttributeNames=[name]
    )
    return str(found["Attributes"][name])


@pytest.fixture
def variables(
    location: S3Location, database: AsyncDatabase[Any], mongo_uri: str, tmp_path: Path
) -> dict[str, str]:
    """The environment of a process of its own that shares this test's parts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ECOGRAM_")}
    return {
        **kept,
        "ECOGRAM_DATA": str(tmp_path),
        "ECOGRAM_MONGODB_URI": mongo_uri,
        "ECOGRAM_MONGODB_DATABASE": database.name,
        "ECOGRAM_S3_BUCKET": location.bucket,
        "ECOGRAM_S3_ENDPOINT_URL": location.endpoint_url or "",
        "ECOGRAM_S3_ACCESS_KEY": "key",
        "ECOGRAM_S3_SECRET_KEY": "secret",
        "ECOGRAM_S3_PATH_STYLE": "true",
        "ECOGRAM_PARALLEL_JOBS": "1",
    }


@pytest.mark.parametrize(
    ("more", "end"), [({}, "READY"), ({"ECOGRAM_BROKER_URL": "memory://"}, "QUEUED")]
)
async def test_ecogram_worker_follows_the_queue(
    importer: Client, queue_url: str, variables: dict[str, str], more: dict[str, str], end: str
) -> None:
    """The command reads the queue that its setting names, with Celery too, and stops cleanly."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "app.cli", "worker"),
        env=variables | more | {"ECOGRAM_S3_EVENTS_QUEUE_URL": queue_url},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        ticket = await uploaded(importer, PHOTO)
        async with asyncio.timeout(30):
            while (await image(importer, ticket["imageId"]))["state"] != end:
                await asyncio.sleep(0.1)
        started = psutil.Process(process.pid).children(recursive=True)
    finally:
        process.terminate()
        ended = await asyncio.wait_for(process.wait(), 30)

    assert ended == 0
    assert [one for one in started if one.is_running()] == []


async def test_lambda_takes_over_what_it_is_told(
    importer: Client, bucket: Bucket, variables: dict[str, str]
) -> None:
    """Events of S3, of EventBridge and of a queue, doubled and in disorder, in one warm process."""
    tickets = [await uploaded(importer, PHOTO) for _ in range(3)]
    first, second, third = [incoming(await kept(ticket)) for ticket in tickets]
    told = record(first, bucket=bucket.name)
    calls = [
        notification(told),
        notification(told),
        bridged(second, bucket=bucket.name),
        queued("nonsense", notification(record(third, bucket=bucket.name)), notification(told)),
        {"unknown": True},
    ]
    answers = await _invoked(calls, variables)
    states = [(await image(importer, ticket["imageId"]))["state"] for ticket in tickets]

    nothing: dict[str, Any] = {"batchItemFailures": []}
    again = {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert answers == [nothing, nothing, nothing, again, "NotAnEvent"]
    assert states == ["QUEUED"] * 3
    assert await Job.find().count() == 3


async def test_lambda_says_what_is_not_set(variables: dict[str, str]) -> None:
    """Without a database every call fails with a sentence, and the next one tries again."""
    missing = {name: value for name, value in variables.items() if "MONGODB_URI" not in name}

    assert await _invoked([notification()] * 2, missing) == ["BadSettings"] * 2


async def _invoked(calls: list[Any], variables: dict[str, str]) -> list[Any]:
    """The handler's answers, or the names of what it raised."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", LAMBDA),
        env=variables,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    lines = "\n".join(map(json.dumps, calls))
    output, _ = await asyncio.wait_for(process.communicate(lines.encode()), 60)
    told = [line for line in output.decode().splitlines() if line.startswith("ANSWER")]
    return [json.loads(line.removeprefix("ANSWER ")) for line in told]
