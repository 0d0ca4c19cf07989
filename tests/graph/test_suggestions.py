"""What models suggest, through the API: asked for, accepted, edited, dropped."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from actions.analysing.rules import AnalysisRules
from describing.describer import Describer
from documents.users import Role
from graph.context import House
from graph.ids import global_id
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.describing import model as says
from tests.describing.model import Model, modelling
from tests.graph.conftest import SignUp, working
from tests.graph.documents import DELETE, ERRORS, UPLOAD
from tests.graph.sending import completed, uploaded
from tests.graph.steps import processed
from tests.graph.test_metadata import METADATA, REVERT, edit, history, origins
from tests.graph.trashing import PURGE
from tests.server import Client, Sent, codes

SUGGESTION = """
  id kind text keywords locale model prompt tokensIn tokensOut state field edited
  createdAt decidedAt decidedByUserId
"""
ANALYZE = f"""
mutation Analyze($input: AnalyzeImagesInput!) {{
  analyzeImages(input: $input) {{
    analyses {{ image {{ id }} job {{ id kind state }} }} {ERRORS}
  }}
}}"""
ACCEPT = f"""
mutation Accept($input: AcceptSuggestionInput!) {{
  acceptSuggestion(input: $input) {{
    suggestion {{ {SUGGESTION} }}
    image {{
      version title description
      metadata {{
        title description altText keywords altTexts {{ locale text origin }}
        sources {{ field origin }}
      }}
    }}
    {ERRORS}
  }}
}}"""
DROP = f"""
mutation Drop($input: DropSuggestionInput!) {{
  dropSuggestion(input: $input) {{ suggestion {{ {SUGGESTION} }} {ERRORS} }}
}}"""
SUGGESTIONS = f"""
query Suggestions($id: ID!, $state: SuggestionState) {{
  image(id: $id) {{ version suggestions(state: $state) {{ {SUGGESTION} }} }}
}}"""
LIST = "{ images(first: 50) { nodes { id suggestions(state: OPEN) { text } } } }"
MISSING = global_id("Image", "6" * 24)


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    """A model that answers."""
    async with modelling() as ours:
        yield ours


@pytest.fixture
async def house(house: House) -> House:
    """A house whose models are configured."""
    return replace(house, analysis=AnalysisRules(on=True))


@pytest.fixture
async def worker(house: House, tools: Tools, model: Model) -> AsyncIterator[None]:
    """A worker with the model, as long as the test runs."""
    async with (
        Describer(model.endpoint()) as describer,
        working(replace(tools, analysis=house.analysis, ask=describer.ask)),
    ):
        yield


@pytest.fixture
async def picture(importer: Client, worker: None) -> str:
    """A picture."""
    [id] = await processed(importer, Sent("a.jpg", photos.jpeg(description="As it came")))
    return id


async def analyzed(client: Client, *ids: str, kind: str = "DESCRIPTION", **said: Any) -> Any:
    """What came of the wish."""
    answer = await client.ask(ANALYZE, input={"ids": list(ids), "kind": kind, **said})
    return answer["analyzeImages"]


async def suggested(client: Client, id: str, count: int = 1) -> list[dict[str, Any]]:
    """The open suggestions of a picture, newest first, once there are so many."""
    async with asyncio.timeout(20):
        while len(found := await suggestions(client, id, "OPEN")) < count:
            await asyncio.sleep(0.02)
    return found


async def suggestions(client: Client, id: str, state: str | None = None) -> list[dict[str, Any]]:
    """The suggestions of a picture."""
    answer = await client.ask(SUGGESTIONS, id=id, state=state)
    return list(answer["image"]["suggestions"])


async def suggestion(client: Client, id: str, **said: Any) -> str:
    """The id of a new suggestion."""
    there = {one["id"] for one in await suggestions(client, id)}
    assert (await analyzed(client, id, **said))["userErrors"] == []
    open_ = [one for one in await suggested(client, id, 1) if one["id"] not in there]
    async with asyncio.timeout(20):
        while not open_:
            open_ = [one for one in await suggested(client, id) if one["id"] not in there]
    return str(open_[0]["id"])


async def accepted(client: Client, picture: str, id: str, **said: Any) -> Any:
    """What came of accepting it on the version that there is."""
    version = (await client.ask(METADATA, id=picture))["image"]["version"]
    answer = await client.ask(ACCEPT, input={"id": id, "expectedVersion": version, **said})
    return answer["acceptSuggestion"]


async def test_a_suggestion_is_nothing_until_it_is_accepted(importer: Client, picture: str) -> None:
    """Then the picture says it, its source is AI, and history knows who accepted it."""
    begun = await analyzed(importer, picture, locale="EN", prompt="Be brief.")
    [open_] = await suggested(importer, picture)
    before = (await importer.ask(METADATA, id=picture))["image"]
    answer = await accepted(importer, picture, open_["id"])
    made, image = answer["suggestion"], answer["image"]
    [told] = (await history(importer, picture))["nodes"]

    assert begun["analyses"][0]["image"]["id"] == picture
    assert begun["analyses"][0]["job"]["kind"] == "ANALYSE"
    assert (before["metadata"]["description"], open_["state"]) == ("As it came", "OPEN")
    assert (open_["text"], open_["locale"], open_["model"]) == ("A red chair.", "en", "seer-1-2026")
    assert open_["prompt"].endswith("\nWrite in the language en.\nBe brief.")
    assert (open_["tokensIn"], open_["tokensOut"], open_["decidedAt"]) == (900, 30, None)
    assert (made["state"], made["field"], made["edited"]) == ("ACCEPTED", "description", False)
    assert made["decidedByUserId"] == told["byUserId"]
    assert (image["description"], image["version"]) == ("A red chair.", before["version"] + 1)
    assert origins(image["metadata"])["description"] == "AI"
    assert (told["kind"], told["changes"][0]["after"]) == ("SUGGESTION", "A red chair.")


async def test_alternative_texts_join_those_in_other_languages(
    importer: Client, picture: str
) -> None:
    """Each tells whose it is; without a language it is the one for whatever language."""
    await edit(importer, picture, altTexts=[{"locale": "en", "text": "Mine"}])
    one = await suggestion(importer, picture, kind="ALT_TEXT", locale="pt-br")
    await accepted(importer, picture, one)
    two = await suggestion(importer, picture, kind="ALT_TEXT")
    metadata = (await accepted(importer, picture, two))["image"]["metadata"]

    assert metadata["altTexts"] == [
        {"locale": "en", "text": "Mine", "origin": "EDITED"},
        {"locale": "pt-BR", "text": "A red chair.", "origin": "AI"},
    ]
    assert (metadata["altText"], origins(metadata)["altText"]) == ("A red chair.", "AI")


async def test_other_words_are_the_persons(importer: Client, picture: str) -> None:
    """Edited while or after they are accepted; going back makes them the model's again."""
    edited = await accepted(
        importer, picture, await suggestion(importer, picture), text=" A green chair. "
    )
    as_it_was = await accepted(importer, picture, await suggestion(importer, picture))
    later = await edit(importer, picture, description="A blue chair.")
    latest = (await history(importer, picture))["nodes"][0]
    version = (await importer.ask(METADATA, id=picture))["image"]["version"]
    back = await importer.ask(
        REVERT,
        input={"id": picture, "revisionId": latest["id"], "expectedVersion": version},
    )

    assert edited["suggestion"]["edited"] is True
    assert edited["suggestion"]["text"] == "A red chair."
    assert edited["image"]["description"] == "A green chair."
    assert origins(edited["image"]["metadata"])["description"] == "EDITED"
    assert origins(as_it_was["image"]["metadata"])["description"] == "AI"
    assert origins(later)["description"] == "EDITED"
    assert origins(back["revertMetadata"]["image"]["metadata"])["description"] == "AI"


