"""Metadata through the API: seen, edited by many at once, undone, copied, forgotten."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from tests import photos
from tests.graph.documents import ERRORS, UPDATE
from tests.graph.steps import processed
from tests.server import Client, Sent

FIELDS = """
  title headline description altText decorative extendedDescription keywords creators
  copyrightNotice credit source usageTerms licenseUrl copyrighted digitalSourceType rating
  capturedAt capturedAtLocal capturedAtOffset capturedAtSource latitude longitude altitude
  sublocation city state country countryCode cameraModel focalLength35mm
  altTexts { locale text } sources { field origin }
"""
METADATA = f"query M($id: ID!) {{ image(id: $id) {{ version metadata {{ {FIELDS} }} }} }}"


def bulk(verb: str) -> str:
    kind = verb[0].upper() + verb[1:]
    return f"""
    mutation Bulk($input: {kind}Input!) {{
      {verb}(input: $input) {{ images {{ id version metadata {{ {FIELDS} }} }} {ERRORS} }}
    }}"""


EDIT, COPY, FORGET = bulk("updateImages"), bulk("copyMetadata"), bulk("removeLocation")
REVERT = f"""
mutation Revert($input: RevertMetadataInput!) {{
  revertMetadata(input: $input) {{ image {{ id version metadata {{ {FIELDS} }} }} {ERRORS} }}
}}"""
HISTORY = """
query History($id: ID!, $first: Int! = 20, $after: String) {
  metadataHistory(imageId: $id, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id version kind at byUserId changes { field before after } }
  }
}"""

pytestmark = pytest.mark.usefixtures("worker")


@pytest.fixture
async def picture(importer: Client) -> str:
    """A picture that was taken in Sydney."""
    data = photos.jpeg(
        gps=photos.SYDNEY,
        camera=("Canon", "R5"),
        captured="2024:05:01 10:11:12",
        offset="+10:00",
        description="As it came",
        artist="Ana",
    )
    [id] = await processed(importer, Sent("a.jpg", data))
    return id


async def seen(client: Client, id: str) -> dict[str, Any]:
    """A picture's version and metadata."""
    return dict((await client.ask(METADATA, id=id))["image"])


