"""Fields that a house defines: given to pictures, looked for, and required before approval."""

import asyncio
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.library import ImageFilter
from actions.metadata.custom_values import CustomFieldUnknown, CustomWish
from actions.metadata.own_columns import own_differences
from documents.audit import AuditEntry
from documents.custom_fields import CustomField, CustomFieldType
from documents.images import Image
from graph.ids import global_id
from tests import photos
from tests.graph.documents import APPROVE, ERRORS
from tests.graph.steps import processed
from tests.graph.tables import exported, sent, table, taken, written
from tests.graph.test_metadata import REVERT, history
from tests.server import Client, Sent, codes

FIELD = "id version key label type choices required maxLength min max"
CREATE = f"""
mutation Create($input: CreateCustomFieldInput!) {{
  createCustomField(input: $input) {{ customField {{ {FIELD} }} {ERRORS} }}
}}"""
UPDATE = f"""
mutation Update($input: UpdateCustomFieldInput!) {{
  updateCustomField(input: $input) {{ customField {{ {FIELD} }} {ERRORS} }}
}}"""
DELETE = f"""
mutation Delete($input: DeleteCustomFieldInput!) {{
  deleteCustomField(input: $input) {{ deletedId {ERRORS} }}
}}"""
FIELDS = f"query Fields {{ customFields {{ {FIELD} }} }}"
VALUES = "customFields { key label type text number boolean date choice choices }"
GIVE = f"""
mutation Give($input: UpdateImagesInput!) {{
  updateImages(input: $input) {{ images {{ id version {VALUES} }} {ERRORS} }}
}}"""
SEEN = f"query Seen($id: ID!) {{ image(id: $id) {{ version {VALUES} }} }}"
FOUND = """
query Found($where: ImagesWhere!) { images(where: $where) { totalCount nodes { id } } }
"""
TYPED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "TEXT": ({}, {"text": "oak =1"}),
    "NUMBER": ({"min": 0, "max": 10}, {"number": 2.5}),
    "BOOLEAN": ({}, {"boolean": False}),
    "DATE": ({}, {"date": "2026-02-28"}),
    "CHOICE": ({"choices": ["red", "blue"]}, {"choice": "red"}),
    "CHOICES": ({"choices": ["a", "b", "c"]}, {"choices": ["c", "a"]}),
}


async def created(client: Client, key: str, kind: str = "TEXT", **more: Any) -> dict[str, Any]:
    """A new field."""
    said = {"key": key, "label": key.title(), "type": kind, **more}
    answer = (await client.ask(CREATE, input=said))["createCustomField"]
    assert answer["userErrors"] == []
    return dict(answer["customField"])


async def given(client: Client, id: str, *values: dict[str, Any]) -> dict[str, Any]:
    """What came of giving a picture values."""
    version = (await client.ask(SEEN, id=id))["image"]["version"]
    item = {"id": id, "expectedVersion": version, "customFields": list(values)}
    return dict((await client.ask(GIVE, input={"images": [item]}))["updateImages"])


async def told(client: Client, id: str) -> dict[str, Any]:
    """The values of a picture by key, without those that are null."""
    found = (await client.ask(SEEN, id=id))["image"]["customFields"]
    hidden = {"key", "label", "type"}
    return {
        one["key"]: {k: v for k, v in one.items() if v is not None and k not in hidden}
        for one in found
    }


async def ids_where(client: Client, *conditions: dict[str, Any]) -> list[str]:
    """The pictures that meet conditions."""
    found = await client.ask(FOUND, where={"customFields": list(conditions)})
    return [node["id"] for node in found["images"]["nodes"]]


@pytest.fixture
async def picture(importer: Client, worker: None) -> str:
    """A picture."""
    [id] = await processed(importer, Sent("a.jpg", photos.jpeg()))
    return id