async def test_keywords_are_suggested_as_a_list(
    importer: Client, picture: str, model: Model
) -> None:
    """All of them, or those that a person makes of them."""
    model.says(says.keywords("red", "chair"))
    one = await suggestion(importer, picture, kind="KEYWORDS")
    first = await accepted(importer, picture, one)
    two = await suggestion(importer, picture, kind="KEYWORDS")
    empty = await accepted(importer, picture, two, keywords=[" "])
    many = await accepted(importer, picture, two, keywords=[str(n) for n in range(101)])
    second = await accepted(importer, picture, two, keywords=["chair"])

    assert first["image"]["metadata"]["keywords"] == ["red", "chair"]
    assert origins(first["image"]["metadata"])["keywords"] == "AI"
    assert (codes(empty), codes(many)) == (["TEXT_MISSING"], ["TOO_MANY_KEYWORDS"])
    assert second["image"]["metadata"]["keywords"] == ["chair"]
    assert origins(second["image"]["metadata"])["keywords"] == "EDITED"


async def test_a_custom_answer_goes_where_a_person_says(importer: Client, picture: str) -> None:
    """To one of the texts; nothing is guessed."""
    id = await suggestion(importer, picture, kind="CUSTOM", prompt="A title?")
    [told] = await suggestions(importer, picture, "OPEN")
    nowhere = await accepted(importer, picture, id)
    long = await accepted(importer, picture, id, field="TITLE", text="x" * 257)
    made = await accepted(importer, picture, id, field="TITLE")
    other = await suggestion(importer, picture)
    twice = await accepted(importer, picture, other, field="TITLE")

    assert told["prompt"] == "A title?"
    assert codes(nowhere) == ["FIELD_MISSING"]
    assert (codes(long), long["userErrors"][0]["path"]) == (["TEXT_TOO_LONG"], ["text"])
    assert (made["image"]["title"], made["suggestion"]["field"]) == ("A red chair.", "title")
    assert codes(twice) == ["INVALID_VALUE"]