async def edited(client: Client, *items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """What came of an edit of pictures."""
    answer = await client.ask(EDIT, input={"images": list(items), **more})
    return dict(answer["updateImages"])


async def edit(client: Client, id: str, **changes: Any) -> dict[str, Any]:
    """The picture's metadata after an edit that must be taken."""
    version = (await seen(client, id))["version"]
    made = await edited(client, {"id": id, "expectedVersion": version, **changes})
    assert made["userErrors"] == []
    return dict(made["images"][0]["metadata"])


async def history(client: Client, id: str, **window: Any) -> dict[str, Any]:
    """What people changed of a picture."""
    return dict((await client.ask(HISTORY, id=id, **window))["metadataHistory"])


def origins(metadata: Mapping[str, Any]) -> dict[str, str]:
    return {one["field"]: one["origin"] for one in metadata["sources"]}


async def test_the_record_says_where_it_is_from(importer: Client, picture: str) -> None:
    """What the file says comes with the standard that said it, until somebody edits it."""
    before = (await seen(importer, picture))["metadata"]
    after = await edit(importer, picture, description="A chair", city="Porto")

    assert (before["description"], origins(before)["description"]) == ("As it came", "EXIF")
    assert (before["capturedAt"], before["cameraModel"]) == ("2024-05-01T00:11:12.000Z", "R5")
    assert (after["description"], origins(after)["description"]) == ("A chair", "EDITED")
    assert (origins(after)["city"], origins(after)["creators"]) == ("EDITED", "EXIF")


EVERYTHING: dict[str, Any] = {
    "title": 'A "chair"\n#2 🪑',
    "headline": "-o x",
    "description": "<b>",
    "altText": "A chair",
    "altTexts": [{"locale": "pt-br", "text": "Cadeira"}, {"locale": "en", "text": " "}],
    "decorative": False,
    "extendedDescription": "long",
    "creators": ["Ana; Bo", "Ana"],
    "copyrightNotice": "© A",
    "credit": "A",
    "source": "S",
    "usageTerms": "None",
    "licenseUrl": "https://example.com/l",
    "copyrighted": True,
    "digitalSourceType": "trainedAlgorithmicMedia",
    "keywords": ["a", "a", " "],
    "rating": 5,
    "capturedAt": {"local": "2020-02-03T04:05:06", "offset": "-03:00"},
    "location": {"latitude": 1.5, "longitude": -2.5},
    "sublocation": "Sé",
    "city": "Porto",
    "state": "Norte",
    "country": "Portugal",
    "countryCode": "prt",
}


async def test_every_field_can_be_edited_and_cleared(importer: Client, picture: str) -> None:
    """What is written is seen, tidy; null clears, and what was not sent stays."""
    full = await edit(importer, picture, **EVERYTHING)
    cleared = await edit(importer, picture, **dict.fromkeys(EVERYTHING))

    assert full["title"] == EVERYTHING["title"]
    assert full["altTexts"] == [{"locale": "pt-BR", "text": "Cadeira"}]
    assert (full["creators"], full["keywords"]) == (["Ana", "Bo"], ["a"])
    assert full["digitalSourceType"].endswith("/digitalsourcetype/trainedAlgorithmicMedia")
    assert (full["capturedAt"], full["capturedAtSource"]) == ("2020-02-03T07:05:06.000Z", "EDITED")
    assert (full["latitude"], full["altitude"], full["countryCode"]) == (1.5, None, "PRT")
    assert {k for k, v in cleared.items() if v} == {"cameraModel", "sources"}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "x" * 257}, "title", "TEXT_TOO_LONG"),
    ({"altText": "x" * 513}, "altText", "TEXT_TOO_LONG"),
    ({"altTexts": [{"locale": "en", "text": "x" * 513}]}, "altTexts", "TEXT_TOO_LONG"),
    ({"altTexts": [{"locale": "../x", "text": "x"}]}, "altTexts", "INVALID_VALUE"),
    ({"keywords": ["x" * 65]}, "keywords", "TEXT_TOO_LONG"),
    ({"keywords": [str(n) for n in range(101)]}, "keywords", "TOO_MANY_KEYWORDS"),
    ({"creators": [str(n) for n in range(21)]}, "creators", "INVALID_VALUE"),
    ({"rating": 6}, "rating", "INVALID_VALUE"),
    ({"licenseUrl": "javascript:alert(1)"}, "licenseUrl", "INVALID_VALUE"),
    ({"digitalSourceType": "http://evil/x"}, "digitalSourceType", "INVALID_VALUE"),
    ({"countryCode": "P1"}, "countryCode", "INVALID_VALUE"),
    ({"location": {"latitude": 91, "longitude": 0}}, "location", "INVALID_VALUE"),
    (
        {"location": {"latitude": 9, "longitude": 0, "altitude": 1e6}},
        "location",
        "INVALID_VALUE",
    ),
    ({"capturedAt": {"local": "2024-13-01"}}, "capturedAt", "INVALID_VALUE"),
    ({"capturedAt": {"local": "2024-06", "offset": "+02:00"}}, "capturedAt", "INVALID_VALUE"),
    ({"capturedAt": {"local": "2024-06-01T10:00:00+02:00"}}, "capturedAt", "INVALID_VALUE"),
]


async def test_each_wrong_value_is_named_among_good_ones(importer: Client) -> None:
    """The path names place and field, the others are done; ABORT does none."""
    files = [Sent(f"{n}.jpg", photos.jpeg(64 + n, 48)) for n in range(len(WRONG) + 1)]
    *ids, good = await processed(importer, *files)
    items = [
        {"id": id, "expectedVersion": 1, **changes}
        for id, (changes, _, _) in zip(ids, WRONG, strict=True)
    ]
    items.append({"id": good, "expectedVersion": 1, "title": "good"})
    aborted = await edited(importer, *items, errorPolicy="ABORT")
    made = await edited(importer, *items)

    expected = [(["images", str(n), field], code) for n, (_, field, code) in enumerate(WRONG)]
    assert [(one["path"], one["code"]) for one in made["userErrors"]] == expected
    assert [one["id"] for one in made["images"]] == [good]
    assert (aborted["images"], len(aborted["userErrors"])) == ([], len(WRONG))


async def test_stale_missing_and_doubled_are_refused_one_by_one(
    importer: Client, picture: str, stranger: Client
) -> None:
    """Nobody overwrites what he has not seen; at most 250 come at once; strangers edit nothing."""
    stale = {"id": picture, "expectedVersion": 7, "title": "x"}
    right = {"id": picture, "expectedVersion": 1, "title": "y"}
    missing = {"id": "SW1hZ2U6NjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw", "expectedVersion": 1}
    made = await edited(importer, stale, right, right, missing)
    many = await edited(importer, *[right] * 251)

    assert [one["code"] for one in made["userErrors"]] == ["CONFLICT", "CONFLICT", "NOT_FOUND"]
    assert [one["path"] for one in made["userErrors"]] == [
        ["images", "0", "expectedVersion"],
        ["images", "2", "expectedVersion"],
        ["images", "3"],
    ]
    assert [one["metadata"]["title"] for one in made["images"]] == ["y"]
    assert [one["code"] for one in many["userErrors"]] == ["TOO_MANY"]
    assert await stranger.refused(EDIT, input={"images": [right]}) == "UNAUTHENTICATED"


