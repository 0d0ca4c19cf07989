"""`ecogram import`: pictures of this machine or of a bucket, for whoever runs the machine."""

import argparse
import asyncio
import hashlib
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from actions.access import OPERATOR, Viewer
from actions.arriving.clashes import Wishes
from actions.arriving.said import Batch
from actions.errors import ActionError
from actions.importing.beginning import Request
from actions.importing.operators import Location
from actions.importing.sources import Operator
from app.connections import location, opened, tools
from app.errors import CannotStart
from app.import_progress import shown
from app.import_turns import NoTurn, Turn
from app.parts import beside
from app.settings import Settings
from documents.duplicate_wishes import DuplicatePolicy, DuplicateScope
from documents.errors import DocumentsError
from documents.image_files import ImportSource
from documents.import_items import ImportItem, ItemState
from documents.imports import Import, ImportState
from documents.same_name import SameName
from documents.users import User
from jobs.run import run
from jobs.tools import Tools
from storage.bucket import Bucket
from storage.client import connect

S3 = "s3://"
PAGE = 500


class NothingThere(CannotStart):
    """What is to be imported cannot be found."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} is not there: name a folder, a ZIP archive or s3://bucket/prefix."
        )


class NoSuchImporter(DocumentsError):
    """Nobody who may be here has this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"There is no account for {email}, or it is disabled.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("source", help="a folder, a ZIP archive, or s3://bucket/prefix")
    parser.add_argument("--manifest", help="a CSV table that says what each file shows")
    parser.add_argument("--product-code", help="the SKU that all of them show")
    parser.add_argument("--group", help="the name of their group; made if need be")
    parser.add_argument("--collection", help="the name of a collection; made if need be")
    _add_wishes(parser)
    parser.add_argument(
        "--as", dest="email", help="whose import it is, by address; by default the operator's"
    )


def _add_wishes(parser: argparse.ArgumentParser) -> None:
    """What becomes of files that meet something that is there already."""
    for flag, choices, usual, about in (
        ("--duplicates", DuplicatePolicy, DuplicatePolicy.REUSE, "a file that an image has"),
        ("--duplicates-by", DuplicateScope, DuplicateScope.FILE, "what makes a duplicate"),
        ("--same-name", SameName, SameName.KEEP_BOTH, "a file whose name its group has"),
    ):
        text = f"{about}: {', '.join(choices)}; {usual} by default"
        parser.add_argument(flag, type=choices, choices=list(choices), default=usual, help=text)


async def main(settings: Settings, options: argparse.Namespace) -> int:
    """Take in what can be; 1 if something was refused, with a list. Works beside a running Ecogram.

    Run again, it goes on where it was ended, and takes in nothing twice. Raises CannotStart.
    """
    request = await asyncio.to_thread(_request, options)
    async with (
        beside(settings) as full,
        opened(full) as connections,
        tools(full, connections) as ours,
        _operator(full, request) as operator,
    ):
        means = replace(ours, imports=replace(ours.imports, operator=operator))
        try:
            return await _import(await _viewer(options.email), request, means)
        except (ActionError, DocumentsError, NoTurn) as refusal:
            sys.stderr.write(f"ecogram: {refusal}\n")
            return 1


async def _import(viewer: Viewer, request: Request, means: Tools) -> int:
    turn = Turn(viewer, request, by=f"import-{secrets.token_hex(8)}", deliver=means.deliver)
    job = await turn.taken()
    assert job.import_id is not None, "An IMPORT is about an import."
    try:
        async with shown(job.import_id):
            await run(job, means)
    except asyncio.CancelledError:
        sys.stderr.write("ecogram: stopped; run it again to go on.\n")
        raise
    return await _told(await Import.present(job.import_id))


async def _told(import_: Import) -> int:
    """Say what came of it: 0 where everything is in the library now."""
    counts = {state: import_.counts.get(state, 0) for state in ItemState}
    sys.stdout.write(
        f"{counts[ItemState.TAKEN]} taken in, {counts[ItemState.SKIPPED]} there before, "
        f"{counts[ItemState.REFUSED]} refused.\n"
    )
    if import_.state is not ImportState.FINISHED:
        why = import_.problem.message if import_.problem else "run it again to go on."
        sys.stderr.write(f"ecogram: the import has not come to its end: {why}\n")
    async for item in _refused(import_):
        why = item.problem.message if item.problem else ""
        sys.stderr.write(f"refused\t{_plain(item.name)}\t{_plain(why)}\n")
    done = import_.state is ImportState.FINISHED and not counts[ItemState.REFUSED]
    return 0 if done else 1


async def _refused(import_: Import) -> AsyncIterator[ImportItem]:
    after = -1
    while page := await ImportItem.in_state(import_.id, ItemState.REFUSED, PAGE, after=after):
        for item in page:
            yield item
        after = page[-1].position


def _plain(text: str) -> str:
    """A stranger's text, without what would steer a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)


async def _viewer(email: str | None) -> Viewer:
    if email is None:
        return OPERATOR
    user = await User.by_email(email.strip().lower())
    if user is None or not user.alive:
        raise NoSuchImporter(email)
    return Viewer(user_id=user.id, role=user.role, email=user.email, name=user.name)


def _request(options: argparse.Namespace) -> Request:
    """What is asked for; the same each time the command is run for the same thing."""
    source, where = _source(options.source)
    where |= {"group": options.group, "collection": options.collection}
    content = b""
    if options.manifest:
        path = Path(options.manifest).resolve()
        if not path.is_file():
            raise NothingThere(str(path))
        content = path.read_bytes()
        where["manifest_path"] = str(path)
    wishes = Wishes(
        duplicates=options.duplicates,
        duplicates_by=options.duplicates_by,
        same_name=options.same_name,
    )
    batch = Batch(product_code=options.product_code, wishes=wishes)
    asked = repr((source, sorted(where.items()), batch)).encode() + content
    where["asked"] = hashlib.sha256(asked).hexdigest()
    return Request(source=source, where=where, batch=batch)


def _source(text: str) -> tuple[ImportSource, dict[str, Any]]:
    if text.startswith(S3):
        found = Location.of(text)
        if not found.bucket:
            raise NothingThere(text)
        return ImportSource.BUCKET, {"bucket": found.bucket, "prefix": found.prefix}
    path = Path(text).resolve()
    if path.is_dir():
        return ImportSource.FOLDER, {"path": str(path)}
    if not path.is_file():
        raise NothingThere(text)
    stat = path.stat()
    changed = {"size": stat.st_size, "changed": stat.st_mtime_ns}
    return ImportSource.ARCHIVE, {"path": str(path), **changed}


@asynccontextmanager
async def _operator(settings: Settings, request: Request) -> AsyncIterator[Operator]:
    """What the command may reach besides; another bucket by the credentials of ours."""
    if "bucket" not in request.where:
        yield Operator()
        return
    name = str(request.where["bucket"])
    with closing(connect(replace(location(settings), bucket=name))) as client:
        async with Bucket(client, name) as bucket:
            yield Operator(bucket)
