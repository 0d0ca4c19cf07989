"""GraphQL over HTTP, as it meets clients that get it wrong, and those that do not."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.settings import Settings
from app.web import make_app
from graph.context import House
from graph.http import MOST_JSON_BYTES
from tests import photos
from tests.graph.documents import UPLOAD
from tests.server import PREFLIGHT, Client, listening

VIEWER = "{ viewer { email } }"
GRAPHQL = "application/graphql-response+json"
APOLLO = f"{GRAPHQL},application/json;q=0.9"
URQL = f"{GRAPHQL}, application/graphql+json, application/json, text/event-stream, multipart/mixed"
JSON = {"content-type": "application/json"}
SHOP = "https://shop.example"


def error_of(answer: httpx.Response) -> dict[str, Any]:
    """The one error of an answer without data; it may say what it cost."""
    assert answer.headers["content-type"] in ("application/json", GRAPHQL)
    body = answer.json()
    assert set(body) - {"extensions"} == {"errors"}, body
    [error] = body["errors"]
    assert error["extensions"]["correlationId"] == answer.headers["x-request-id"]
    return dict(error)


def code_of(answer: httpx.Response) -> str:
    """The code of that error."""
    return str(error_of(answer)["extensions"]["code"])


NO_REQUESTS = [
    "",
    "{",
    "null",
    '"text"',
    "5",
    "[]",
    "{}",
    "[" * 100_000,
    json.dumps([{"query": VIEWER}]),
    json.dumps({"query": 5}),
    json.dumps({"query": ""}),
    json.dumps({"query": VIEWER, "variables": []}),
    json.dumps({"query": VIEWER, "extensions": "x"}),
    json.dumps({"query": VIEWER, "operationName": "Other"}),
    '{"query": "{ viewer { email } }\\ud800"}',
    json.dumps({"query": "subscription { imageProcessing { stage } }"}),
]


async def test_what_is_no_request_is_refused(stranger: Client) -> None:
    """Whatever a body holds that is no GraphQL request, the answer is an error of the client's."""
    for body in NO_REQUESTS:
        answer = await stranger.http.post("/graphql", content=body, headers=JSON)

        assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST"), body[:60]


async def test_a_body_may_not_be_large(stranger: Client) -> None:
    """What is over the limit is refused while it comes in."""
    body = {"query": VIEWER + " " * MOST_JSON_BYTES}
    answer = await stranger.http.post("/graphql", json=body)

    assert answer.status_code == 413
    assert str(MOST_JSON_BYTES) in error_of(answer)["message"]


WRONG_DOCUMENTS = [
    "{ viewer {",
    "{ viewers { email } }",
    "query A { viewer { email } } query B { viewer { email } }",
    "query ($n: Int!) { images(first: $n) { nodes { id } } }",
    'mutation { createApiKey(input: {name: "x", scopes: [], expiresAt: "x"}) { secret } }',
    "{" + "a {" * 600 + "}" * 601,
    "{ ...A } fragment A on Query { ...A }",
]


async def test_what_cannot_run_says_so(stranger: Client) -> None:
    """A wrong document or variable is a BAD_REQUEST, without `data`, by each media type's rules."""
    for document in WRONG_DOCUMENTS:
        body = {"query": document, "variables": {"n": "many"}}
        plain = await stranger.http.post("/graphql", json=body)
        modern = await stranger.http.post("/graphql", json=body, headers={"accept": APOLLO})

        assert (plain.status_code, plain.headers["content-type"]) == (200, "application/json")
        assert (modern.status_code, modern.headers["content-type"]) == (400, GRAPHQL)
        assert code_of(plain) == code_of(modern) == "BAD_REQUEST", document[:60]


async def test_a_kept_document_gives_each_request_its_own_id(stranger: Client) -> None:
    """The same wrong document twice: each answer can be found in the log."""
    answers = [await stranger.http.get("/graphql", params={"query": "{ no }"}) for _ in range(2)]

    assert len({error_of(answer)["extensions"]["correlationId"] for answer in answers}) == 2