async def test_values_of_every_type_come_back_and_are_found(
    admin: Client, importer: Client, picture: str
) -> None:
    """Each in the field of its type; history has them, and going back clears them."""
    for kind, (more, _) in TYPED.items():
        await created(admin, f"f{kind.title()}", kind, **more)
    values = [{"key": f"f{kind.title()}", **value} for kind, (_, value) in TYPED.items()]

    made = await given(importer, picture, *values)
    seen = await told(importer, picture)
    [revision] = (await history(importer, picture))["nodes"]
    conditions: list[tuple[dict[str, Any], bool]] = [
        ({"key": "fText", "text": "oak =1"}, True),
        ({"key": "fText", "text": "oak"}, False),
        ({"key": "fText"}, True),
        ({"key": "fNumber", "number": {"min": 2.5, "max": 3}}, True),
        ({"key": "fNumber", "number": {"min": 2.6}}, False),
        ({"key": "fBoolean", "boolean": False}, True),
        ({"key": "fBoolean", "boolean": True}, False),
        ({"key": "fDate", "date": {"min": "2026-02-01", "max": "2026-02-28"}}, True),
        ({"key": "fDate", "date": {"min": "2026-03-01"}}, False),
        ({"key": "fChoice", "choice": "red"}, True),
        ({"key": "fChoices", "choice": "a"}, True),
        ({"key": "fChoices", "choice": "b"}, False),
    ]
    met = [(one, await ids_where(importer, one) == [picture]) for one, _ in conditions]
    both = await ids_where(importer, conditions[0][0], conditions[9][0])
    version = made["images"][0]["version"]
    back = {"id": picture, "revisionId": revision["id"], "expectedVersion": version}
    await importer.ask(REVERT, input=back)

    assert made["userErrors"] == []
    assert seen == {one["key"]: {k: v for k, v in one.items() if k != "key"} for one in values}
    changes = {one["field"]: one["after"] for one in revision["changes"]}
    assert changes["custom:fDate"] == "2026-02-28"
    assert met == conditions
    assert both == [picture]
    assert await told(importer, picture) == {}
    assert await ids_where(importer, {"key": "fText"}) == []


async def test_values_that_do_not_fit_are_refused_one_by_one(
    admin: Client, importer: Client, picture: str
) -> None:
    """The error names the field and what it takes; nothing of the picture is written."""
    await created(admin, "size", "NUMBER", min=1, max=9)
    await created(admin, "color", "CHOICE", choices=["red"])
    await created(admin, "note", maxLength=3)
    bad: list[tuple[list[dict[str, Any]], str]] = [
        ([{"key": "size", "number": 10}], "INVALID_VALUE"),
        ([{"key": "size", "text": "1"}], "INVALID_VALUE"),
        ([{"key": "color", "choice": "blue"}], "INVALID_VALUE"),
        ([{"key": "note", "text": "long"}], "INVALID_VALUE"),
        ([{"key": "nothing", "text": "x"}], "CUSTOM_FIELD_UNKNOWN"),
        ([{"key": "note", "text": "x", "number": 1}], "CUSTOM_FIELD_INVALID"),
        ([{"key": "note", "text": "x"}, {"key": "note"}], "CUSTOM_FIELD_INVALID"),
    ]

    answers = [await given(importer, picture, *values) for values, _ in bad]
    unknown = await importer.refused(FOUND, where={"customFields": [{"key": "nothing"}]})
    mistyped = await importer.refused(FOUND, where={"customFields": [{"key": "size", "text": "x"}]})

    assert [codes(one) for one in answers] == [[code] for _, code in bad]
    assert answers[0]["userErrors"][0]["path"] == ["images", "0", "customFields"]
    assert {"name": "takes", "value": "a number from 1 to 9"} in answers[0]["userErrors"][0][
        "params"
    ]
    assert await told(importer, picture) == {}
    assert (unknown, mistyped) == ("BAD_REQUEST", "BAD_REQUEST")


