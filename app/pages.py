"""The pages that people open in a browser, served from what `make web` has built."""

import os
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from stat import S_ISREG
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

Page = Callable[[Request], Awaitable[Response]]

# Of GraphiQL: nothing from elsewhere and no inline script. Monaco, its editor, writes style
# elements and attributes as it draws, and its own style sheet carries its fonts as data.
POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self' data:",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


def secured(policy: Mapping[str, str]) -> dict[str, str]:
    """The headers of a page that may load what `policy` says, by directive, and be in no frame."""
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


SECURITY: Final = secured(POLICY)

# The names of built files hold a hash of their content.
FOREVER: Final = "public, max-age=31536000, immutable"

# Stated here, since a machine's own table can be poor, or wrong, and nosniff forgives neither.
MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}

# Those that compress.
TEXTS: Final = (".css", ".js", ".svg")

NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Ecogram: page not built</title>
<style>
body { font: 1.05rem/1.6 system-ui, sans-serif; margin: 18vh auto; max-width: 34rem;
  padding: 0 1rem }
code { background: #8883; border-radius: 4px; padding: .15em .4em }
</style>
<h1>This page has not been built yet</h1>
<p>The API answers at <code>/graphql</code> all the same: only its pages are missing.</p>
<p>Run <code>make web</code> in the project's folder, then reload. It needs no Node.js of your own:
where there is none, it brings one along.</p>
</html>
"""


def graphiql_page(dist: Path) -> Page:
    """Answer with GraphiQL from the build in `dist`, or with how to build it (503)."""
    return page(dist / "graphiql.html", SECURITY)


def page(file: Path, security: Mapping[str, str], status: int = 200) -> Page:
    """Answer with one built HTML file, asked for anew each time, or with how to build it (503)."""
    headers = {**security, "Cache-Control": "no-cache", "Vary": "Accept"}

    async def answer(_: Request) -> Response:
        if not file.is_file():  # noqa: ASYNC240 - one stat of a local file
            return HTMLResponse(NOT_BUILT, 503, SECURITY | {"Cache-Control": "no-store"})
        # The address also answers machines in JSON, so a cache must not mix the two up.
        return FileResponse(file, status, headers=headers)

    return answer


def assets(dist: Path) -> Mount:
    """Serve the scripts, styles and icons of the build in `dist` under /assets, for ever fresh.

    Whatever is not there is a 404, and so is everything when nothing has been built.
    """
    return Mount("/assets", app=Assets(directory=dist / "assets", check_dir=False))


# What the build lays beside each text, for browsers that take it; the best first.
ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}


class Assets(StaticFiles):
    """Built files, which browsers may keep for a year since their names change with them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file, compressed where the build and the browser have it so."""
        taken = _taken(Headers(scope=scope).get("accept-encoding", ""))
        for encoding, suffix in ENCODINGS.items():
            if encoding in taken and Path(path).suffix in TEXTS:
                full_path, found = self.lookup_path(path + suffix)
                if found and S_ISREG(found.st_mode):
                    return self._compressed(full_path, found, scope, encoding)
        return await super().get_response(path, scope)

    def _compressed(
        self, full_path: str, found: os.stat_result, scope: Scope, encoding: str
    ) -> Response:
        response = self.file_response(full_path, found, scope)
        response.headers["Vary"] = "Accept-Encoding"
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            media_type = MEDIA_TYPES[Path(full_path).with_suffix("").suffix]
            response.headers.update({"Content-Encoding": encoding, "Content-Type": media_type})
        return response

    async def check_config(self) -> None:
        """Accept a folder that is not there yet: pages can be built while we serve."""

    def file_response(
        self,
        full_path: PathLike,
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with the file, its media type by our own table, and leave to keep it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        media_type = MEDIA_TYPES.get(Path(full_path).suffix)
        if media_type is not None and response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers["Content-Type"] = media_type
        response.headers.update(SECURITY | {"Cache-Control": FOREVER})
        return response


def _taken(accepted: str) -> set[str]:
    """The encodings that an Accept-Encoding names and does not refuse."""
    parts = [part.replace(" ", "").partition(";q=") for part in accepted.split(",")]
    return {name for name, _, weight in parts if weight.strip("0.") or not weight}
