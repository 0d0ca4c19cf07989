"""images(where): whatever is asked together, what is found is what a plain look at each gives."""

import operator
import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import asin, cos, prod, radians, sin, sqrt
from typing import Any

from beanie import PydanticObjectId

from documents.image_files import ImportSource
from documents.images import Image
from documents.problems import Problem
from documents.processing_states import ProcessingState
from documents.reviews import Review, ReviewState
from graph.ids import global_id
from tests.documents.pictures import picture
from tests.server import Client

Where = dict[str, Any]
Test = Callable[[Image], bool]
LIST = """query($where: ImagesWhere) { images(where: $where, first: 100) {
  totalCount nodes { id } facets { counted } } }"""
START = datetime(2026, 1, 1, tzinfo=UTC)
PICTURES, FILTERS = 60, 200
GROUPS, COLLECTIONS, PEOPLE = ([PydanticObjectId() for _ in range(3)] for _ in range(3))
SIZES = [(3000, 2000), (1000, 1000), (1000, 2000), (640, 480)]
PLACES = [(-23.5, -46.6), (-17.0, 179.5), (52.5, 13.4), (0.0, 0.0), (64.1, -21.9), (-36.8, 174.7)]
CODES = ["SKU-1", "SKU-10", "sku-1", "Ä.*1", "ABC"]
CODES_OF_FAILURE = ["CRASHED", "TOO_LARGE"]
CAMERAS = ["Canon", "CANON", "Nikon", "Olympüs", "N" * 300]
WORDS = ["Café", "cafe", "Straße", "red", "re", "日本"]
NAMES = ["DSC_1.jpg", "dsc_10.JPG", "Fóto [1].png", "x"]
SORTS = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


def one(number: int, chance: random.Random) -> Image:
    """A picture that has of everything something, or nothing."""

    def some(values: list[Any]) -> Any:
        return chance.choice([*values, None])

    def moment(days: int = 30) -> datetime:
        return START + timedelta(days=chance.randrange(days), hours=chance.randrange(24))

    state = chance.choice([ProcessingState.READY, ProcessingState.QUEUED, ProcessingState.FAILED])
    failed = state is ProcessingState.FAILED
    size, place, review = some(SIZES), some(PLACES), chance.choice([*ReviewState])
    said = {
        "title": some(["A mug", ""]),
        "description": some(["For the kitchen"]),
        "keywords": chance.sample(WORDS, chance.randrange(3)),
        "alt_text": some(["A shoe"]),
        "alt_texts": some([{"pt-BR": "Um sapato"}, {}]),
        "decorative": some([True, False]),
        "camera_make": some(CAMERAS),
        "camera_model": some(CAMERAS),
        "lens_model": some(CAMERAS),
        "captured_at": some([moment(), moment()]),
        **({"latitude": place[0], "longitude": place[1]} if place else {}),
    }
    made = picture(
        number,
        state=state,
        problem=Problem(code=chance.choice(CODES_OF_FAILURE), message="") if failed else None,
        review=Review(state=review, at=None if review is ReviewState.PENDING else moment()),
        product_code=some(CODES),
        group_id=some(GROUPS),
        collection_ids=chance.sample(COLLECTIONS, chance.randrange(3)),
        facts=dict(zip(("width", "height"), size, strict=True)) if size else {},
        metadata={name: value for name, value in said.items() if value is not None},
        valid_until=some([moment()]),
        created_at=moment(),
        updated_at=moment(),
    )
    made.imported.importer_id, made.imported.source = some(PEOPLE), chance.choice([*ImportSource])
    made.imported.file_name = chance.choice(NAMES)
    made.original.bytes = chance.choice([1, 5_000, 2**40])
    made.original.content_type = chance.choice(["image/jpeg", "image/png"])
    return made