async def test_approval_needs_what_is_required(
    admin: Client, reviewer: Client, importer: Client, picture: str
) -> None:
    """The error lists all that is missing; once it is there, the picture is approved."""
    await created(admin, "rights", required=True)
    await created(admin, "season", "CHOICE", choices=["S1"], required=True)

    before = (await reviewer.ask(APPROVE, input={"ids": [picture]}))["approveImages"]
    await given(importer, picture, {"key": "rights", "text": "ok"})
    half = (await reviewer.ask(APPROVE, input={"ids": [picture]}))["approveImages"]
    await given(importer, picture, {"key": "season", "choice": "S1"})
    after = (await reviewer.ask(APPROVE, input={"ids": [picture]}))["approveImages"]

    assert codes(before) == codes(half) == ["REQUIRED_FIELDS_MISSING"]
    assert {"name": "fields", "value": "rights, season"} in before["userErrors"][0]["params"]
    assert {"name": "fields", "value": "season"} in half["userErrors"][0]["params"]
    assert codes(after) == []


async def test_a_deleted_field_is_gone_and_its_values_never_come_back(
    admin: Client, importer: Client, reviewer: Client, picture: str
) -> None:
    """Nobody sees, finds or needs them; history keeps them; the key is nobody else's."""
    made = await created(admin, "secret", required=True)
    await given(importer, picture, {"key": "secret", "text": "x"})

    gone = {"id": made["id"], "expectedVersion": made["version"]}
    answer = (await admin.ask(DELETE, input=gone))["deleteCustomField"]
    again = {"key": "SECRET".lower(), "label": "S", "type": "TEXT"}
    taken = (await admin.ask(CREATE, input=again))["createCustomField"]

    assert answer["deletedId"] == made["id"]
    assert await told(importer, picture) == {}
    assert (await admin.ask(FIELDS))["customFields"] == []
    assert (
        await importer.refused(FOUND, where={"customFields": [{"key": "secret"}]}) == "BAD_REQUEST"
    )
    assert codes(taken) == ["CUSTOM_FIELD_KEY_TAKEN"]
    [revision] = (await history(importer, picture))["nodes"]
    assert revision["changes"] == [{"field": "custom:secret", "before": None, "after": "x"}]
    assert codes((await reviewer.ask(APPROVE, input={"ids": [picture]}))["approveImages"]) == []


async def test_a_changed_field_leaves_values_as_they_are(
    admin: Client, importer: Client, picture: str
) -> None:
    """A choice that is allowed no more stays where it is, and cannot be given anew."""
    made = await created(admin, "color", "CHOICE", choices=["red", "blue"])
    await given(importer, picture, {"key": "color", "choice": "red"})

    changes = {"label": "Farbe", "choices": ["blue"], "required": True}
    asked = {"id": made["id"], "expectedVersion": made["version"], **changes}
    answer = (await admin.ask(UPDATE, input=asked))["updateCustomField"]
    refused = await given(importer, picture, {"key": "color", "choice": "red"})

    assert answer["customField"] == {**made, **changes, "version": 2}
    assert await told(importer, picture) == {"color": {"choice": "red"}}
    assert codes(refused) == ["INVALID_VALUE"]
    entries = await AuditEntry.find({"subject_kind": "custom_field"}).sort("+at").to_list()
    assert [one.action for one in entries] == ["custom_field.created", "custom_field.updated"]


async def test_of_two_admins_one_is_told_that_the_other_was_first(admin: Client) -> None:
    """One field is made of a key, whatever its capitals; one change of a version, one deletion."""
    keys = ["color", "colOr", "colOR", "color"]
    said = [{"key": key, "label": "C", "type": "TEXT"} for key in keys]

    made = await asyncio.gather(*(admin.ask(CREATE, input=one) for one in said))
    fields = (await admin.ask(FIELDS))["customFields"]
    asked = {"id": fields[0]["id"], "expectedVersion": 1}
    renamed = await asyncio.gather(
        *(admin.ask(UPDATE, input={**asked, "label": label}) for label in ("A", "B"))
    )
    deleted = await asyncio.gather(
        *(admin.ask(DELETE, input={**asked, "expectedVersion": 2}) for _ in range(2))
    )

    assert sorted(codes(one["createCustomField"]) for one in made) == [
        [],
        *[["CUSTOM_FIELD_KEY_TAKEN"]] * 3,
    ]
    assert len(fields) == 1
    assert sorted(codes(one["updateCustomField"]) for one in renamed) == [[], ["CONFLICT"]]
    assert sorted(codes(one["deleteCustomField"]) for one in deleted) == [[], ["NOT_FOUND"]]


