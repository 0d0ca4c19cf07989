"""`ecogram export`, run as an operator runs it."""

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from documents.exports import Export, ExportState
from documents.jobs import Job
from storage.bucket import Bucket
from storage.client import S3Location
from tests.app.test_sync import started
from tests.graph.exporting import keep, row

CDN = "https://cdn.shop.example"
# The command, which stops for ever once a part is sent and kept, and says so.
HALTING = """
import asyncio, sys
from actions.exporting.streaming import Stream
from app import cli
from storage import continuing
real = Stream.keep
async def keep(self, point):
    await real(self, point)
    print("halted", flush=True)
    await asyncio.sleep(3600)
Stream.keep = keep
continuing.PART = 5 * 1024**2
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture
def parts(
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
        "ECOGRAM_PUBLISHED_URL": CDN,
        "ECOGRAM_LOG_LEVEL": "WARNING",
    }


async def ecogram_export(
    data: Path, variables: dict[str, str], *arguments: str
) -> tuple[int | None, str]:
    """Exit code and output."""
    async with started(data, ["-m", "app.cli", "export", *arguments], variables) as process:
        output, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, output.decode()


async def test_the_file_is_there_and_the_rest_is_told(
    tmp_path: Path, parts: dict[str, str], database: AsyncDatabase[Any]
) -> None:
    """The exit code says whether every picture is in it; a file that is there is replaced.

    What failed is gone on with, and what cannot be put anywhere is not begun.
    """
    await keep(row("A", 1), row("A", 2, side=300), row("B"))
    out = tmp_path / "out.xml"
    out.write_text("an older one")
    wish = ["--format", "GOOGLE_XML", "--codes", "A", "--out"]
    refused, why = await ecogram_export(tmp_path, parts, *wish, str(tmp_path / "none" / "a.xml"))
    code, said = await ecogram_export(tmp_path, parts, *wish, str(out))
    await database["exports"].update_many({}, {"$set": {"state": "FAILED", "key": None}})
    again, _ = await ecogram_export(tmp_path, parts, *wish, str(out))
    lines = tmp_path / "out.jsonl"
    whole, _ = await ecogram_export(
        tmp_path, parts, "--format", "JSON_LINES", "--out", str(lines), "--locale", "de"
    )
    pictures = [json.loads(line) for line in lines.read_text().splitlines()]

    assert (refused, "is not a folder" in why) == (2, True)
    assert (code, again, whole) == (1, 1, 0)
    assert await Export.find({"format": "GOOGLE_XML"}).count() == 1
    assert f"1 pictures, {out.stat().st_size} bytes: {out}" in said
    assert "left out\t1\tIMAGE_TOO_SMALL" in said
    assert out.read_text().count(f"<g:image_link>{CDN}/published/") == 1
    assert [one["productCode"] for one in pictures] == ["A", "A", "B"]
    assert sorted(one.name for one in tmp_path.glob("*out*")) == ["out.jsonl", "out.xml"]


async def test_only_what_a_channel_takes_is_exported(
    tmp_path: Path, parts: dict[str, str], database: AsyncDatabase[Any]
) -> None:
    """The rest is counted; a channel that is not there is refused with those that are."""
    await keep(row("A", 1, readiness=["google:WARN"]), row("A", 2, readiness=["google:FAIL"]))
    out = tmp_path / "out.jsonl"
    wish = ["--format", "JSON_LINES", "--out", str(out), "--channel"]
    refused, why = await ecogram_export(tmp_path, parts, *wish, "nowhere")
    there = out.exists()
    code, said = await ecogram_export(tmp_path, parts, *wish, "google")

    assert (refused, there, await database["exports"].count_documents({})) == (2, False, 1)
    assert "There is no channel 'nowhere': choose one of " in why
    assert "google" in why.rpartition("choose one of ")[2]
    assert (code, "left out\t1\tCHANNEL_REFUSES" in said) == (1, True)
    assert [json.loads(line)["position"] for line in out.read_text().splitlines()] == [1]


async def test_ctrl_c_stops_it_and_the_same_command_goes_on(
    tmp_path: Path, parts: dict[str, str]
) -> None:
    """Nobody else goes on meanwhile; no file is there before it is whole."""
    await keep(*(row(f"SKU-{n:05}", description="x" * 3_000) for n in range(2_000)))
    out = tmp_path / "out.jsonl"
    arguments = ["--format", "JSON_LINES", "--out", str(out)]
    async with started(tmp_path, ["-c", HALTING, "export", *arguments], parts) as process:
        assert process.stdout is not None
        while await asyncio.wait_for(process.stdout.readline(), 60) != b"halted\n":
            pass
        process.send_signal(signal.SIGINT)
        output, _ = await asyncio.wait_for(process.communicate(), 60)
    [stopped] = await Export.find_all().to_list()
    nobody = await Job.claim("somebody", stopped.job_id)
    there = out.exists()
    code, _ = await ecogram_export(tmp_path, parts, *arguments)
    [ended] = await Export.find_all().to_list()

    assert (process.returncode, nobody, there) == (130, None, False)
    assert "goes on from here" in output.decode()
    assert stopped.checkpoint is not None
    assert (code, ended.id, ended.state) == (0, stopped.id, ExportState.READY)
    assert out.read_bytes().count(b"\n") == 2_000
