"""Opening what we work with. Nothing is opened on import."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pymongo import AsyncMongoClient

import documents
from actions.arriving.incoming import UploadRules
from actions.deleting.retention import Retention
from actions.importing.name_rule import NameRule
from actions.importing.sources import ImportRules
from actions.syncing.rules import SyncRules
from app.approving import approval_rules
from app.asking import analysis_rules, asking
from app.channels import channel_rules
from app.delivery import delivering
from app.errors import CannotStart
from app.presets import presets
from app.scratch import scratch
from app.settings import Settings
from app.telling import turns
from documents.indexing import IndexNotBuilt
from fetching.rules import FetchRules, networks
from jobs.tools import Tools
from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.quality.thresholds import Thresholds
from processing.sandbox import Sandbox
from storage.bucket import Bucket
from storage.client import S3Location, connect
from storage.credentials import credentials
from storage.links import Presigner
from storage.upload_links import UploadPresigner


class NotConfigured(CannotStart):
    """Only `serve` fills gaps in the settings by parts of its own; its worker is told of them."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"{variable} is not set: name what is there, or run `ecogram serve`, which starts "
            "what is missing and a worker beside it."
        )


@dataclass(frozen=True, slots=True)
class Connections:
    """The database (bound to the documents) and the bucket."""

    mongo: AsyncMongoClient[dict[str, Any]]
    bucket: Bucket
    links: Presigner
    upload_links: UploadPresigner


@asynccontextmanager
async def database(uri: str, name: str) -> AsyncIterator[AsyncMongoClient[dict[str, Any]]]:
    """The database alone, with the documents bound to it. Raises CannotStart."""
    async with AsyncMongoClient[dict[str, Any]](uri, tz_aware=True, appname="ecogram") as mongo:
        try:
            await documents.connect(mongo[name])
        except IndexNotBuilt as error:
            raise CannotStart(str(error)) from error
        yield mongo


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Connections]:
    """Connections to what the settings name, closed at the end of the block."""
    if settings.mongodb_uri is None:
        raise NotConfigured("ECOGRAM_MONGODB_URI")
    uri, where = settings.mongodb_uri.get_secret_value(), location(settings)
    async with database(uri, settings.mongodb_database) as mongo:
        with closing(connect(where)) as s3:
            async with Bucket(s3, where.bucket) as bucket:
                keys = credentials(where)
                yield Connections(
                    mongo, bucket, Presigner(where, keys), UploadPresigner(where, keys)
                )


@asynccontextmanager
async def tools(settings: Settings, connections: Connections) -> AsyncIterator[Tools]:
    """What a worker works with: children that touch strangers' bytes, and a place for files."""
    limits = Limits(
        max_bytes=settings.max_upload_bytes,
        max_pixels=settings.max_pixels,
        memory_bytes=settings.job_memory_bytes,
        wall_seconds=settings.job_seconds,
    )
    with scratch(settings.data) as folder:
        async with (
            Sandbox(limits, size=settings.parallel_jobs, folder=folder) as sandbox,
            ExifTool(command=settings.exiftool, folder=folder) as exiftool,
            delivering(settings) as delivery,
            asking(settings) as ask,
        ):
            yield Tools(
                connections.bucket,
                sandbox,
                exiftool,
                folder,
                retention(settings),
                uploads=UploadRules(max_bytes=settings.max_upload_bytes),
                imports=import_rules(settings),
                analysis=analysis_rules(settings),
                approval=approval_rules(settings),
                channels=channel_rules(settings),
                thresholds=thresholds(settings),
                ask=ask,
                presets=presets(settings.presets),
                deliver=delivery.deliver,
                telling=() if settings.broker_url else turns(settings, connections.bucket),
            )


def import_rules(settings: Settings) -> ImportRules:
    """What the settings say of imports."""
    allowed = networks(settings.import_networks)
    return ImportRules(
        parallel=settings.parallel_imports,
        prefix=settings.import_prefix,
        name_rule=NameRule(settings.import_name_rule) if settings.import_name_rule else None,
        max_archive_bytes=settings.import_archive_bytes,
        fetching=FetchRules(max_bytes=settings.max_upload_bytes, allowed=allowed),
    )


def retention(settings: Settings) -> Retention:
    """How long what was deleted or replaced is kept."""
    return Retention(
        trash=timedelta(days=settings.trash_days),
        earlier_versions=settings.kept_versions,
        sync=SyncRules(
            grace=timedelta(minutes=settings.sync_grace_minutes),
            every=timedelta(hours=settings.sync_every) if settings.sync_every else None,
            repair=settings.sync_repair,
        ),
        thresholds=thresholds(settings),
    )


def thresholds(settings: Settings) -> Thresholds:
    """By what pictures are judged."""
    return Thresholds.told(settings.quality) if settings.quality else Thresholds()


def location(settings: Settings) -> S3Location:
    """Where the bucket is."""
    if settings.s3_bucket is None:
        raise NotConfigured("ECOGRAM_S3_BUCKET")
    secret = settings.s3_secret_key
    return S3Location(
        endpoint_url=settings.s3_endpoint_url,
        public_endpoint_url=settings.s3_public_endpoint_url,
        region=settings.s3_region,
        bucket=settings.s3_bucket,
        access_key=settings.s3_access_key,
        secret_key=secret.get_secret_value() if secret else None,
        path_style=settings.s3_path_style,
    )