async def test_a_table_has_the_values_and_brings_them_back(
    admin: Client, importer: Client, picture: str
) -> None:
    """Untouched they change nothing; each type is read, cleared, and refused by its column."""
    for kind, (more, _) in TYPED.items():
        await created(admin, f"f{kind.title()}", kind, **more)
    values = [{"key": f"f{kind.title()}", **value} for kind, (_, value) in TYPED.items()]
    await given(importer, picture, *values)
    [row] = await table(importer, ids=[picture])
    changes = {
        "custom:fText": "'=x",
        "custom:fNumber": "3",
        "custom:fBoolean": "TRUE",
        "custom:fDate": "2026-03-01",
        "custom:fChoice": "blue",
        "custom:fChoices": "b|c",
    }
    bad = [("custom:fNumber", "11"), ("custom:fDate", "soon"), ("custom:fChoice", "green")]

    same = await taken(importer, [row])
    refused = [(await taken(importer, [{**row, column: cell}])) for column, cell in bad]
    real = await taken(importer, [{**row, **changes}])
    after = await told(importer, picture)
    [row] = await table(importer, ids=[picture])
    cleared = await taken(importer, [{**row, **dict.fromkeys(changes, "[clear]")}])

    assert same["unchanged"] == 1
    errors = [one["results"]["nodes"][0]["error"] for one in refused]
    assert [(one["code"], one["path"]) for one in errors] == [
        ("INVALID_VALUE", [column]) for column, _ in bad
    ]
    assert real["results"]["nodes"][0]["changedFields"] == sorted(changes, key=list(row).index)
    assert after == {
        "fText": {"text": "=x"},
        "fNumber": {"number": 3},
        "fBoolean": {"boolean": True},
        "fDate": {"date": "2026-03-01"},
        "fChoice": {"choice": "blue"},
        "fChoices": {"choices": ["b", "c"]},
    }
    assert cleared["changed"] == 1
    assert await told(importer, picture) == {}


async def test_a_column_of_a_field_that_is_deleted_is_unknown(
    admin: Client, importer: Client, picture: str
) -> None:
    """A table that was exported before is refused as a whole, and says which column it is."""
    made = await created(admin, "note")
    await given(importer, picture, {"key": "note", "text": "x"})
    rows = await table(importer, ids=[picture])
    await admin.ask(DELETE, input={"id": made["id"], "expectedVersion": 1})

    answer = (await sent(importer, written(rows)))["data"]["importMetadataCsv"]

    assert codes(answer) == ["CSV_COLUMN_UNKNOWN"]
    assert answer["userErrors"][0]["params"] == [{"name": "column", "value": "custom:note"}]


async def test_an_export_takes_the_same_conditions(
    admin: Client, importer: Client, picture: str
) -> None:
    """The filter of `images` by a value is the filter of a table."""
    await created(admin, "size", "NUMBER")
    await given(importer, picture, {"key": "size", "number": 2})

    found = [
        len(await table(importer, where={"customFields": [{"key": "size", "number": {"min": n}}]}))
        for n in (2, 3)
    ]

    assert found == [1, 0]


async def test_the_same_key_gives_the_same_field_and_the_same_table(
    admin: Client, worker: None
) -> None:
    """A call that is sent again is not done again; another input needs another key."""
    said = {"key": "color", "label": "C", "type": "TEXT", "idempotencyKey": "k"}
    asked = {"where": {"productCode": "X"}, "idempotencyKey": "k"}

    first = (await admin.ask(CREATE, input=said))["createCustomField"]
    again = (await admin.ask(CREATE, input=said))["createCustomField"]
    other = (await admin.ask(CREATE, input={**said, "label": "D"}))["createCustomField"]
    exports = [await exported(admin, **asked) for _ in range(2)]

    assert first == again
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert exports[0]["id"] == exports[1]["id"]