async def test_of_two_who_edit_at_once_one_wins(
    importer: Client, reviewer: Client, picture: str
) -> None:
    """The other is told, and history has one change."""
    made = await asyncio.gather(
        *(
            edited(client, {"id": picture, "expectedVersion": 1, "title": title})
            for client, title in ((importer, "his"), (reviewer, "hers"))
        )
    )
    codes = sorted(tuple(one["code"] for one in each["userErrors"]) for each in made)

    assert codes == [(), ("CONFLICT",)]
    assert (await history(importer, picture))["totalCount"] == 1


async def test_history_tells_and_undoes(importer: Client, picture: str) -> None:
    """Each change by whom, when and what; going back is a change that can be undone too."""
    await edit(importer, picture, title="one")
    await importer.ask(UPDATE, input={"id": picture, "expectedVersion": 2, "title": "two"})
    await edit(importer, picture, description=None)
    told = (await history(importer, picture))["nodes"]
    second = next(one for one in told if one["version"] == 3)
    input = {"id": picture, "revisionId": second["id"], "expectedVersion": 4}
    reverted = (await importer.ask(REVERT, input=input))["revertMetadata"]
    stale = (await importer.ask(REVERT, input=input))["revertMetadata"]
    first = (await history(importer, picture, first=1))["pageInfo"]
    older = (await history(importer, picture, after=first["endCursor"]))["nodes"]

    assert second["changes"] == [{"field": "title", "before": "one", "after": "two"}]
    assert reverted["image"]["metadata"]["title"] == "one"
    assert reverted["image"]["metadata"]["description"] == "As it came"
    assert [one["code"] for one in stale["userErrors"]] == ["CONFLICT"]
    assert [one["kind"] for one in older] == ["EDIT"] * 3


async def test_one_cannot_go_back_to_another_pictures_past(importer: Client, picture: str) -> None:
    """A revision belongs to its image."""
    [other] = await processed(importer, Sent("b.jpg", photos.jpeg(80, 60)))
    await edit(importer, other, title="other")
    [revision] = (await history(importer, other))["nodes"]
    input = {"id": picture, "revisionId": revision["id"], "expectedVersion": 1}
    answer = (await importer.ask(REVERT, input=input))["revertMetadata"]

    assert [(one["code"], one["path"]) for one in answer["userErrors"]] == [
        ("NOT_FOUND", ["revisionId"])
    ]


async def test_words_are_copied(importer: Client, picture: str) -> None:
    """The chosen fields as they are there now, read or edited; what is empty clears."""
    [other] = await processed(importer, Sent("b.jpg", photos.jpeg(80, 60, copyright_notice="©")))
    await edit(importer, picture, title="one", keywords=["a"])
    missing = "SW1hZ2U6NjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
    input = {"from": picture, "to": [missing, other]}
    input["fields"] = ["TITLE", "CREATORS", "COPYRIGHT_NOTICE", "LOCATION"]
    aborted = (await importer.ask(COPY, input={**input, "errorPolicy": "ABORT"}))["copyMetadata"]
    made = (await importer.ask(COPY, input=input))["copyMetadata"]
    [found] = [one["metadata"] for one in made["images"]]

    assert aborted["images"] == []
    assert [(one["code"], one["path"]) for one in made["userErrors"]] == [
        ("NOT_FOUND", ["to", "0"])
    ]
    assert (found["title"], found["creators"], found["copyrightNotice"]) == ("one", ["Ana"], None)
    assert found["latitude"] == pytest.approx(photos.SYDNEY[0])
    assert found["keywords"] in ([], None)
    assert (await history(importer, other))["nodes"][0]["kind"] == "COPY"


async def test_a_removed_place_is_forgotten_everywhere(
    importer: Client, picture: str, database: Any
) -> None:
    """Neither record nor history nor audit has it, and no undoing brings it back."""
    place = {"latitude": 47.123456, "longitude": 8.5}
    await edit(importer, picture, location=place, city="Geheimstadt")
    [first] = (await history(importer, picture))["nodes"]
    missing = "SW1hZ2U6NjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
    made = (await importer.ask(FORGET, input={"ids": [picture, missing]}))["removeLocation"]
    version = made["images"][0]["version"]
    input = {"id": picture, "revisionId": first["id"], "expectedVersion": version}
    back = (await importer.ask(REVERT, input=input))["revertMetadata"]["image"]["metadata"]
    kept = [
        await database[name].find().to_list() for name in await database.list_collection_names()
    ]

    assert [one["code"] for one in made["userErrors"]] == ["NOT_FOUND"]
    assert (made["images"][0]["metadata"]["latitude"], back["latitude"], back["city"]) == (
        None,
        None,
        None,
    )
    assert "47.123456" not in str(kept)
    assert "Geheimstadt" not in str(kept)
    assert "151.215" not in str(kept)
