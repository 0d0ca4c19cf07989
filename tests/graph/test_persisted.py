"""Documents that are named and not sent: automatic persisted queries and trusted documents."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.persisting import documents as persisting
from actions.persisting.documents import NamedDocuments
from actions.persisting.trusted import Trusted, hash_of, trusted
from app.settings import BadSettings, Settings, read
from app.web import make_app
from documents.clock import now
from documents.persisted_queries import KEPT, PersistedQuery
from graph.context import House
from tests.graph.test_http import APOLLO, code_of, error_of
from tests.server import Client, listening

VIEWER = "query Viewer { viewer { email } }"
LOGOUT = "mutation Leave { logout { userErrors { code } } }"
FOLLOW = "subscription { imageProcessing { stage } }"


def named(hash: str, **more: Any) -> dict[str, Any]:
    """The extensions that name a document, as Apollo's and urql's clients send them."""
    return {"persistedQuery": {"version": 1, "sha256Hash": hash} | more}


async def post(client: Client, **body: Any) -> httpx.Response:
    """The answer to a request of these parts."""
    return await client.http.post("/graphql", json=body, headers=client.headers)


async def test_a_document_is_sent_once(importer: Client) -> None:
    """Its hash is not found, then comes along with it, and from then on stands for it."""
    hash = hash_of(VIEWER)
    first = await post(importer, extensions=named(hash))
    second = await post(importer, query=VIEWER, extensions=named(hash, miss=True))
    third = await post(importer, extensions=named(hash))

    error = error_of(first)
    assert (first.status_code, error["message"]) == (200, "PersistedQueryNotFound")
    assert error["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert first.headers["cache-control"] == "no-store"
    assert second.json()["data"] == third.json()["data"] == {"viewer": {"email": "ivo@example.com"}}


async def test_a_hash_may_come_by_get(importer: Client) -> None:
    """A query by its hash in the address; what is not found is told by GraphQL's own status too."""
    params = {"extensions": json.dumps(named(hash_of(VIEWER)))}
    headers = importer.headers | {"accept": APOLLO}
    missed = await importer.http.get("/graphql", params=params, headers=headers)
    await post(importer, query=VIEWER, extensions=named(hash_of(VIEWER)))
    found = await importer.http.get("/graphql", params=params, headers=headers)

    assert (missed.status_code, code_of(missed)) == (400, "PERSISTED_QUERY_NOT_FOUND")
    assert (found.status_code, found.json()["data"]["viewer"]["email"]) == (200, "ivo@example.com")


async def test_a_named_mutation_changes_nothing_by_get(importer: Client) -> None:
    """A hash hides no mutation: by GET it is as wrong as its text."""
    await post(importer, query=LOGOUT + " # kept", extensions=named(hash_of(LOGOUT + " # kept")))
    params = {"extensions": json.dumps(named(hash_of(LOGOUT + " # kept")))}
    answer = await importer.http.get("/graphql", params=params)

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_a_hash_of_another_document_is_refused(stranger: Client) -> None:
    """Nobody can have a document run under the hash of another one: 400, and nothing is kept."""
    answer = await post(stranger, query=VIEWER, extensions=named(hash_of(LOGOUT)))

    assert (answer.status_code, code_of(answer)) == (400, "PERSISTED_QUERY_HASH_MISMATCH")
    assert await PersistedQuery.count() == 0


async def test_what_is_wrong_in_the_database_is_not_run(stranger: Client) -> None:
    """A text that is not what its hash says counts as missing."""
    await PersistedQuery.keep(hash_of(VIEWER), LOGOUT, most=10)

    assert code_of(await post(stranger, extensions=named(hash_of(VIEWER)))) == (
        "PERSISTED_QUERY_NOT_FOUND"
    )


