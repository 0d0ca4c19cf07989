"""The catalogue by GET: kept in this process, and by whoever stands between us and shops."""

import hashlib
from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response

from actions.access import Permission
from actions.accounts.identity import KEY_PREFIX
from actions.accounts.remembered import Remembered
from actions.errors import Unauthenticated
from actions.publishing.kept_answers import Answer, KeptAnswers
from graph.catalog_documents import CatalogRequest, catalog_request
from graph.context import House

# Who asks decides whether there is an answer, so a cache that knows nobody must not mix them.
VARY = "Accept, Authorization, X-API-Key"
READS = frozenset({Permission.READ_CATALOG})
Run = Callable[[Request], Awaitable[Response]]


class CatalogAnswers:
    """Answers those who may read the catalogue and nothing else; `run` answers all others."""

    def __init__(self, house: House, run: Run, *, most_tokens: int) -> None:
        self.house, self.run, self.most_tokens = house, run, most_tokens
        self.kept = KeptAnswers(house.freshness)
        self._readers = Remembered(house.accounts, house.freshness)

    async def answer(self, request: Request) -> Response | None:
        """The answer to a request that only reads the catalogue; None for any other one."""
        asked = self._asked(request)
        if asked is None or not await self._may_read(request):
            return None
        # Strangers and keys may be held to different documents.
        key = (asked, _credentials(request) is None)
        answer = await self.kept.get(key, lambda: self._made(request))
        # What was refused to one, for what it costs perhaps, is not refused to others.
        return self._response(request, answer) if answer.lasting else None

    def _asked(self, request: Request) -> CatalogRequest | None:
        if request.method != "GET":
            return None
        query_string, accept = request.scope["query_string"], request.headers.get("accept", "")
        return catalog_request(query_string, accept, self.most_tokens)

    async def _made(self, request: Request) -> Answer:
        response = await self.run(request)
        told, media_type = orjson.loads(bytes(response.body)), response.media_type or ""
        lasting = response.status_code == 200 and "errors" not in told
        # What it cost, and what is left, is for the one who paid.
        told.pop("extensions", None)
        body = orjson.dumps(told)
        digest = hashlib.sha256(media_type.encode() + b"\0" + body).hexdigest()
        return Answer(body, f'"{digest[:32]}"', media_type, lasting)

    def _response(self, request: Request, answer: Answer) -> Response:
        headers = {"etag": answer.etag, "cache-control": self._cache_control, "vary": VARY}
        if answer.etag in _tags(request.headers.get("if-none-match", "")):
            return Response(None, 304, headers)
        return Response(answer.body, 200, headers, answer.media_type)

    @property
    def _cache_control(self) -> str:
        seconds = self.house.catalog_seconds
        if seconds == 0:
            return "no-store"
        return f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={seconds}"

    async def _may_read(self, request: Request) -> bool:
        """Whether this is somebody who may read the catalogue, and nothing else."""
        key = _credentials(request)
        if key is None:
            return self.house.public_catalog
        if not key.startswith(KEY_PREFIX):
            return False
        try:
            viewer = await self._readers.identify({"x-api-key": key})
        except Unauthenticated:
            return False
        return viewer is not None and viewer.permissions == READS


def _credentials(request: Request) -> str | None:
    """The key that is shown, or some other token; None where there is nothing of the kind."""
    key, token = (request.headers.get(name) for name in ("x-api-key", "authorization"))
    if key is not None or token is None:
        return key
    kind, _, rest = token.partition(" ")
    return rest.strip() if kind.lower() == "bearer" else ""


def _tags(if_none_match: str) -> list[str]:
    return [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
