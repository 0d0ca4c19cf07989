"""Groups and collections: found by the words of their names, and sorted by them."""

from typing import Any

import pytest

from actions.library import named
from documents import called
from documents.called import NAME_KEY, Called
from documents.collections import Collection
from documents.groups import ImageGroup
from documents.pages import Order
from tests.graph.order import done
from tests.server import Client

NAMES = ["Summer in Lisbon", "summer sale", "Été à Paris", "Winter", "ABC-12 sandals", "Äpfel"]
KINDS: dict[str, tuple[str, str, str]] = {
    "imageGroups": ("createImageGroup", "group", "ImageGroupsWhere"),
    "collections": ("createCollection", "collection", "CollectionsWhere"),
}
MODELS: dict[str, type[ImageGroup] | type[Collection]] = {
    "imageGroups": ImageGroup,
    "collections": Collection,
}
BY_NAME = {"field": "NAME", "direction": "ASC"}
MANY, RARE = 400, 4

of_both = pytest.mark.parametrize("kind", KINDS)


async def made(client: Client, kind: str, *names: str) -> list[str]:
    """The ids of new ones, in the order of their names."""
    create, payload, _ = KINDS[kind]
    return [(await done(client, create, name=name))[payload]["id"] for name in names]


def document(kind: str) -> str:
    """A page of the names of a list."""
    return (
        f"query ($where: {KINDS[kind][2]}, $order: NamedOrder, $first: Int!, $after: String) {{"
        f" {kind}(where: $where, orderBy: $order, first: $first, after: $after) {{"
        " totalCount nodes { name } pageInfo { hasNextPage endCursor } } }"
    )


async def listed(client: Client, kind: str, search: str | None = None, **asked: Any) -> list[str]:
    """The names in a list, in its order."""
    variables = {"first": 100, "where": {"search": search}, **asked}
    found = (await client.ask(document(kind), **variables))[kind]
    assert found["totalCount"] >= len(found["nodes"])
    return [node["name"] for node in found["nodes"]]


FOUND: dict[str | None, list[str]] = {
    "summer": ["Summer in Lisbon", "summer sale"],
    "SUMMER lis": ["Summer in Lisbon"],
    "lisbon summer": ["Summer in Lisbon"],
    "lis ": [],
    "ete": ["Été à Paris"],
    "apfel": ["Äpfel"],
    "abc12": ["ABC-12 sandals"],
    "sandal": ["ABC-12 sandals"],
    "12": ["ABC-12 sandals"],
    "umme": [],
    "^s.*": [],
    "winter sale": [],
    **dict.fromkeys((None, "", "  ", "—"), NAMES),
}


@of_both
async def test_a_name_is_found_by_its_words(importer: Client, kind: str) -> None:
    """All words of a search, the last one as it begins, without capitals and accents."""
    await made(importer, kind, *NAMES)
    told = {search: await listed(importer, kind, search) for search in FOUND}

    assert told == {search: names[::-1] for search, names in FOUND.items()}


@of_both
async def test_names_are_sorted_without_capitals_and_accents(importer: Client, kind: str) -> None:
    """From A and from Z, and by age from both ends."""
    await made(importer, kind, *NAMES)
    by_name = ["ABC-12 sandals", "Äpfel", "Été à Paris", "Summer in Lisbon", "summer sale"]

    assert await listed(importer, kind, order=BY_NAME) == [*by_name, "Winter"]
    assert await listed(importer, kind, order={"field": "NAME"}) == [*by_name, "Winter"][::-1]
    assert await listed(importer, kind, order={"direction": "ASC"}) == NAMES


@of_both
async def test_pages_of_the_same_names_follow_each_other(importer: Client, kind: str) -> None:
    """Nothing is left out or told twice, though a name is there five times."""
    names = ["Same"] * 5 + ["same", "SAME one", "Other"]
    await made(importer, kind, *names)
    orders: list[dict[str, str] | None] = [BY_NAME, {"field": "NAME"}, None]
    told = [await paged(importer, kind, order) for order in orders]

    assert [sorted(one) for one in told] == [sorted(names[:-1])] * 3