async def test_only_valid_documents_are_kept(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be parsed, does not fit the schema or is too long is not kept."""
    monkeypatch.setattr(persisting, "LONGEST", 100)
    for text in ("{", "{ no }", VIEWER + " " * 100):
        await post(stranger, query=text, extensions=named(hash_of(text)))

    assert await PersistedQuery.count() == 0


WRONG_NAMES = [
    {"sha256Hash": hash_of(VIEWER)},
    {"version": 2, "sha256Hash": hash_of(VIEWER)},
    {"version": 1, "sha256Hash": 5},
    {"version": "1", "sha256Hash": hash_of(VIEWER)},
    "x",
    [],
]


async def test_a_name_that_is_none_is_refused(stranger: Client) -> None:
    """The version is 1 and the hash a text, whatever is sent along."""
    for wrong in WRONG_NAMES:
        answer = await post(stranger, query=VIEWER, extensions={"persistedQuery": wrong})
        assert code_of(answer) == "BAD_REQUEST", wrong

    assert await PersistedQuery.count() == 0


async def test_a_hash_that_is_none_is_not_found(stranger: Client) -> None:
    """What cannot be a hash is just not there; a lone surrogate is no JSON text."""
    for id in ("", "x", "../x", "A" * 64, "0" * 100_000):
        answer = await post(stranger, extensions=named(id))
        assert code_of(answer) == "PERSISTED_QUERY_NOT_FOUND", id[:70]
    body = json.dumps({"extensions": named("\ud800")})
    headers = {"content-type": "application/json"}
    answer = await stranger.http.post("/graphql", content=body, headers=headers)

    assert code_of(answer) == "BAD_REQUEST"


@asynccontextmanager
async def serving(house: House, like: Client, **documents: Any) -> AsyncIterator[Client]:
    """Another process of the service, with other rules for documents, and a client of it."""
    other = replace(house, documents=NamedDocuments(**documents))
    async with (
        listening(make_app(Settings(), other, {})) as at,
        Client(at, token=like.token) as client,
    ):
        yield client


async def test_processes_share_what_was_sent(importer: Client, house: House) -> None:
    """A document that one process was sent, another one knows."""
    await post(importer, query=VIEWER, extensions=named(hash_of(VIEWER)))
    async with serving(house, importer) as other:
        answer = await post(other, extensions=named(hash_of(VIEWER)))

    assert answer.json()["data"]["viewer"]["email"] == "ivo@example.com"


async def test_no_more_are_kept_than_there_is_room_for(
    house: House, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest are kept, in the database and in the process; the oldest go."""
    monkeypatch.setattr(persisting, "MOST_KEPT", 10)
    monkeypatch.setattr(persisting, "MOST_CACHED", 3)
    texts = [f"query Number{n} {{ __typename }}" for n in range(14)]
    for text in texts:
        await post(stranger, query=text, extensions=named(hash_of(text)))
        assert await PersistedQuery.count() <= 10
        assert len(house.documents._cached) <= 3

    assert "data" in (await post(stranger, extensions=named(hash_of(texts[-1])))).json()
    assert code_of(await post(stranger, extensions=named(hash_of(texts[0])))) == (
        "PERSISTED_QUERY_NOT_FOUND"
    )


async def test_what_is_asked_for_is_kept_on(stranger: Client) -> None:
    """A text that is asked for again is kept for its whole time again."""
    await PersistedQuery.keep(hash_of(VIEWER), VIEWER, most=10)
    halfway = now() + KEPT / 2
    soon = {"$set": {"expires_at": halfway}}
    await PersistedQuery.get_pymongo_collection().update_one({"_id": hash_of(VIEWER)}, soon)
    await post(stranger, extensions=named(hash_of(VIEWER)))

    [kept] = await PersistedQuery.find_all().to_list()
    assert kept.expires_at > halfway + KEPT / 4


async def test_persisted_queries_can_be_switched_off(importer: Client, house: House) -> None:
    """Clients are told so in the words that they know, and go on without."""
    async with serving(house, importer, automatic=False) as client:
        refused = await post(client, extensions=named(hash_of(VIEWER)))
        sent = await post(client, query=VIEWER, extensions=named(hash_of(VIEWER)))

    assert error_of(refused)["message"] == "PersistedQueryNotSupported"
    assert code_of(refused) == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert sent.json()["data"]["viewer"]["email"] == "ivo@example.com"
    assert await PersistedQuery.count() == 0


MANIFEST = Trusted({"viewer-1": VIEWER, hash_of(VIEWER): VIEWER, hash_of(FOLLOW): FOLLOW})


async def test_trusted_documents_go_by_their_ids(importer: Client, house: House) -> None:
    """By the id that the build gave them and by their hash; nothing has to be sent first."""
    async with serving(house, importer, trusted=MANIFEST) as client:
        for id in ("viewer-1", hash_of(VIEWER)):
            answer = await post(client, extensions=named(id))
            assert answer.json()["data"]["viewer"]["email"] == "ivo@example.com"
        stolen = await post(client, query=LOGOUT, extensions=named("viewer-1"))
        other = await post(client, query="{ __typename }")

    assert code_of(stolen) == "PERSISTED_QUERY_HASH_MISMATCH"
    assert other.json()["data"] == {"__typename": "Query"}


async def test_nothing_else_runs_where_only_trusted_documents_do(
    importer: Client, house: House
) -> None:
    """Neither a text nor a hash gets past the manifest; the manifest's own texts do."""
    hash = hash_of("{ __typename }")
    await post(importer, query="{ __typename }", extensions=named(hash))
    async with serving(house, importer, trusted=MANIFEST, only_trusted=True) as client:
        refused = [
            await post(client, query="{ __typename }"),
            await post(client, query="{ __typename }", extensions=named(hash)),
            await post(client, query="{ __typename }", extensions=named("viewer-1")),
            await post(client, extensions=named(hash)),
            await post(client, query=VIEWER + " "),
        ]
        run = [await post(client, query=VIEWER), await post(client, extensions=named("viewer-1"))]
        empty = await post(client)

    assert {code_of(answer) for answer in refused} == {"DOCUMENT_NOT_TRUSTED"}
    assert [one.json()["data"]["viewer"]["email"] for one in run] == ["ivo@example.com"] * 2
    assert code_of(empty) == "BAD_REQUEST"


async def test_websockets_and_streams_are_no_way_around(importer: Client, house: House) -> None:
    """A subscription of the manifest runs, another document does not, over each transport."""
    events = importer.headers | {"accept": "text/event-stream"}
    async with serving(house, importer, trusted=MANIFEST, only_trusted=True) as client:
        async with client.subscribed("subscription { imageProcessing { kind } }") as stream:
            refused = await stream.hear()
        streamed = await client.http.post("/graphql", json={"query": LOGOUT}, headers=events)

    assert refused["type"] == "error"
    assert refused["payload"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
    assert "DOCUMENT_NOT_TRUSTED" in streamed.text
    assert (await importer.ask(VIEWER))["viewer"] is not None


async def test_an_administrator_may_explore(admin: Client, house: House) -> None:
    """GraphiQL works for whoever signs in as ADMIN, and for nobody else."""
    async with serving(house, admin, trusted=MANIFEST, only_trusted=True) as client:
        answer = await post(client, query="{ __typename }")
        client.token = None
        refused = await post(client, query="{ __typename }")

    assert answer.json()["data"] == {"__typename": "Query"}
    assert code_of(refused) == "DOCUMENT_NOT_TRUSTED"


OPERATION = {"id": "viewer-1", "name": "Viewer", "type": "query", "body": VIEWER}
APOLLO_MANIFEST = {"format": "apollo-persisted-query-manifest", "version": 1}
GOOD = [
    APOLLO_MANIFEST | {"operations": [OPERATION]},
    {"viewer-1": VIEWER},
]


@pytest.mark.parametrize("manifest", GOOD, ids=["apollo", "map"])
def test_both_kinds_of_manifest_are_read(
    manifest: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Apollo's manifest, and a plain object of texts by id."""
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(manifest))
    monkeypatch.setenv("ECOGRAM_TRUSTED_DOCUMENTS", str(file))
    settings = read()

    assert settings.trusted_documents == file
    found = trusted(file)
    assert found.text_of("viewer-1") == found.text_of(hash_of(VIEWER)) == VIEWER
    assert found.has(VIEWER)
    assert not found.has(LOGOUT)


BAD = {
    "": "not JSON",
    "[]": "no JSON object",
    '{"a": 5}': "no text",
    '{"format": "other", "version": 1, "operations": []}': "is not an apollo",
    json.dumps(APOLLO_MANIFEST | {"version": 2, "operations": []}): "is not an apollo",
    json.dumps(APOLLO_MANIFEST): "no list of operations",
    json.dumps(APOLLO_MANIFEST | {"operations": [{"id": "x"}]}): "without id or body",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_manifest_is_told_at_the_start(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service with a manifest that it cannot read does not start, and says why."""
    file = tmp_path / "manifest.json"
    file.write_text(text)
    monkeypatch.setenv("ECOGRAM_TRUSTED_DOCUMENTS", str(file))

    with pytest.raises(BadSettings, match=BAD[text]):
        read()


def test_an_allowlist_needs_a_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ECOGRAM_ONLY_TRUSTED without one would refuse everything; a missing file is named."""
    monkeypatch.setenv("ECOGRAM_ONLY_TRUSTED", "true")
    with pytest.raises(BadSettings, match="it needs ECOGRAM_TRUSTED_DOCUMENTS"):
        read()
    monkeypatch.setenv("ECOGRAM_TRUSTED_DOCUMENTS", str(tmp_path / "none.json"))

    with pytest.raises(BadSettings, match="cannot be read"):
        read()
