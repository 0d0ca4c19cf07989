"""Which pictures are there already, and which are alike."""

import random
from typing import Any

from tests import photos
from tests.graph.documents import DELETE
from tests.graph.sending import announced, created, sha256
from tests.graph.steps import image, processed, upload
from tests.graph.test_cost import Commands, commands
from tests.graph.trashing import RESTORE, replaced, settled
from tests.server import Client, Sent

__all__ = ["commands"]

PHOTO = Sent("a.jpg", photos.jpeg(64, 48))
TOLD = Sent("told.jpg", photos.jpeg(64, 48, description="The same pixels, told of"))
LARGER = Sent("larger.jpg", photos.jpeg(128, 96))
CHECK = """
query Check($sha256: [String!]!) { checkDuplicates(sha256: $sha256) { sha256 images { id } } }"""
ALIKE = """
query Alike($id: ID!, $max: Int! = 6, $first: Int! = 20) {
  image(id: $id) {
    duplicates {
      exact(first: $first) { id }
      samePicture(first: $first) { id }
      similar(maxDistance: $max, first: $first) { distance image { id fileName } }
    }
  }
}"""
PAGE = """
query ($first: Int!) {
  images(first: $first) {
    nodes {
      duplicates { exact { id } samePicture { id } similar { distance image { id } } }
    }
  }
}"""


def shaded(size: int) -> bytes:
    """One scene with a black corner, larger and larger."""
    scene = photos.scene(320, 240, random.Random(5))
    scene.paste((0, 0, 0), (0, 0, size * 5, size * 5))
    return photos.saved(scene, "PNG")


async def checked(client: Client, *sums: str) -> list[list[str]]:
    """The ids of the images with each file."""
    rows = (await client.ask(CHECK, sha256=list(sums)))["checkDuplicates"]
    assert [row["sha256"] for row in rows] == [one.lower() for one in sums]
    return [[one["id"] for one in row["images"]] for row in rows]


async def alike(client: Client, id: str, **said: Any) -> dict[str, list[Any]]:
    """The ids of what is like a picture; similar ones with their distance."""
    told = (await client.ask(ALIKE, id=id, **said))["image"]["duplicates"]
    near = [(one["image"]["id"], one["distance"]) for one in told["similar"]]
    exact, same = ([one["id"] for one in told[kind]] for kind in ("exact", "samePicture"))
    return {"exact": exact, "same": same, "similar": near}


async def test_what_is_there_is_told_before_it_is_sent(importer: Client) -> None:
    """In the order of the input, doubled or not, in capitals or not; unknown files have none."""
    [first] = await upload(importer, PHOTO)
    [second] = await upload(importer, PHOTO)
    known = sha256(PHOTO.content)
    found = await checked(importer, "0" * 64, known, known.upper())

    assert found == [
        [],
        [first["imageId"], second["imageId"]],
        [first["imageId"], second["imageId"]],
    ]


async def test_what_is_only_announced_is_not_there(importer: Client) -> None:
    """A promised checksum proves nothing."""
    known = sha256(PHOTO.content)
    await created(importer, announced(PHOTO, sha256=known))

    assert await checked(importer, known) == [[]]


async def test_what_nothing_is_known_of_is_like_nothing(importer: Client) -> None:
    """An image whose file has not come has no duplicates, and asking is no error."""
    [waits] = await created(importer, announced(PHOTO))

    assert await alike(importer, waits["imageId"]) == {"exact": [], "same": [], "similar": []}


async def test_nobody_else_may_ask_and_nothing_else(importer: Client, stranger: Client) -> None:
    """Strangers, what is no checksum, and more than 250 are refused."""
    assert await stranger.refused(CHECK, sha256=["0" * 64]) == "UNAUTHENTICATED"
    assert await importer.refused(CHECK, sha256=["0" * 63]) == "BAD_REQUEST"
    assert await importer.refused(CHECK, sha256=["0" * 64] * 251) == "BAD_REQUEST"
    assert await checked(importer, *["0" * 64] * 250) == [[]] * 250
    assert await checked(importer) == []