async def paged(client: Client, kind: str, order: dict[str, str] | None) -> list[str]:
    """The names that "same" finds, by pages of three."""
    told: list[str] = []
    after, more = None, True
    while more:
        variables = {"first": 3, "where": {"search": "same"}, "order": order, "after": after}
        page = (await client.ask(document(kind), **variables))[kind]
        told += [node["name"] for node in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return told


@of_both
async def test_a_cursor_of_names_is_none_of_ages(importer: Client, kind: str) -> None:
    """A list by age refuses the place in a list by names."""
    await made(importer, kind, "One", "Two")
    variables = {"first": 1, "order": BY_NAME}
    cursor = (await importer.ask(document(kind), **variables))[kind]["pageInfo"]["endCursor"]

    assert await importer.refused(document(kind), first=1, after=cursor) == "BAD_REQUEST"


@of_both
async def test_too_long_a_search_is_refused(importer: Client, kind: str) -> None:
    """More than 200 characters, or 12 words, are no search."""
    for search in ("x" * 201, "b c d f g h j k l m n p q"):
        variables = {"first": 1, "where": {"search": search}}
        assert await importer.refused(document(kind), **variables) == "BAD_REQUEST"


async def test_what_is_said_of_it_is_searched_too(importer: Client) -> None:
    """Descriptions of both, and events of groups; an edit of one text keeps the others."""
    said = {"name": "May", "description": "In the studio"}
    group = (await done(importer, "createImageGroup", **said, eventName="Catalogue"))["group"]
    made = (await done(importer, "createCollection", **said))["collection"]
    change = {"expectedVersion": 1, "description": "On the beach"}
    await done(importer, "updateImageGroup", id=group["id"], **change)
    await done(importer, "updateCollection", id=made["id"], **change)

    assert await listed(importer, "imageGroups", "catalog") == ["May"]
    for kind in KINDS:
        assert await listed(importer, kind, "may beach") == ["May"]
        assert await listed(importer, kind, "studio") == []


async def test_a_new_name_is_found_and_the_old_one_is_not(importer: Client) -> None:
    """Whatever is renamed, filters with a name too, is found and sorted by its new name."""
    [group] = await made(importer, "imageGroups", "Spring")
    [collection] = await made(importer, "collections", "Spring")
    for kind, id in (("updateImageGroup", group), ("updateCollection", collection)):
        await done(importer, kind, id=id, expectedVersion=1, name="Autumn")
    for kind in KINDS:
        await made(importer, kind, "Between")

        assert await listed(importer, kind, "spring") == []
        assert await listed(importer, kind, "autumn") == ["Autumn"]
        assert await listed(importer, kind, order=BY_NAME) == ["Autumn", "Between"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("model", [ImageGroup, Collection])
async def test_names_are_looked_up(model: type[Called]) -> None:
    """A search reads what it finds, and a page by names what it shows."""
    rare = ["zebra" if number % (MANY // RARE) == 0 else "shoe" for number in range(MANY)]
    rows = [model(name=f"{word} {at}", created_by=None) for at, word in enumerate(rare)]
    await model.insert_many(rows)
    kept = model.get_pymongo_collection()
    for order in (Order("created_at"), Order(NAME_KEY, descending=False)):
        found = await kept.find(named("zebr")).sort(order.sort).limit(20).explain()
        page = await kept.find(named(None)).sort(order.sort).limit(20).explain()

        assert found["executionStats"]["nReturned"] == RARE
        assert found["executionStats"]["totalDocsExamined"] <= 2 * RARE
        assert page["executionStats"]["totalDocsExamined"] <= 21
        assert "COLLSCAN" not in str([found["queryPlanner"], page["queryPlanner"]])


@of_both
async def test_what_an_earlier_version_kept_is_found_and_sorted(
    admin: Client, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start completes it, in steps, as if it had been made today."""
    monkeypatch.setattr(called, "AT_ONCE", 1)
    await made(admin, kind, *NAMES[:2])
    rows = MODELS[kind].get_pymongo_collection()
    before = await rows.find().to_list()
    await rows.update_many({}, {"$unset": {NAME_KEY: "", "found_by": ""}})
    await MODELS[kind].complete()
    asked = {"where": {"search": "summer"}, "order": BY_NAME, "first": 10, "after": None}
    found = await admin.ask(document(kind), **asked)

    assert [one["name"] for one in found[kind]["nodes"]] == ["Summer in Lisbon", "summer sale"]
    assert await rows.find().to_list() == before
