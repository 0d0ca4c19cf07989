"""The console: one page at every address of its own, and what that page may reach."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.connections import location
from app.pages import page, secured
from app.settings import Settings
from storage.signing import base_url

# The first part of each address that web/src/console/app/routes.ts knows, as its pages name it.
SECTIONS: Final = (
    "account",
    "admin",
    "collections",
    "groups",
    "images",
    "library",
    "numbers",
    "password",
    "products",
    "register",
    "review",
    "shop",
    "sign-in",
    "upload",
)


def console(dist: Path, elsewhere: Sequence[str]) -> list[Route]:
    """The console from the build in `dist` at `/` and below each of its sections.

    Pictures may come from the origins `elsewhere`, and files go to them. What the console does
    not know below a section it says itself; everything else is a 404, see `absent`.
    """
    answer = page(dist / "index.html", secured(policy(elsewhere)))
    below = [path for name in SECTIONS for path in (f"/{name}", f"/{name}/{{rest:path}}")]
    return [Route(path, answer) for path in ("/", *below)]


def absent(
    dist: Path, elsewhere: Sequence[str]
) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Answer whoever looks for a page where nothing is: the console says so, as a 404.

    Programs, and browsers that look for a file of a page, get a 404 in plain text.
    """
    index = dist / "index.html"
    console = page(index, secured(policy(elsewhere)), 404)

    async def answer(request: Request, _: Exception) -> Response:
        is_page = "text/html" in request.headers.get("accept", "")
        if is_page and request.method in {"GET", "HEAD"} and index.is_file():
            return await console(request)
        return PlainTextResponse("Not Found", 404, {"Vary": "Accept"})

    return answer


def policy(elsewhere: Sequence[str]) -> dict[str, str]:
    """What the console's page may load, by directive; blob: is what the person has just chosen."""
    ours = " ".join(("'self'", *elsewhere))
    return {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": f"{ours} blob:",
        "media-src": f"{ours} blob:",
        "connect-src": ours,
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def file_origins(settings: Settings) -> list[str]:
    """Where browsers fetch files, and bring them, that is not our own address."""
    return list(dict.fromkeys(_file_origins(settings)))


def _file_origins(settings: Settings) -> Iterator[str]:
    if settings.s3_bucket is not None:
        store = base_url(location(settings))
        yield f"{store.scheme}://{store.netloc}"
    if settings.published_url is not None:
        public = urlsplit(settings.published_url)
        yield f"{public.scheme}://{public.netloc}"
