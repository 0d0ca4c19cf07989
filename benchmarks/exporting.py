"""Exports of a large catalogue: time, and the peak memory of the process that writes them."""

import asyncio
import json
import resource
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from beanie import PydanticObjectId
from pymongo import AsyncMongoClient

import documents
from actions.access import OPERATOR
from actions.delivery import by_change_stream
from actions.exporting.asking import Asked, begin
from actions.readiness.rules import ChannelRules
from app.embedded import mongod, seaweedfs
from benchmarks import report
from benchmarks.meter import MB, peak
from documents.catalog import CatalogRow
from documents.exports import Export, ExportFormat
from documents.focal_points import SeenPoint
from documents.image_files import StoredRendition
from documents.jobs import Job
from documents.pages import Raw
from documents.products import ProductRole
from jobs.run import run
from jobs.tools import Tools
from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.sandbox import Sandbox
from storage.bucket import Bucket
from storage.client import S3Location, connect

AT_ONCE = 5_000
IMAGES_OF_A_PRODUCT = 5
GOAL_MB = 200
FEW = 500
FORMATS = (
    ExportFormat.JSON_LINES,
    ExportFormat.CSV,
    ExportFormat.GOOGLE_XML,
    ExportFormat.SHOPIFY_CSV,
    ExportFormat.XLSX,
)
SIDES = {"LARGE": 1600, "MEDIUM": 960, "SMALL": 480}
SAID = "A red chair of solid oak, seen from the front on a white ground, with its cushion. "


async def measure(folder: Path, rows: int) -> bool:
    """Print the figures; whether JSON Lines of all rows stay below the goal."""
    name = f"bench_{secrets.token_hex(4)}"
    async with (
        mongod.running(folder / "parts") as uri,
        seaweedfs.running(folder / "parts") as store,
    ):
        told = {"mongo": uri, "database": name, "store": asdict(store), "scratch": str(folder)}
        async with AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as mongo:
            await documents.connect(mongo[name])
            with closing(connect(store)) as s3:
                async with Bucket(s3, store.bucket) as bucket:
                    await bucket.ensure([])
            report.heading("A worker that exports few rows")
            await _fill(FEW)
            await _exported(ExportFormat.JSON_LINES, told)
            report.heading(f"Exports of {rows:,} published pictures")
            await _fill(rows - FEW)
            peaks = {format: await _exported(format, told) for format in FORMATS}
    return peaks[ExportFormat.JSON_LINES] < GOAL_MB


async def _fill(rows: int) -> None:
    rows_ = CatalogRow.get_pymongo_collection()
    begun = time.perf_counter()
    for start in range(0, rows, AT_ONCE):
        await rows_.insert_many(list(_rows(start, min(AT_ONCE, rows - start))), ordered=False)
    report.figure("filled in", f"{time.perf_counter() - begun:.0f} s")


def _rows(start: int, count: int) -> Iterator[Raw]:
    for n in range(start, start + count):
        id = PydanticObjectId()
        row = CatalogRow(
            id=id,
            product_code=f"SKU-{n // IMAGES_OF_A_PRODUCT:07}",
            product_name="A red chair",
            role=ProductRole.ADDITIONAL,
            position=n % IMAGES_OF_A_PRODUCT + 1,
            title="A red chair, front",
            description=SAID * 4,
            alt_text=SAID,
            alt_texts={"pt-BR": SAID, "de": SAID},
            credit="Ana Souza",
            copyright_notice="© 2026 Example",
            dominant_color="#aa3322",
            thumb_hash="1QcSHQRnh493V4dIh4eXh1h4kJUI",
            focal_point=SeenPoint(x=0.5, y=0.4, suggested=True),
            content_hash=str(id),
            renditions=list(_renditions(str(id))),
            updated_at=datetime.now(UTC),
        )
        yield {"_id": id, **row.model_dump(exclude={"id"})}


def _renditions(name: str) -> Iterator[StoredRendition]:
    for preset, side in SIDES.items():
        for ending, kind in (("webp", "image/webp"), ("jpg", "image/jpeg")):
            yield StoredRendition(
                preset=preset,
                key=f"published/{name}/{preset.lower()}/chair.{ending}",
                content_type=kind,
                width=side,
                height=side,
                bytes=side * side // 8,
            )


async def _exported(format: ExportFormat, told: dict[str, Any]) -> float:
    """The peak of a new process that writes it, in MB."""
    asked = Asked(format=format, base_url="https://cdn.shop.example/")
    export = await begin(OPERATOR, asked, channels=ChannelRules(), deliver=by_change_stream)
    said = json.dumps({**told, "job": str(export.job_id)})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.exporting", said, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    ended = await Export.present(export.id, {})
    assert ended.bytes is not None, ended.problem
    figures = json.loads(output)
    report.figure(
        format.value,
        f"{ended.tally.pictures:,} pictures, {ended.bytes / MB:.1f} MB in "
        f"{figures['seconds']:.1f} s ({figures['processor']:.1f} s of processor), "
        f"peak {figures['peak']:.0f} MB",
    )
    return float(figures["peak"])


async def _work(told: dict[str, Any]) -> None:
    """One job, as a worker does it."""
    location = S3Location(**told["store"])
    async with AsyncMongoClient[dict[str, Any]](told["mongo"], tz_aware=True) as mongo:
        await documents.connect(mongo[told["database"]])
        with closing(connect(location)) as s3:
            async with Bucket(s3, location.bucket) as bucket:
                # Nothing is decoded: neither of these is started.
                tools = Tools(bucket, Sandbox(Limits()), ExifTool(), Path(told["scratch"]))
                job = await Job.claim("benchmark", PydanticObjectId(told["job"]))
                assert job is not None
                await run(job, tools)


def _main(told: dict[str, Any]) -> None:
    begun = time.perf_counter()
    asyncio.run(_work(told))
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "seconds": time.perf_counter() - begun,
        "processor": used.ru_utime + used.ru_stime,
        "peak": peak(psutil.Process()) / MB,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    _main(json.loads(sys.argv[1]))
