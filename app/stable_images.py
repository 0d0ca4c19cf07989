"""Stable addresses of pictures: `/i/{code}/{role}` and `/i/{code}/{n}`."""

import re
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.publishing.addresses import Gone, NeverThere, files_at
from app.problems import gone, not_there, problem
from documents.pages import Raw
from documents.products import ProductRole

# So long an answer may be behind; where it leads to says itself when it is gone.
CACHE_CONTROL = "public, max-age=60"
# By the size of their files. A browser that can show one of the first two says so.
MODERN = ("image/avif", "image/webp")
FORMATS = {name: f"image/{name}" for name in ("avif", "jpeg", "png", "webp")}
PLACE = re.compile(r"[1-9]\d{0,3}", re.ASCII)
ROLES = {role.lower(): role for role in ProductRole}


class StableImages:
    """Redirects to the files that are public now."""

    def __init__(self, published_url: Callable[[str], str]) -> None:
        self.published_url = published_url

    async def serve(self, request: Request) -> Response:
        """302 to the file; 400, 404 or 410 in words."""
        preset = request.query_params.get("preset", "").upper()
        format = request.query_params.get("format", "").lower()
        if format and format not in FORMATS:
            return problem(400, "No such format", f"It is one of {', '.join(FORMATS)}.")
        try:
            files = await files_at(request.path_params["code"], _which(request))
        except Gone:
            return gone("The product shows no picture here any more.")
        except NeverThere:
            return not_there("No product shows a picture here.")
        chosen = _chosen(files, preset, FORMATS.get(format), request.headers.get("accept", ""))
        if chosen is None:
            there = {f"{one['preset']} as {one['content_type']}" for one in files}
            return not_there(f"The picture is public as: {', '.join(sorted(there))}.")
        return _redirect(self.published_url(chosen["key"]))


def _which(request: Request) -> ProductRole | int:
    told = request.path_params["which"]
    if PLACE.fullmatch(told):
        return int(told)
    role = ROLES.get(told.lower())
    if role is None:
        raise NeverThere
    return role


def _chosen(files: Sequence[Raw], preset: str, format: str | None, accept: str) -> Raw | None:
    """The largest of what was asked for; in the format that the client likes, if it may choose."""
    fitting = [one for one in files if preset in ("", one["preset"])]
    if format is None:
        format = _liked({one["content_type"] for one in fitting}, accept)
    fitting = [one for one in fitting if one["content_type"] == format]
    return max(fitting, key=lambda one: one["width"] * one["height"], default=None)


def _liked(there: set[str], accept: str) -> str | None:
    """A modern format only for those who name it: `*/*` is said by programs that cannot show it."""
    weights = dict(_weighed(part) for part in accept.split(","))
    named = [name for name in (*MODERN, *sorted(there)) if name in there and weights.get(name)]
    plain = sorted(there, key=lambda name: (name in MODERN, weights.get(name) == 0, name))
    return max(named, key=lambda name: weights[name]) if named else next(iter(plain), None)


def _weighed(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    found = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    return name, float(found) if WEIGHT.fullmatch(found) else 0.0


WEIGHT = re.compile(r"[01](\.\d{0,3})?", re.ASCII)


def _redirect(address: str) -> Response:
    headers = {
        "cache-control": CACHE_CONTROL,
        "vary": "Accept",
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
    }
    return RedirectResponse(address, 302, headers)