async def test_clients_get_the_media_type_that_they_like_best(importer: Client) -> None:
    """Apollo and urql get GraphQL's own, everybody else JSON; nobody an event stream unasked."""
    for accept, media_type in {
        "*/*": "application/json",
        "application/json": "application/json",
        f"application/json, {GRAPHQL};q=0.5": "application/json",
        GRAPHQL: GRAPHQL,
        APOLLO: GRAPHQL,
        URQL: GRAPHQL,
        f"{GRAPHQL};q=nonsense": "application/json",
    }.items():
        headers = importer.headers | {"accept": accept}
        answer = await importer.http.post("/graphql", json={"query": VIEWER}, headers=headers)

        assert answer.headers["content-type"] == media_type, accept
        assert "Accept" in answer.headers["vary"]
        assert answer.json()["data"] == {"viewer": {"email": "ivo@example.com"}}


async def test_a_field_that_refuses_is_no_refused_request(stranger: Client) -> None:
    """Who must sign in first reads so in a well-formed answer: 200, with `data` and the path."""
    body = {"query": "{ images { nodes { id } } }"}
    for accept in ("application/json", GRAPHQL):
        answer = await stranger.http.post("/graphql", json=body, headers={"accept": accept})

        assert answer.status_code == 200
        assert answer.json()["data"] is None
        [error] = answer.json()["errors"]
        assert (error["path"], error["extensions"]["code"]) == (["images"], "UNAUTHENTICATED")


async def test_queries_may_come_by_get(importer: Client) -> None:
    """A query and its variables in the address; null variables are none."""
    params = {"query": VIEWER, "variables": "null"}
    answer = await importer.http.get("/graphql", params=params, headers=importer.headers)

    assert answer.json()["data"] == {"viewer": {"email": "ivo@example.com"}}


async def test_what_get_cannot_do(importer: Client) -> None:
    """A program that asks for nothing, or wrongly, gets no page but an error."""
    wrong: list[dict[str, str]] = [
        {},
        {"query": VIEWER, "variables": "{"},
        {"query": VIEWER, "variables": "[1]"},
    ]
    for params in wrong:
        answer = await importer.http.get("/graphql", params=params, headers=importer.headers)

        assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST"), params


async def test_nothing_changes_by_an_address_alone(importer: Client) -> None:
    """A mutation by GET is a wrong method, and does nothing."""
    params = {"query": "mutation { logout { userErrors { code } } }"}
    answer = await importer.http.get("/graphql", params=params, headers=importer.headers)

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert code_of(answer) == "BAD_REQUEST"
    assert (await importer.ask(VIEWER))["viewer"] is not None