async def test_a_dropped_suggestion_changes_nothing(importer: Client, picture: str) -> None:
    """It stays for the record, and cannot be accepted any more."""
    id = await suggestion(importer, picture)
    before = (await importer.ask(METADATA, id=picture))["image"]
    dropped = (await importer.ask(DROP, input={"id": id}))["dropSuggestion"]["suggestion"]
    again = (await importer.ask(DROP, input={"id": id}))["dropSuggestion"]
    late = await accepted(importer, picture, id)

    assert (dropped["state"], dropped["field"]) == ("DROPPED", None)
    assert dropped["decidedByUserId"] is not None
    assert (codes(again), codes(late)) == (["INVALID_TRANSITION"], ["INVALID_TRANSITION"])
    assert (await importer.ask(METADATA, id=picture))["image"] == before
    assert await suggestions(importer, picture, "OPEN") == []
    assert len(await suggestions(importer, picture)) == 1


async def test_of_two_who_decide_at_once_one_does(
    importer: Client, reviewer: Client, picture: str
) -> None:
    """The other learns that it was too late; one revision is made at most."""
    id = await suggestion(importer, picture)
    both = await asyncio.gather(
        accepted(importer, picture, id, text="One."), accepted(reviewer, picture, id, text="Two.")
    )
    other = await suggestion(importer, picture)
    drops = await asyncio.gather(
        accepted(importer, picture, other, text="Three."),
        reviewer.ask(DROP, input={"id": other}),
    )
    decided = [codes(drops[0]), codes(drops[1]["dropSuggestion"])]

    assert sorted(map(len, map(codes, both))) == [0, 1]
    assert {code for one in both for code in codes(one)} <= {"CONFLICT", "INVALID_TRANSITION"}
    assert sorted(decided, key=len) == [[], ["INVALID_TRANSITION"]]
    texts = {one["text"] for one in await suggestions(importer, picture, "OPEN")}
    assert texts == set()


async def test_only_the_picture_that_was_seen_is_written(
    importer: Client, picture: str, database: Any
) -> None:
    """Neither over somebody's edit, nor of a file that was replaced."""
    id = await suggestion(importer, picture)
    stale = await importer.ask(ACCEPT, input={"id": id, "expectedVersion": 77})
    await database["images"].update_one({}, {"$set": {"original.number": 2}})
    outdated = await accepted(importer, picture, id)

    assert codes(stale["acceptSuggestion"]) == ["CONFLICT"]
    assert stale["acceptSuggestion"]["image"] is None
    assert codes(outdated) == ["SUGGESTION_OUTDATED"]
    assert [one["state"] for one in await suggestions(importer, picture)] == ["OPEN"]


