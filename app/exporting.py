"""`ecogram export`: the catalogue as a file on this machine."""

import argparse
import asyncio
import hashlib
import secrets
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.delivery import by_change_stream
from actions.errors import ActionError
from actions.exporting import asking
from actions.exporting.asking import Asked
from app.connections import opened, tools
from app.errors import CannotStart
from app.export_progress import shown
from app.parts import beside
from app.running import Stopped, done, unless_stopped
from app.settings import Settings
from app.telling import published_url
from documents.errors import DocumentsError
from documents.exports import ENDED, Export, ExportFormat, ExportState
from documents.products import ProductRole
from jobs.tools import Tools
from storage.bucket import Bucket

DONE, LEFT_OUT, FAILED, INTERRUPTED = 0, 1, 2, 130


class NoPlace(CannotStart):
    """The file cannot be put where it is wanted."""

    def __init__(self, out: Path) -> None:
        super().__init__(f"{out.parent} is not a folder: name a file in one that is there.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "--format",
        required=True,
        type=ExportFormat,
        choices=list(ExportFormat),
        metavar="FORMAT",
        help=", ".join(ExportFormat),
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to")
    parser.add_argument("--codes", nargs="+", metavar="CODE", help="only of these products")
    parser.add_argument(
        "--roles",
        nargs="+",
        type=ProductRole,
        choices=list(ProductRole),
        metavar="ROLE",
        help=f"only in these roles: {', '.join(ProductRole)}",
    )
    parser.add_argument(
        "--channel", help="only what this sales channel takes, such as google; the rest is told"
    )
    parser.add_argument("--locale", help='the language of alternative texts, such as "pt-BR"')


async def main(settings: Settings, options: argparse.Namespace) -> int:
    """0 when every picture is in the file, 1 when some are not, with a list, 2 when it failed.

    Ctrl-C stops it (130); the same command goes on where it was. Works beside a running Ecogram.
    Raises CannotStart.
    """
    out: Path = options.out.absolute()
    if not await asyncio.to_thread(out.parent.is_dir):
        raise NoPlace(out)
    async with (
        beside(settings) as full,
        opened(full) as connections,
        tools(full, connections) as ours,
    ):
        try:
            return await _watched(await _begun(_asked(full, options), ours), out, ours)
        except (ActionError, DocumentsError) as refusal:
            sys.stderr.write(f"ecogram: {refusal}\n")
            return FAILED


def _asked(settings: Settings, options: argparse.Namespace) -> Asked:
    return Asked(
        format=options.format,
        base_url=published_url(settings, ""),
        codes=options.codes,
        roles=options.roles,
        channel=options.channel,
        locale=options.locale,
    )


async def _begun(asked: Asked, ours: Tools) -> Export:
    """A new one, or the one that was stopped."""
    mark = hashlib.sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()
    found = await Export.unended(mark)
    if found is None:
        return await asking.begin(
            OPERATOR, asked, channels=ours.channels, deliver=by_change_stream, mark=mark
        )
    if found.state in ENDED:
        return await asking.resume(OPERATOR, found.id, deliver=by_change_stream)
    return found


async def _watched(export: Export, out: Path, ours: Tools) -> int:
    """Write it, or follow whoever does, with a bar; then fetch it, and tell what is not in it."""
    try:
        ended = await unless_stopped(_fetched(export, out, ours), export.job_id)
    except Stopped:
        return INTERRUPTED
    return await _told(ended, out)


async def _fetched(export: Export, out: Path, ours: Tools) -> Export:
    async with shown(export.id):
        ended = await done("export", export.job_id, ours, partial(_ended, export.id))
    if ended.key is not None:
        await _save(ended.key, out, ours.bucket)
    return ended


async def _ended(id: PydanticObjectId) -> Export | None:
    found = await Export.present(id, {})
    return found if found.state in ENDED else None


async def _save(key: str, out: Path, bucket: Bucket) -> None:
    """The file, which takes the place of an older one only when it is whole."""
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        await bucket.download(key, part)
        await asyncio.to_thread(part.replace, out)
    finally:
        with suppress(FileNotFoundError):
            await asyncio.to_thread(part.unlink)


async def _told(export: Export, out: Path) -> int:
    if export.state is not ExportState.READY:
        why = export.problem.message if export.problem else "It was cancelled."
        sys.stderr.write(f"ecogram: there is no file. {why} The same command goes on.\n")
        return FAILED
    tally = export.tally
    sys.stdout.write(f"{tally.pictures:,} pictures, {export.bytes or 0:,} bytes: {out}\n")
    for reason, count in sorted(tally.skipped.items()):
        sys.stderr.write(f"left out\t{count:,}\t{reason}\n")
    return LEFT_OUT if tally.skipped else DONE