def folded(text: str) -> str:
    """Without capitals and accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in bare if not unicodedata.combining(one))


def texts(name: str, values: list[str], read: Callable[[Image], list[str]], *, exact: bool) -> Any:
    """Conditions on texts; with `exact`, capitals count."""
    same: Callable[[str], str] = str if exact else folded

    def known(one: Image) -> list[str]:
        return [*map(same, read(one))]

    def make(chance: random.Random) -> tuple[Where, Test]:
        asked = chance.choice(values)
        few = chance.sample(values, chance.randrange(3))
        start = asked[: chance.randrange(1, len(asked) + 1)]
        there = chance.random() < 0.5
        ways: list[tuple[Where, Test]] = [
            ({"eq": asked}, lambda one: same(asked) in known(one)),
            ({"in": few}, lambda one: bool({*map(same, few)} & {*known(one)})),
            ({"startsWith": start}, lambda one: any(x.startswith(same(start)) for x in known(one))),
            ({"exists": there}, lambda one: bool(read(one)) is there),
        ]
        where, test = chance.choice(ways)
        return {name: where}, test

    return make


def closed(name: str, values: list[Any], read: Callable[[Image], list[Any]], kind: str = "") -> Any:
    """Conditions on one of a few values: ids of a kind, or names."""

    def told(value: Any) -> str:
        return global_id(kind, value) if kind else value.value

    def make(chance: random.Random) -> tuple[Where, Test]:
        asked, few = chance.choice(values), chance.sample(values, chance.randrange(3))
        there = chance.random() < 0.5
        ways: list[tuple[Where, Test]] = [
            ({"eq": told(asked)}, lambda one: asked in read(one)),
            ({"in": [*map(told, few)]}, lambda one: bool({*few} & {*read(one)})),
            *([({"exists": there}, lambda one: bool(read(one)) is there)] if kind else []),
        ]
        where, test = chance.choice(ways)
        return {name: where}, test

    return make


def ranged(name: str, values: list[Any], read: Callable[[Image], Any], *, told: Any = None) -> Any:
    """Conditions on what is more or less: what has no value is neither."""

    def make(chance: random.Random) -> tuple[Where, Test]:
        asked = {sort: chance.choice(values) for sort in chance.sample([*SORTS], 2)}
        where = {sort: told(value) if told else value for sort, value in asked.items()}

        def test(one: Image) -> bool:
            found = read(one)
            return found is not None and all(SORTS[sort](found, x) for sort, x in asked.items())

        return {name: where}, test

    return make


def moments(name: str, read: Callable[[Image], datetime | None]) -> Any:
    """Conditions on times."""
    days = [START + timedelta(days=day) for day in range(0, 31, 5)]
    return ranged(name, days, read, told=lambda moment: moment.isoformat())


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way over the sphere between two places."""
    (north, east), (to_north, to_east) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((to_north - north) / 2) ** 2
    half += cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * 6_378_100 * asin(sqrt(half))


def place(one: Image) -> tuple[float, float] | None:
    """Where it was taken."""
    known = one.metadata
    return (known["latitude"], known["longitude"]) if "latitude" in known else None


def circle(chance: random.Random) -> tuple[Where, Test]:
    """Around one of the places, as far as the next or not."""
    centre, far = chance.choice(PLACES), chance.choice([1_000.0, 2_000_000.0, 11_000_000.0])
    around = {"latitude": centre[0], "longitude": centre[1], "metres": far}

    def test(one: Image) -> bool:
        there = place(one)
        return there is not None and metres(centre, there) <= far

    return {"place": {"circle": around}}, test


def box(chance: random.Random) -> tuple[Where, Test]:
    """Between parallels and meridians, also over the date line."""
    south, north = sorted(chance.sample(range(-89, 90, 7), 2))
    west, east = chance.sample(range(-179, 180, 11), 2)

    def test(one: Image) -> bool:
        there = place(one)
        if there is None or not south <= there[0] <= north:
            return False
        after, before = west <= there[1], there[1] <= east
        return (after and before) if west <= east else (after or before)

    return {"place": {"box": {"south": south, "west": west, "north": north, "east": east}}}, test


def lacks(one: Image) -> Iterator[str]:
    """What a picture lacks."""
    known = one.metadata
    if not (known.get("alt_text") or known.get("alt_texts") or known.get("decorative")):
        yield "ALT_TEXT"
    plain = ("description", "keywords", "title")
    yield from (name.upper() for name in plain if not known.get(name))
    if one.product_code is None:
        yield "PRODUCT"


def missing(chance: random.Random) -> tuple[Where, Test]:
    """One of several parts."""
    parts = ["ALT_TEXT", "DESCRIPTION", "KEYWORDS", "TITLE", "PRODUCT"]
    few = chance.sample(parts, chance.randrange(3))
    return {"missing": few}, lambda one: bool({*few} & {*lacks(one)})


def shape(one: Image) -> str | None:
    """Wider or higher."""
    if not one.facts:
        return None
    wide, high = one.facts["width"], one.facts["height"]
    return "SQUARE" if wide == high else "LANDSCAPE" if wide > high else "PORTRAIT"


def shaped(chance: random.Random) -> tuple[Where, Test]:
    """By shape."""
    few = chance.sample(["LANDSCAPE", "PORTRAIT", "SQUARE"], chance.randrange(3))
    return {"shape": {"in": few}}, lambda one: shape(one) in few


def told(name: str) -> Callable[[Image], list[str]]:
    """What the metadata has under a name."""
    return lambda one: [one.metadata[name]] if one.metadata.get(name) else []


def size(*names: str) -> Callable[[Image], int | None]:
    """A side of a picture, or all of them multiplied."""

    def read(one: Image) -> int | None:
        return prod(one.facts[name] for name in names) if one.facts else None

    return read


