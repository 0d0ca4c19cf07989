"""`python -m benchmarks.readers NAME URI DATABASE`: a server of its own, alone; prints its address.

`kept` is the application as `ecogram serve` has it; `fragments` keeps rows and no answers,
`ecogram` neither; `interpreted` is without the compiled executor, too; `bare` an endpoint that
finds, shapes and serialises, `beanie` a plain GraphQL server.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import uvicorn
import uvloop
from bson import CodecOptions
from pymongo import AsyncMongoClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

import documents
from actions.accounts.rules import AccountRules
from actions.accounts.tokens import Signing
from actions.arriving.incoming import UploadRules
from actions.delivery import by_change_stream
from actions.limiting.budgets import Budgets, CostRules
from actions.progress import Hub
from app import logs
from app.garbage import spare_what_is_here
from app.settings import MIB, Settings
from app.web import make_app
from benchmarks.reading import FIELDS, ORDER, PUBLIC, WANTED
from documents.images import Image
from graph.compiled.packing import Fragments
from graph.context import House
from graph.ids import global_id
from storage.bucket import Bucket
from storage.client import S3Location, connect
from storage.credentials import credentials
from storage.links import Presigner
from storage.upload_links import UploadPresigner

SECRET = "benchmark " * 4
LISTENING: list[asyncio.Task[None]] = []
STORE = S3Location(
    endpoint_url="http://127.0.0.1:9",
    public_endpoint_url=None,
    region="us-east-1",
    bucket="benchmark",
    access_key="AKIAEXAMPLE",
    secret_key="benchmark",  # noqa: S106  nothing answers there
    path_style=True,
)


def rules() -> AccountRules:
    """As the benchmark signs in."""
    return AccountRules(signing=Signing((SECRET,)))


async def serve(name: str, uri: str, database: str) -> None:
    """Answer until told to stop."""
    options = CodecOptions[dict[str, Any]](tz_aware=True)
    async with AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as mongo:
        await documents.connect(mongo.get_database(database, codec_options=options))
        server = uvicorn.Server(
            uvicorn.Config(
                await READERS[name](),
                port=0,
                loop="none",
                http="httptools",
                lifespan="off",
                access_log=False,
                log_config=None,
            )
        )
        running = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110  uvicorn has no event for it
            await asyncio.sleep(0.01)
        print(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", flush=True)
        await running


def house(**more: Any) -> House:
    """The parts of a house whose database is bound to the documents already."""
    return House(
        bucket=Bucket(connect(STORE), STORE.bucket),
        links=Presigner(STORE, credentials(STORE)),
        upload_links=UploadPresigner(STORE, credentials(STORE)),
        hub=Hub(),
        deliver=by_change_stream,
        accounts=rules(),
        uploads=UploadRules(max_bytes=1),
        published_url=lambda key: f"{PUBLIC}/{key}",
        **more,
    )


async def _ecogram(
    *, compiled: bool = True, fragments: bool = False, kept: bool = False
) -> ASGIApp:
    ours = house(
        kept_bytes=16 * MIB if kept else 0,
        fragments=Fragments(16 * MIB) if fragments else None,
        # Enough for a flood from one client; it is paid from all the same.
        budgets=Budgets(CostRules(budget=10**12, rate=10**9)),
    )
    for heard in (ours.library, ours.people):
        LISTENING.append(asyncio.create_task(heard.run()))
        await heard.reached(lambda one: one.known)
    settings = Settings(compiled_executor=compiled, log_level="WARNING")
    logs.configure(settings)
    app = make_app(settings, ours, {})
    spare_what_is_here()
    return app


async def _fragments() -> ASGIApp:
    return await _ecogram(fragments=True)


async def _kept() -> ASGIApp:
    return await _ecogram(fragments=True, kept=True)


async def _interpreted() -> ASGIApp:
    return await _ecogram(compiled=False)


async def _bare() -> ASGIApp:
    async def answer(request: Request) -> Response:
        first = orjson.loads(await request.body())["variables"]["first"]
        found = Image.get_pymongo_collection().find(WANTED, dict.fromkeys(FIELDS, 1))
        rows = await found.sort(ORDER).limit(first + 1).to_list()
        nodes = [_shaped(row) for row in rows[:first]]
        page = {"nodes": nodes, "pageInfo": {"hasNextPage": len(rows) > first}}
        return Response(orjson.dumps({"data": {"images": page}}), media_type="application/json")

    return Starlette(routes=[Route("/graphql", answer, methods=["POST"])])


def _time(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def _id(kind: str, id: object) -> str | None:
    return global_id(kind, id) if id else None


def _shaped(row: dict[str, Any]) -> dict[str, Any]:
    original, facts, imported = row["original"], row["facts"], row["imported"]
    edits, read, review = row.get("edits", {}), row.get("metadata", {}), row["review"]
    publication = row["publication"]
    return {
        "id": _id("Image", row["_id"]),
        "version": row["version"],
        "state": row["state"],
        "fileName": original.get("name") or imported["file_name"],
        "contentType": original["content_type"],
        "bytes": original["bytes"],
        "sha256": original["sha256"],
        "width": facts["width"],
        "height": facts["height"],
        "orientation": facts["orientation"],
        "thumbHash": facts["thumb_hash"],
        "dominantColor": facts["dominant_color"],
        "title": edits["title"] if "title" in edits else read.get("title"),
        "description": (
            edits["description"] if "description" in edits else read.get("description")
        ),
        "keywords": (edits["keywords"] if "keywords" in edits else read.get("keywords")) or [],
        "productCode": row["product_code"],
        "productPosition": row["product_position"],
        "productRole": row["product_role"],
        "createdAt": _time(row["created_at"]),
        "updatedAt": _time(row["updated_at"]),
        "review": {
            "state": review["state"],
            "reason": review["reason"],
            "note": review["note"],
            "byUserId": _id("User", review["by"]),
            "at": _time(review["at"]),
        },
        "imported": {
            "fileName": imported["file_name"],
            "fileSize": imported["file_size"],
            "importerId": _id("User", imported["importer_id"]),
            "importedAt": _time(imported["imported_at"]),
            "source": imported["source"],
        },
        "publication": publication
        and {
            "at": _time(publication["at"]),
            "renditions": [
                {
                    "preset": one["preset"],
                    "url": f"{PUBLIC}/{one['key']}",
                    "width": one["width"],
                    "height": one["height"],
                    "bytes": one["bytes"],
                    "contentType": one["content_type"],
                }
                for one in publication["renditions"]
            ],
        },
    }


async def _beanie() -> ASGIApp:
    from benchmarks.plainly import app  # noqa: PLC0415  only its own process pays

    return app


READERS: dict[str, Callable[[], Awaitable[ASGIApp]]] = {
    "ecogram": _ecogram,
    "fragments": _fragments,
    "kept": _kept,
    "interpreted": _interpreted,
    "bare": _bare,
    "beanie": _beanie,
}


def main(arguments: Sequence[str]) -> None:
    """Serve as one of READERS."""
    name, uri, database = arguments
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(name, uri, database))


if __name__ == "__main__":
    main(sys.argv[1:])
