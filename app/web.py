"""The ASGI application: every address that we answer at."""

from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from app.console import absent, console, file_origins
from app.health import Check, Readiness, healthz
from app.origins import Origins
from app.pages import assets, graphiql_page
from app.published import PublishedFiles
from app.requests import RequestIds
from app.settings import Settings
from app.stable_images import StableImages
from graph.context import House
from graph.http import GraphQLApp
from graph.schema import schema

# Where `make web` puts what Vite builds.
DIST = Path(__file__).parent.parent / "web" / "dist"


def make_app(settings: Settings, house: House, checks: Mapping[str, Check]) -> Starlette:
    """The application over parts that are open, and stay open for as long as it serves."""
    ours = schema if settings.compiled_executor else schema.interpreted()
    page = graphiql_page(DIST) if settings.graphiql else None
    graphql = GraphQLApp(ours, house, page, settings.allowed_origins)
    origins = file_origins(settings)
    return Starlette(
        routes=[
            *console(DIST, origins),
            Route("/graphql", graphql),
            WebSocketRoute("/graphql", graphql),
            Route("/published/{path:path}", PublishedFiles(house.bucket).serve),
            Route("/i/{code:path}/{which}", StableImages(house.published_url).serve),
            Route("/healthz", healthz),
            Route("/readyz", Readiness(checks).answer),
            assets(DIST),
        ],
        middleware=[
            Middleware(RequestIds),
            Middleware(Origins, settings.allowed_origins),
        ],
        exception_handlers={404: absent(DIST, origins)},
    )
