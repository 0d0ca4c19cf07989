"""`ecogram sync`: compares the store with the records, from the command line."""

import argparse
import asyncio
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.delivery import by_change_stream
from actions.syncing import syncs
from actions.syncing.syncs import TOLD, Asked, SyncRunning
from app.connections import opened, retention
from app.parts import beside
from app.presets import presets
from app.running import LOOK_SECONDS, Stopped, done, unless_stopped
from app.settings import Settings
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.jobs import Job, JobState
from documents.syncs import Finding, SyncClass, Synchronization
from jobs.tools import Tools
from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.presets import Presets
from processing.sandbox import Sandbox
from storage.bucket import Bucket

IN_STEP, DIFFERS, FAILED, INTERRUPTED = 0, 1, 2, 130
BAR = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="only report; so it is by default")
    what.add_argument(
        "--repair",
        nargs="+",
        type=SyncClass,
        choices=list(SyncClass),
        default=[],
        metavar="CLASS",
        help=f"put right what differs: {', '.join(SyncClass)}",
    )
    what.add_argument("--cancel", action="store_true", help="end the one that was stopped or runs")
    parser.add_argument("--deep", action="store_true", help="read every original, too")
    parser.add_argument("--findings", action="store_true", help="tell each difference, too")


async def main(settings: Settings, options: argparse.Namespace) -> int:
    """0 when all is in step, 1 when something is left that differs, 2 when it could not be told.

    Ctrl-C stops it (130); the same command goes on where it was. Works beside a running Ecogram.
    """
    async with beside(settings) as filled, opened(filled) as connections:
        if options.cancel:
            return await _cancelled()
        sync = await _begun(settings, options)
        if sync is None:
            sys.stderr.write(
                "ecogram: another synchronization is under way or was stopped, with other options: "
                "wait for it, or end it by `ecogram sync --cancel`.\n"
            )
            return FAILED
        return await _watched(sync, connections.bucket, options, presets(settings.presets))


async def _begun(settings: Settings, options: argparse.Namespace) -> Synchronization | None:
    """A new one, or the one that was stopped; None where that is another one."""
    asked = Asked(dry_run=not options.repair, repair=options.repair, deep=options.deep)
    rules = retention(settings).sync
    try:
        return await syncs.ask(OPERATOR, asked, rules=rules, deliver=by_change_stream)
    except SyncRunning:
        found = await Synchronization.the_open()
    if found is None:
        return await _begun(settings, options)
    same = (found.repair, found.deep) == (list(dict.fromkeys(asked.repair)), asked.deep)
    return found if same else None


async def _cancelled() -> int:
    found = await Synchronization.the_open()
    if found is not None:
        await syncs.cancel(OPERATOR, found.id)
    return IN_STEP


async def _watched(
    sync: Synchronization, bucket: Bucket, options: argparse.Namespace, presets: Presets
) -> int:
    """Do it, or follow whoever does it, with a bar; then tell the report."""
    showing = asyncio.create_task(_shown(sync))
    try:
        ended = await unless_stopped(_done(sync, bucket, presets), sync.job_id, said="\n")
    except Stopped:
        return INTERRUPTED
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
    return await _told(ended, options)


async def _done(sync: Synchronization, bucket: Bucket, presets: Presets) -> Synchronization:
    with tempfile.TemporaryDirectory() as scratch:
        # Nothing is decoded: neither of these is started.
        tools = Tools(bucket, Sandbox(Limits()), ExifTool(), Path(scratch), presets=presets)
        return await done("sync", sync.job_id, tools, partial(_ended, sync.id))


async def _ended(id: PydanticObjectId) -> Synchronization | None:
    found = await Synchronization.get(id)
    if found is None:
        raise NoSuchDocument("synchronization", str(id))
    return None if found.is_open else found


async def _shown(sync: Synchronization) -> None:
    """A bar on a terminal, until cancelled."""
    while sys.stderr.isatty():
        await asyncio.sleep(LOOK_SECONDS)
        job, found = await Job.get(sync.job_id), await Synchronization.get(sync.id)
        if job is not None and found is not None:
            sys.stderr.write(bar(job.progress, found.checkpoint.objects, _age(found)))
            sys.stderr.flush()


def bar(progress: float, objects: int, seconds: float) -> str:
    """How far it is, over what the line showed before."""
    full = round(progress * BAR)
    rate = objects / seconds if seconds else 0
    line = f"{'#' * full}{'.' * (BAR - full)} {progress:4.0%}  {objects:,} objects, {rate:,.0f}/s"
    return f"\r{line:<78}"


def _age(sync: Synchronization) -> float:
    return (now() - sync.created_at).total_seconds()


async def _told(sync: Synchronization, options: argparse.Namespace) -> int:
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 78 + "\r")
    if options.findings:
        await _findings(sync)
    point = sync.checkpoint
    sys.stdout.write(
        f"{point.objects:,} objects ({point.bytes:,} bytes), {point.records:,} keys in records, "
        f"{point.recent:,} objects too young to be judged\n"
    )
    for kind, count in sync.counts.items():
        if count:
            sys.stdout.write(f"{kind}\t{count} found\t{sync.repaired.get(kind, 0)} repaired\n")
    if sync.truncated:
        sys.stdout.write("There are more: run it again after these are repaired.\n")
    if sync.state is not JobState.SUCCEEDED:
        job = await Job.get(sync.job_id)
        why = job.problem.message if job and job.problem else "It was cancelled."
        sys.stderr.write(f"ecogram: not everything was compared. {why}\n")
        return FAILED
    left = sum(sync.counts.values()) - sum(sync.repaired.values())
    return DIFFERS if left or sync.truncated else IN_STEP


async def _findings(sync: Synchronization) -> None:
    told = Finding.find({"sync_id": sync.id, "state": {"$in": TOLD}})
    with suppress(BrokenPipeError):
        async for one in told.sort("+found_at", "+_id"):
            line = "\t".join((one.kind, one.done or one.state, one.key))
            sys.stdout.write(f"{line}\n")