async def test_a_subscription_asked_for_as_a_query_is_told_the_way(importer: Client) -> None:
    """The refusal names the Accept header and the protocol that bring events."""
    asked = {"query": "subscription { imageChanged { eventId } }"}
    answers = [
        await importer.http.post("/graphql", json=asked, headers=importer.headers),
        await importer.http.get("/graphql", params=asked, headers=importer.headers),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    for answer in answers:
        assert "text/event-stream" in error_of(answer)["message"]
        assert "graphql-transport-ws" in error_of(answer)["message"]


async def test_a_form_of_another_site_cannot_ask(importer: Client) -> None:
    """Bodies that browsers send to anybody without asking are refused, whatever is in them."""
    body = json.dumps({"query": VIEWER})
    for media_type in ("", "text/plain", "application/x-www-form-urlencoded"):
        headers = importer.headers | {"content-type": media_type}
        answer = await importer.http.post("/graphql", content=body, headers=headers)

        assert answer.status_code == 415
        assert "application/json" in error_of(answer)["message"]


async def test_other_methods_are_told_which_there_are(stranger: Client) -> None:
    """405, in JSON, with the methods that work."""
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = await stranger.http.request(method, "/graphql")

        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
        assert code_of(answer) == "BAD_REQUEST"


@pytest.fixture
async def shop(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A service that knows a shop's front-end on another host."""
    app = make_app(Settings(allowed_origins=(SHOP,)), house, {})
    async with listening(app) as at, httpx.AsyncClient(base_url=at, trust_env=False) as client:
        yield client


async def test_browsers_learn_which_sites_may_ask(shop: httpx.AsyncClient) -> None:
    """The preflight and the answer name the configured origin, and no other."""
    named = []
    for origin in (SHOP, "https://evil.example"):
        preflight = {
            "origin": origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type,authorization,apollo-require-preflight",
        }
        before = await shop.options("/graphql", headers=preflight)
        answer = await shop.post("/graphql", json={"query": VIEWER}, headers={"origin": origin})
        named += [one.headers.get("access-control-allow-origin") for one in (before, answer)]

    assert named == [SHOP, SHOP, None, None]


OPERATIONS = json.dumps({"query": UPLOAD, "variables": {"input": {"files": [None]}}})


WRONG_PARTS = [
    ("", "{}"),
    ("{", "{}"),
    ("[]", "{}"),
    ('"x"', "{}"),
    (OPERATIONS, "{"),
    (OPERATIONS, "[1]"),
    (OPERATIONS, '{"0": "variables.input.files.0"}'),
    (OPERATIONS, '{"0": ["variables.input.files.1"]}'),
    (OPERATIONS, '{"0": ["variables.input.files.x"]}'),
    (OPERATIONS, '{"0": ["query.x"]}'),
    (OPERATIONS, '{"0": ["query"]}'),
    (OPERATIONS, '{"1": ["variables.input.files.0"]}'),
    (OPERATIONS, '{"map": ["variables.input.files.0"]}'),
]


async def test_a_multipart_request_that_does_not_fit_is_refused(importer: Client) -> None:
    """Each mistake in `operations` and `map` is the client's, and is named."""
    for operations, places in WRONG_PARTS:
        answer = await importer.http.post(
            "/graphql",
            data={"operations": operations, "map": places},
            files={"0": ("a.jpg", b"x")},
            headers=importer.headers | PREFLIGHT,
        )

        assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST"), places


async def test_a_file_that_is_none_is_refused(importer: Client) -> None:
    """A name or an object in the place of a file is told to come as multipart."""
    files: list[object] = ["a.jpg", {}, 5]
    for file in files:
        body = {"query": UPLOAD, "variables": {"input": {"files": [file]}}}
        answer = await importer.http.post("/graphql", json=body, headers=importer.headers)

        assert "multipart" in error_of(answer)["message"]


async def test_one_file_may_stand_in_two_places(importer: Client, worker: None) -> None:
    """Apollo sends a file once that was chosen twice: both pictures are whole."""
    photo = photos.photo(1)
    operations = {"query": UPLOAD, "variables": {"input": {"files": [None, None]}}}
    places = {"0": ["variables.input.files.0", "variables.input.files.1"]}
    answer = await importer.http.post(
        "/graphql",
        data={"operations": json.dumps(operations), "map": json.dumps(places)},
        files={"0": ("a.jpg", photo)},
        headers=importer.headers | PREFLIGHT,
    )
    results = answer.json()["data"]["uploadImages"]["results"]

    assert [one["state"] for one in results] == ["QUEUED", "QUEUED"]
    assert len({one["imageId"] for one in results}) == 2


async def test_a_refused_upload_reads_as_graphql(stranger: Client) -> None:
    """Apollo reads errors of a 401 only in GraphQL's own media type, so that is what it gets."""
    answer = await stranger.http.post(
        "/graphql",
        data={"operations": OPERATIONS, "map": '{"0": ["variables.input.files.0"]}'},
        files={"0": ("a.jpg", photos.jpeg())},
        headers={"authorization": "Bearer a.b.c", "accept": APOLLO} | PREFLIGHT,
    )

    assert (answer.status_code, answer.headers["content-type"]) == (401, GRAPHQL)
    assert code_of(answer) == "UNAUTHENTICATED"


async def test_a_sender_who_goes_away_leaves_no_trace(
    importer: Client, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Half an upload is nobody's error: nothing is kept, and no stack trace is logged."""
    caplog.set_level("INFO")
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = {
        **importer.headers,
        **PREFLIGHT,
        "host": host,
        "content-type": "multipart/form-data; boundary=b",
        "content-length": "100000",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    writer.write(f"POST /graphql HTTP/1.1\r\n{lines}\r\n--b\r\n".encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    async with asyncio.timeout(5):
        while "went away" not in caplog.text:
            await asyncio.sleep(0.02)

    assert await reader.read() == b""
    assert [one for one in caplog.records if one.exc_info] == []
    assert (await importer.ask("{ images { totalCount } }"))["images"]["totalCount"] == 0