async def test_each_picture_tells_what_is_like_it(importer: Client, worker: None) -> None:
    """The same file, the same pixels in another file, and a larger copy: each in its own list."""
    ids = await processed(
        importer, PHOTO, PHOTO, TOLD, LARGER, Sent("b.jpg", photos.photo(0.05, seed=9))
    )
    told = await alike(importer, ids[0])

    assert told["exact"] == [ids[1]]
    assert told["same"] == [ids[2]]
    assert [id for id, _ in told["similar"]] == [ids[3]]
    assert told["similar"][0][1] <= 6
    assert await alike(importer, ids[4]) == {"exact": [], "same": [], "similar": []}


async def test_the_nearest_come_first(importer: Client, worker: None) -> None:
    """As many as are asked for, within the distance that is asked for."""
    shades = [Sent(f"{n}.png", shaded(n)) for n in range(0, 24, 3)]
    ids = await processed(importer, *shades)
    told = (await alike(importer, ids[0], max=8, first=50))["similar"]
    distances = [distance for _, distance in told]
    few = (await alike(importer, ids[0], max=8, first=2))["similar"]
    none_apart = (await alike(importer, ids[0], max=0))["similar"]

    assert distances == sorted(distances)
    assert few == told[:2]
    assert none_apart == [(id, distance) for id, distance in told if distance == 0]


async def test_limits_are_told(importer: Client) -> None:
    """Too far, too many and too few are refused, not cut."""
    [one] = await upload(importer, PHOTO)
    for said in ({"max": 9}, {"max": -1}, {"first": 0}, {"first": 51}):
        answer = await importer.raw(ALIKE, id=one["imageId"], **said)

        assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_lists_in_lists_have_an_end(importer: Client, worker: None) -> None:
    """Duplicates of duplicates are found, but not for more than 250 pictures at once."""
    await processed(importer, *[Sent("a.jpg", photos.jpeg(64, 48))] * 17)
    alike = "{ images { nodes { duplicates { exact { duplicates { exact { id } } } } } } }"
    answer = await importer.raw(alike)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_the_trash_is_no_duplicate(reviewer: Client, worker: None) -> None:
    """What is deleted is like nothing; brought back it is again."""
    ids = await processed(reviewer, PHOTO, PHOTO, TOLD, LARGER)
    before = await alike(reviewer, ids[0])
    await reviewer.ask(DELETE, input={"ids": ids[1:]})
    between = await alike(reviewer, ids[0])
    there = await checked(reviewer, sha256(PHOTO.content))
    await reviewer.ask(RESTORE, input={"ids": ids[1:]})

    assert between == {"exact": [], "same": [], "similar": []}
    assert there == [[ids[0]]]
    assert await alike(reviewer, ids[0]) == before


async def test_another_file_is_like_others(reviewer: Client, worker: None) -> None:
    """After a replacement the old file is nobody's duplicate, and the new one is."""
    one, two = await processed(reviewer, PHOTO, TOLD)
    version = (await image(reviewer, one))["version"]
    await replaced(reviewer, one, version, Sent("n.jpg", photos.photo(0.05, seed=9)))
    await settled(reviewer, one)
    apart = await alike(reviewer, two)
    await replaced(reviewer, one, (await image(reviewer, one))["version"], TOLD)
    await settled(reviewer, one)

    assert apart == {"exact": [], "same": [], "similar": []}
    assert (await alike(reviewer, two))["exact"] == [one]


async def test_a_page_costs_the_same_whatever_its_size(
    commands: Commands, importer: Client, worker: None
) -> None:
    """What is like six pictures is found with as many queries as what is like one."""
    await processed(
        importer, PHOTO, PHOTO, TOLD, LARGER, Sent("b.jpg", photos.photo(0.05, seed=9)), TOLD
    )
    costs = []
    for first in (1, 6):
        commands.names.clear()
        found = await importer.ask(PAGE, first=first)
        assert len(found["images"]["nodes"]) == first
        costs.append(len([name for name in commands.names if name != "getMore"]))

    # Who asks (2), the page, same file and pixels, and three for what is similar.
    assert costs[1] <= costs[0] + 1 <= 9