def ratio(one: Image) -> float | None:
    """Width by height."""
    return round(one.facts["width"] / one.facts["height"], 4) if one.facts else None


def optional(value: Any) -> list[Any]:
    """A list of what is there."""
    return [] if value is None else [value]


LEAVES: list[Callable[[random.Random], tuple[Where, Test]]] = [
    texts("product", CODES, lambda one: optional(one.product_code), exact=True),
    texts("keyword", WORDS, lambda one: one.metadata["keywords"], exact=False),
    texts("cameraMake", CAMERAS, told("camera_make"), exact=False),
    texts("cameraModel", CAMERAS, told("camera_model"), exact=False),
    texts("lensModel", CAMERAS, told("lens_model"), exact=False),
    texts("fileName", NAMES, lambda one: [one.imported.file_name], exact=False),
    texts(
        "contentType",
        ["image/jpeg", "image/png", "image/gif"],
        lambda one: [one.original.content_type],
        exact=False,
    ),
    texts(
        "problem",
        CODES_OF_FAILURE,
        lambda one: optional(one.problem and one.problem.code),
        exact=False,
    ),
    closed("processing", [*ProcessingState], lambda one: [one.state]),
    closed("review", [*ReviewState], lambda one: [one.review.state]),
    closed("source", [*ImportSource], lambda one: [one.imported.source]),
    closed("group", GROUPS, lambda one: optional(one.group_id), "ImageGroup"),
    closed("collection", COLLECTIONS, lambda one: one.collection_ids, "Collection"),
    closed("importer", PEOPLE, lambda one: optional(one.imported.importer_id), "User"),
    moments("createdAt", lambda one: one.created_at),
    moments("updatedAt", lambda one: one.updated_at),
    moments("capturedAt", lambda one: one.metadata.get("captured_at")),
    moments("decidedAt", lambda one: one.review.at),
    moments("validUntil", lambda one: one.valid_until),
    ranged("bytes", [0, 1, 5_000, 2**40], lambda one: one.original.bytes),
    ranged("width", [640, 1000, 2999.5], size("width")),
    ranged("height", [480, 1000, 2000], size("height")),
    ranged("pixels", [640 * 480, 1_000_000], size("width", "height")),
    ranged("ratio", [0.5, 1, 1.3333, 1.5], ratio),
    circle,
    box,
    missing,
    shaped,
]


def asked(chance: random.Random, levels: int) -> tuple[Where, Test]:
    """A filter with others within, so many levels deep, and what it should mean."""
    leaves = [chance.choice(LEAVES)(chance) for _ in range(chance.randrange(3))]
    where: Where = {name: value for one, _ in leaves for name, value in one.items()}
    # Of two conditions on one field the later one stands.
    tests = [test for said, test in leaves if said.items() <= where.items()]
    if levels and chance.random() < 0.5:
        inner = [asked(chance, levels - 1) for _ in range(chance.randrange(3))]
        within = [test for _, test in inner]
        kind, all_of = chance.choice([("and", all), ("or", any)])
        where[kind] = [said for said, _ in inner]
        tests.append(lambda one: all_of(test(one) for test in within))
    if levels and chance.random() < 0.4:
        said, refused = asked(chance, levels - 1)
        where["not"] = said
        tests.append(lambda one: not refused(one))
    return where, lambda one: all(test(one) for test in tests)


def passing(images: Mapping[str, Image], test: Test) -> list[str]:
    """Which of them pass, in the order of their ids."""
    return sorted(id for id, one in images.items() if test(one))


async def test_beginnings_are_cut_as_values_are(admin: Client) -> None:
    """Of a value 200 characters are kept: whoever asks for more of its beginning finds it too."""
    made = one(0, random.Random(1))
    made.metadata["camera_make"] = "N" * 300
    assert await Image.reserve_all([made]) == []
    for begins, count in (("n" * 250, 1), ("n" * 200, 1), ("n" * 199 + "o", 0)):
        where = {"cameraMake": {"startsWith": begins}}
        assert (await admin.ask(LIST, where=where))["images"]["totalCount"] == count


async def test_filters_find_what_they_say(admin: Client) -> None:
    """Hundreds of filters over pictures that have all sorts of things; facets count the same."""
    chance = random.Random(26)
    made = [one(number, chance) for number in range(PICTURES)]
    assert await Image.reserve_all(made) == []
    kept = {global_id("Image", image.id): image for image in made}
    found = 0
    for _ in range(FILTERS):
        where, test = asked(chance, 3)
        page = (await admin.ask(LIST, where=where))["images"]
        right = passing(kept, test)
        found += 0 < len(right) < PICTURES

        assert sorted(node["id"] for node in page["nodes"]) == right, where
        assert page["totalCount"] == page["facets"]["counted"] == len(right), where
    assert found > FILTERS / 3