async def test_bad_wishes_are_refused_by_name(importer: Client, picture: str) -> None:
    """One by one where they are about pictures, else as a whole, with nothing queued."""
    mixed = await analyzed(importer, MISSING, picture, picture)
    aborted = await analyzed(importer, picture, MISSING, errorPolicy="ABORT")
    refused = [
        await analyzed(importer, *[picture] * 251),
        await analyzed(importer, picture, locale="english please"),
        await analyzed(importer, picture, prompt="x" * 2001),
        await analyzed(importer, picture, kind="CUSTOM", prompt=" "),
        await analyzed(importer, global_id("Product", "6" * 24)),
    ]
    told = [(one["userErrors"][0]["code"], one["userErrors"][0]["path"]) for one in refused]

    assert [one["image"]["id"] for one in mixed["analyses"]] == [picture]
    assert [(one["code"], one["path"]) for one in mixed["userErrors"]] == [
        ("NOT_FOUND", ["ids", "0"])
    ]
    assert (aborted["analyses"], codes(aborted)) == ([], ["NOT_FOUND"])
    assert told == [
        ("TOO_MANY", ["ids"]),
        ("INVALID_VALUE", ["locale"]),
        ("TEXT_TOO_LONG", ["prompt"]),
        ("TEXT_MISSING", ["prompt"]),
        ("INVALID_ID", ["ids", "0"]),
    ]
    assert all(one["analyses"] == [] for one in refused)


async def test_bad_answers_to_suggestions_are_refused(importer: Client, picture: str) -> None:
    """What is not there, says nothing, or is too long."""
    id = await suggestion(importer, picture, kind="ALT_TEXT", locale="en")
    nobody = global_id("Suggestion", "6" * 24)

    assert codes(await accepted(importer, picture, nobody)) == ["NOT_FOUND"]
    assert codes(await accepted(importer, picture, picture)) == ["INVALID_ID"]
    assert codes(await accepted(importer, picture, id, text=" ")) == ["TEXT_MISSING"]
    assert codes(await accepted(importer, picture, id, text="x" * 513)) == ["TEXT_TOO_LONG"]
    assert codes((await importer.ask(DROP, input={"id": nobody}))["dropSuggestion"]) == [
        "NOT_FOUND"
    ]


async def test_a_picture_that_is_not_ready_waits(
    importer: Client, picture: str, database: Any
) -> None:
    """Nobody is asked about what was not checked."""
    await database["images"].update_one({}, {"$set": {"state": "FAILED"}})
    answer = await analyzed(importer, picture)

    assert (answer["analyses"], codes(answer)) == ([], ["NOT_READY"])


async def test_the_same_key_asks_once(importer: Client, picture: str, model: Model) -> None:
    """Of calls that are sent twice at once and later, refusals included."""
    said = {"idempotencyKey": "once", "locale": "en"}
    both = await asyncio.gather(*(analyzed(importer, picture, MISSING, **said) for _ in range(2)))
    later = await analyzed(importer, picture, MISSING, **said)
    other = await analyzed(importer, picture, idempotencyKey="once")
    jobs = {one["job"]["id"] for each in (*both, later) for one in each["analyses"]}
    await suggested(importer, picture)

    assert (len(jobs), len(model.asked)) == (1, 1)
    assert codes(later) == ["NOT_FOUND"]
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]


async def test_roles_are_heeded(importer: Client, picture: str, sign_up: SignUp) -> None:
    """Whoever sees pictures sees suggestions; whoever edits them decides."""
    viewer = await sign_up("vera", Role.VIEWER)
    id = await suggestion(importer, picture)
    wish = {"ids": [picture], "kind": "DESCRIPTION"}

    assert len(await suggestions(viewer, picture)) == 1
    assert await viewer.refused(ANALYZE, input=wish) == "FORBIDDEN"
    assert await viewer.refused(ACCEPT, input={"id": id, "expectedVersion": 1}) == "FORBIDDEN"
    assert await viewer.refused(DROP, input={"id": id}) == "FORBIDDEN"


