"""What a browser gets from the pages, with and without a build."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app.pages import assets, graphiql_page

SCRIPT = "console.log('Ecogram')\n"


def browser(dist: Path) -> httpx.AsyncClient:
    app = Starlette(routes=[Route("/graphql", graphiql_page(dist)), assets(dist)])
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://shop.test")


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A build as Vite lays it out, beside a file that is nobody's business."""
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "graphiql.html").write_text("<title>GraphiQL</title>")
    (built / "assets" / "graphiql-abc123.js").write_text(SCRIPT)
    (built / "assets" / "codicon-abc123.ttf").write_bytes(b"\0\1\0\0")
    (tmp_path / "secret.txt").write_text("not for you")
    return built


def policy(value: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in value.split("; "))


async def test_the_page_is_the_built_one(dist: Path) -> None:
    """A browser gets the built HTML, and asks again next time."""
    answer = await browser(dist).get("/graphql")

    assert answer.status_code == 200
    assert answer.text == "<title>GraphiQL</title>"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_cache_keeps_the_page_and_the_api_apart(dist: Path) -> None:
    """The address answers HTML or JSON by Accept, and says so."""
    assert (await browser(dist).get("/graphql")).headers["vary"] == "Accept"


@pytest.mark.parametrize("path", ["/graphql", "/assets/graphiql-abc123.js"])
async def test_no_script_but_our_own_files_may_run(dist: Path, path: str) -> None:
    """Neither inline scripts, eval nor another host: not in the page, not in its workers."""
    allowed = policy((await browser(dist).get(path)).headers["content-security-policy"])

    assert allowed["default-src"] == "'none'"
    assert allowed["script-src"] == "'self'"
    assert allowed["worker-src"] == "'self'"
    assert allowed["connect-src"] == "'self'"
    assert not any("http" in value or "*" in value for value in allowed.values())


@pytest.mark.parametrize("path", ["/graphql", "/assets/graphiql-abc123.js"])
async def test_answers_cannot_be_framed_or_sniffed(dist: Path, path: str) -> None:
    """A stranger's page can neither frame ours nor read a file as another type."""
    headers = (await browser(dist).get(path)).headers

    assert policy(headers["content-security-policy"])["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


async def test_a_missing_build_says_how_to_make_it(tmp_path: Path) -> None:
    """Without a build there is a 503 page that names the one command, and no cache keeps it."""
    answer = await browser(tmp_path / "nowhere").get("/graphql")

    assert answer.status_code == 503
    assert "make web" in answer.text
    assert "<script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers


async def test_a_build_made_while_we_serve_is_seen(tmp_path: Path) -> None:
    """`make web` beside a running service is enough: nothing is remembered as missing."""
    client = browser(tmp_path)
    before = [(await client.get(path)).status_code for path in ("/graphql", "/assets/a.js")]
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.js").write_text(SCRIPT)
    (tmp_path / "graphiql.html").write_text("<title>GraphiQL</title>")

    after = [(await client.get(path)).status_code for path in ("/graphql", "/assets/a.js")]
    assert before == [503, 404]
    assert after == [200, 200]


async def test_assets_are_kept_for_a_year(dist: Path) -> None:
    """A file whose name holds its hash never changes, so a browser need not ask again."""
    answer = await browser(dist).get("/assets/graphiql-abc123.js")

    assert answer.text == SCRIPT
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_a_browser_that_asks_all_the_same_gets_no_bytes(dist: Path) -> None:
    """The entity tag is answered by 304, which keeps its leave to cache."""
    client = browser(dist)
    tag = (await client.get("/assets/graphiql-abc123.js")).headers["etag"]
    again = await client.get("/assets/graphiql-abc123.js", headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.content == b""
    assert "immutable" in again.headers["cache-control"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("graphiql-abc123.js", "text/javascript; charset=utf-8"),
        ("codicon-abc123.ttf", "font/ttf"),
    ],
)
async def test_the_media_type_is_ours_to_say(dist: Path, name: str, media_type: str) -> None:
    """Modules only run as JavaScript, whatever the machine's own table of types holds."""
    assert (await browser(dist).get(f"/assets/{name}")).headers["content-type"] == media_type


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/..%5c..%5csecret.txt",
        "/assets//etc/hostname",
        "/assets/%00",
        "/assets/",
        "/assets/missing.js",
    ],
)
async def test_nothing_outside_the_folder_can_be_had(dist: Path, path: str) -> None:
    """An escape looks exactly like a file that is not there."""
    answer = await browser(dist).get(path)

    assert answer.status_code == 404
    assert "not for you" not in answer.text
    assert "immutable" not in answer.headers.get("cache-control", "")


async def test_a_link_out_of_the_folder_leads_nowhere(dist: Path) -> None:
    """A symbolic link that points outside is not followed."""
    (dist / "assets" / "link.txt").symlink_to(dist.parent / "secret.txt")

    assert (await browser(dist).get("/assets/link.txt")).status_code == 404