def test_a_field_that_is_deleted_while_a_table_is_taken_in_refuses_its_rows() -> None:
    """Rows without a value for it are not disturbed."""
    image = Image.model_construct(edits={})

    assert own_differences({"custom:gone": " ", "title": "x"}, image, {}) == []
    with pytest.raises(CustomFieldUnknown):
        own_differences({"custom:gone": "x"}, image, {})


async def test_there_are_at_most_fifty_fields(admin: Client) -> None:
    """The next one is refused until one is deleted."""
    some = [
        CustomField(key=f"f{n}", folded=f"f{n}", label="F", type=CustomFieldType.TEXT)
        for n in range(50)
    ]
    await CustomField.insert_many(some)
    said = {"key": "last", "label": "L", "type": "TEXT"}

    before = (await admin.ask(CREATE, input=said))["createCustomField"]
    gone = {"id": global_id("CustomField", some[0].id), "expectedVersion": 1}
    await admin.ask(DELETE, input=gone)
    after = (await admin.ask(CREATE, input=said))["createCustomField"]

    assert codes(before) == ["CUSTOM_FIELD_INVALID"]
    assert codes(after) == []


async def test_of_racing_admins_one_makes_the_last_field(admin: Client) -> None:
    """However many ask for different ones at once, there are never more than fifty."""
    some = [
        CustomField(key=f"f{n}", folded=f"f{n}", label="F", type=CustomFieldType.TEXT)
        for n in range(49)
    ]
    await CustomField.insert_many(some)
    asked = [{"key": f"last{n}", "label": "L", "type": "TEXT"} for n in range(6)]
    made = await asyncio.gather(*(admin.ask(CREATE, input=one) for one in asked))

    assert sorted(codes(one["createCustomField"]) for one in made) == [
        [],
        *[["CUSTOM_FIELD_INVALID"]] * 5,
    ]
    assert len((await admin.ask(FIELDS))["customFields"]) == 50


async def test_fields_that_make_no_sense_are_refused(admin: Client, reviewer: Client) -> None:
    """The path names the part; only an ADMIN defines any."""
    plain = {"key": "ok", "label": "L", "type": "TEXT"}
    bad: list[tuple[dict[str, Any], str]] = [
        ({"key": "Not ok"}, "key"),
        ({"label": " "}, "label"),
        ({"choices": ["a"]}, "choices"),
        ({"type": "CHOICE"}, "choices"),
        ({"type": "CHOICE", "choices": ["x" * 101]}, "choices"),
        ({"maxLength": 0}, "maxLength"),
        ({"min": 1}, "min"),
        ({"type": "NUMBER", "min": 2, "max": 1}, "min"),
    ]

    answers = [
        (await admin.ask(CREATE, input={**plain, **part}))["createCustomField"] for part, _ in bad
    ]

    assert [one["userErrors"][0]["path"] for one in answers] == [[path] for _, path in bad]
    assert {one["userErrors"][0]["code"] for one in answers} == {"CUSTOM_FIELD_INVALID"}
    assert await reviewer.refused(CREATE, input=plain) == "FORBIDDEN"


@pytest.mark.parametrize("order", ["created_at", "updated_at"])
async def test_a_filter_by_a_value_is_served_by_an_index(
    database: AsyncDatabase[Any], order: str
) -> None:
    """The index finds exactly the pictures with the value, already in the order of the list."""
    wish = CustomWish(key="color", type=CustomFieldType.CHOICE, value="red")
    where = ImageFilter(custom=(wish,)).where()

    found = Image.get_pymongo_collection().find(where).sort([(order, -1), ("_id", -1)])
    plan = (await found.explain())["queryPlanner"]["winningPlan"]

    stages = str(plan)
    assert f"custom_by_{order}" in stages
    assert "COLLSCAN" not in stages
    assert "'stage': 'SORT'" not in stages
