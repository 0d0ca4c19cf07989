"""Pages of pictures by POST: kept in this process as bytes, until a picture or a right changes."""

from collections.abc import Awaitable, Callable, Hashable

import orjson
from starlette.requests import Request
from starlette.responses import Response

from actions.access import Permission, Viewer
from actions.accounts.remembered import Remembered
from actions.errors import Unauthenticated
from actions.limiting.errors import CostExceeded
from actions.publishing.kept_answers import Answer, KeptAnswers
from graph.answers import VARY, Answered
from graph.charging import bill, payer_of
from graph.context import Context, House
from graph.library_documents import LibraryRequest, library_request
from graph.media import JSON
from graph.types.renditions import LINK_SECONDS

Run = Callable[[Request], Awaitable[Response]]


class LibraryAnswers:
    """Answers those who may see the library what was answered before; `run` answers at first.

    Each one pays for what they are told, whoever it was made for.
    """

    def __init__(self, house: House, run: Run, *, most_tokens: int) -> None:
        self.house, self.run, self.most_tokens = house, run, most_tokens
        self.kept = KeptAnswers(house.library, house.kept_bytes)
        self._viewers = Remembered(house.accounts, house.people)

    async def answer(self, request: Request) -> Response | None:
        """The answer to a request for pictures alone; None for any other one."""
        asked = await self._asked(request)
        viewer = await self._viewer(request) if asked is not None else None
        if asked is None or viewer is None or not self.house.kept_bytes:
            return None
        own: list[Response] = []

        async def make() -> Answer:
            own.append(await self.run(request))
            return _answer(own[0])

        answer = await self.kept.get(self._key(asked, viewer), make)
        if own:
            return own[0]
        return await self._paid(request, viewer, answer) if answer.lasting else None

    async def _asked(self, request: Request) -> LibraryRequest | None:
        """What is asked, where it is known who asks."""
        if request.method != "POST" or not self.house.people.known:
            return None
        headers = request.headers
        if headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
            return None
        body = await request.body()
        return library_request(body, headers.get("accept", ""), self.most_tokens)

    async def _viewer(self, request: Request) -> Viewer | None:
        """Who asks, and may be told; whoever runs the request need not look again."""
        named = ("authorization", "x-api-key")
        shown = {name: value for name in named if (value := request.headers.get(name)) is not None}
        try:
            viewer = await self._viewers.identify(shown)
        except Unauthenticated:
            return None
        if viewer is None or not viewer.may(Permission.READ_LIBRARY):
            return None
        request.state.viewer = viewer
        return viewer

    def _key(self, asked: LibraryRequest, viewer: Viewer) -> Hashable:
        """Whatever an answer depends on, beside the pictures."""
        period = self.house.links.period(seconds=LINK_SECONDS) if asked.signed else None
        return (asked, viewer.role, viewer.scopes, period)

    async def _paid(self, request: Request, viewer: Viewer, answer: Answer) -> Response | None:
        """The answer with its bill; None for those who cannot pay, who are told by `run`."""
        payer = payer_of(viewer, Context(request, self.house).client)
        try:
            cost = await bill(self.house.budgets, payer, answer.points)
        except CostExceeded:
            return None
        told = orjson.dumps({"cost": cost})
        body = b'%b,"extensions":%b}' % (answer.body[:-1], told)
        return Response(body, 200, VARY, answer.media_type)


def _answer(response: Response) -> Answer:
    """A response as it is kept: its data alone."""
    told = response.told if isinstance(response, Answered) else {}
    match told:
        case {"data": dict(data), "extensions": {"cost": {"requested": int(points)}}}:
            if "errors" not in told and told.keys() == {"data", "extensions"}:
                body = orjson.dumps({"data": data})
                return Answer(body, "", response.media_type or "", lasting=True, points=points)
    return Answer(b"", "", "", lasting=False)