async def test_pictures_are_analysed_as_they_come_in(importer: Client, worker: None) -> None:
    """Each of the wishes once it is READY, by whichever way it came."""
    wishes = [{"kind": "ALT_TEXT", "locale": "en"}, {"kind": "DESCRIPTION"}]
    [one] = await processed(importer, Sent("a.jpg", photos.jpeg()), analyze=wishes)
    found = await suggested(importer, one, 2)
    begun = await uploaded(importer, Sent("b.jpg", photos.jpeg(90, 60)), analyze=wishes[:1])
    await completed(importer, begun["uploadId"])
    direct = await suggested(importer, begun["imageId"])

    assert {one["kind"] for one in found} == {"ALT_TEXT", "DESCRIPTION"}
    assert [(one["kind"], one["locale"]) for one in direct] == [("ALT_TEXT", "en")]


LIVE = """
subscription Live($ids: [ID!]) {
  imageProcessing(imageIds: $ids) {
    imageId kind stage progress problem { code } image { suggestions(state: OPEN) { text } }
  }
}"""


async def test_a_suggestion_arrives_live(importer: Client, picture: str, model: Model) -> None:
    """Whoever follows the picture is told once it is there to be read, or why it is not."""
    model.says(model.hanging(says.text("A chair.")), says.failing(401))
    async with importer.subscribed(LIVE, ids=[picture]) as stream:
        while (await stream.next())["imageProcessing"]["stage"] != "READY":
            pass
        await analyzed(importer, picture)
        queued = (await stream.next())["imageProcessing"]
        model.released.set()
        told = (await stream.next())["imageProcessing"]
        await analyzed(importer, picture)
        await stream.next()
        failed = (await stream.next())["imageProcessing"]

    assert (queued["kind"], queued["stage"], queued["imageId"]) == ("ANALYSE", "QUEUED", picture)
    assert (told["kind"], told["stage"], told["progress"]) == ("ANALYSE", "SUGGESTED", 1.0)
    assert told["image"]["suggestions"] == [{"text": "A chair."}]
    assert (failed["kind"], failed["stage"]) == ("ANALYSE", "FAILED")
    assert failed["problem"] == {"code": "MODEL_ACCESS_DENIED"}


async def test_bad_wishes_of_an_upload_are_refused_as_a_whole(
    importer: Client, bucket: Bucket
) -> None:
    """Before anything is stored; the path names the wish."""
    wishes: list[dict[str, Any]] = [{"kind": "DESCRIPTION"}, {"kind": "CUSTOM"}]
    file = Sent("a.jpg", photos.jpeg())
    answer = (await importer.upload(UPLOAD, [file], analyze=wishes))["uploadImages"]
    many = (await importer.upload(UPLOAD, [file], analyze=wishes[:1] * 5))["uploadImages"]

    assert [(one["code"], one["path"]) for one in answer["userErrors"]] == [
        ("TEXT_MISSING", ["analyze", "1", "prompt"])
    ]
    assert (codes(many), answer["results"]) == (["TOO_MANY"], [])
    assert [info.key async for info in bucket.list("")] == []


async def test_each_picture_of_a_page_has_its_own(importer: Client, worker: None) -> None:
    """However many are listed."""
    files = [Sent(f"{n}.jpg", photos.jpeg(60 + n, 40)) for n in range(3)]
    ids = await processed(importer, *files, analyze=[{"kind": "DESCRIPTION"}])
    for id in ids:
        await suggested(importer, id)
    rows = (await importer.ask(LIST))["images"]["nodes"]

    assert [len(row["suggestions"]) for row in rows] == [1, 1, 1]


async def test_what_is_purged_is_suggested_nothing(
    importer: Client, admin: Client, picture: str, database: Any
) -> None:
    """Its suggestions go with it; in the trash they wait, and cannot be decided about."""
    id = await suggestion(importer, picture)
    await admin.ask(DELETE, input={"ids": [picture]})
    dropped = (await admin.ask(DROP, input={"id": id}))["dropSuggestion"]
    kept = await database["suggestions"].count_documents({})
    await admin.ask(PURGE, input={"ids": [picture]})

    assert (codes(dropped), kept) == (["NOT_FOUND"], 1)
    assert await database["suggestions"].count_documents({}) == 0
