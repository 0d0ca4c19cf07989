"""`app.aws_lambda.handler`: the store's events, for AWS Lambda. Nothing is opened on import."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app import logs
from app.connections import opened, retention
from app.delivery import delivering
from app.settings import BadSettings, Settings, read
from jobs.aws_lambda import StoreEvents
from jobs.store_events import Door


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    """What events need, by the settings of the environment. Raises BadSettings."""
    settings = read()
    _refuse_gaps(settings)
    logs.configure(settings)
    async with opened(settings) as connections, delivering(settings) as delivery:
        yield Door(connections.bucket, delivery.deliver, retention(settings))


def _refuse_gaps(settings: Settings) -> None:
    """On Lambda there are no embedded parts."""
    if settings.mongodb_uri is None:
        raise BadSettings("ECOGRAM_MONGODB_URI: on AWS Lambda it must be set.")
    if settings.s3_bucket is None:
        raise BadSettings("ECOGRAM_S3_BUCKET: on AWS Lambda it must be set.")


handler = StoreEvents(door)
