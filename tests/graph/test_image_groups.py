"""Groups: what is said of them, what is in them, and what becomes of it."""

import asyncio
from datetime import timedelta

from actions.arranging.removals import sweep_removals
from documents.clock import now
from documents.groups import ImageGroup
from graph.ids import object_id
from storage.bucket import Bucket
from tests.graph.order import NOBODY, do, document, done, found, group, paths, uploaded
from tests.graph.steps import fetched, image, processed
from tests.graph.trashing import PURGE
from tests.photos import jpeg
from tests.server import Client, Sent, codes

EVENT = {"eventName": "Spring shoot", "eventDate": "2026-05-01", "description": "In the studio"}


async def test_a_group_tells_its_event(importer: Client) -> None:
    """Name, description, event and its day are kept, changed and cleared."""
    made = (await done(importer, "createImageGroup", name="May", **EVENT))["group"]
    change = {"name": "June", "eventDate": "2026-06-02", "eventName": None}
    input = {"id": made["id"], "expectedVersion": 1, **change}
    edited = (await done(importer, "updateImageGroup", **input))["group"]

    assert {key: made[key] for key in EVENT} == EVENT
    assert edited["version"] == 2
    assert (edited["name"], edited["eventDate"]) == ("June", "2026-06-02")
    assert (edited["eventName"], edited["description"]) == (None, "In the studio")
    assert await found(importer, "ImageGroup", made["id"]) == edited


async def test_a_day_is_a_day(importer: Client) -> None:
    """What is no day of the calendar is refused, and so is a group without a name."""
    for day in ("2026-02-30", "yesterday", 5):
        input = {"name": "May", "eventDate": day}
        assert await importer.refused(document("createImageGroup"), input=input) == "BAD_REQUEST"
    id = await group(importer)
    nameless = await do(importer, "updateImageGroup", id=id, expectedVersion=1, name=" ")

    assert codes(nameless) == ["TEXT_MISSING"]


async def test_one_of_many_edits_of_a_group_wins(importer: Client) -> None:
    """Of ten edits of one version one is made; the others get CONFLICT and the new state."""
    id = await group(importer)
    edits = [
        do(importer, "updateImageGroup", id=id, expectedVersion=1, name=f"Name {number}")
        for number in range(10)
    ]
    answers = await asyncio.gather(*edits)
    [winner] = [answer["group"]["name"] for answer in answers if not answer["userErrors"]]

    assert sum(codes(answer) == ["CONFLICT"] for answer in answers) == 9
    assert {answer["group"]["name"] for answer in answers} == {winner}
    assert {answer["group"]["version"] for answer in answers} == {2}


async def test_a_group_lists_its_images(importer: Client) -> None:
    """By page, with the filters and orders of `images`, and a count of all."""
    ids = await uploaded(importer, 3, productCode="A", group={"name": "May"})
    id = (await image(importer, ids[0]))["group"]["id"]
    await uploaded(importer, 1, productCode="B", group={"id": id})
    other = await group(importer, "June")
    query = """query ($id: ID!, $where: ImagesWhere, $order: ImageOrder, $after: String) {
      imageGroup(id: $id) { imageCount images(where: $where, orderBy: $order, first: 2,
      after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }"""
    asked = {"id": id, "where": {"productCode": "A"}, "order": {"direction": "ASC"}}
    one = (await importer.ask(query, **asked))["imageGroup"]
    after = one["images"]["pageInfo"]["endCursor"]
    two = (await importer.ask(query, **asked, after=after))["imageGroup"]
    none = await importer.ask(query, id=id, where={"groupId": other})

    listed = [node["id"] for page in (one, two) for node in page["images"]["nodes"]]
    assert sorted(listed) == sorted(ids)
    assert (one["imageCount"], one["images"]["totalCount"]) == (4, 3)
    assert not two["images"]["pageInfo"]["hasNextPage"]
    assert none["imageGroup"]["images"]["totalCount"] == 0


async def test_images_move_with_their_links(importer: Client, worker: None) -> None:
    """In another group, or in none, a picture's files are where they were, whatever their names."""
    photo = Sent("a.jpg", jpeg())
    [one] = await processed(importer, photo, group={"name": "May"})
    [two] = await processed(importer, photo, group={"name": "June"})
    link = (await image(importer, one))["renditions"][0]["url"]
    june = (await image(importer, two))["group"]["id"]
    moved = await done(importer, "moveImages", imageIds=[one, two], groupId=june)
    [out] = (await done(importer, "moveImages", imageIds=[two], groupId=None))["images"]

    assert [one["group"]["id"] for one in moved["images"]] == [june, june]
    assert out["group"] is None
    assert (await fetched(link)).status_code == 200
    assert (await image(importer, one))["fileName"] == "a.jpg"


async def test_a_bad_id_does_not_keep_others_from_moving(importer: Client) -> None:
    """Unknown images are refused at their place; with ABORT nobody moves; so without a group."""
    to, [id] = await group(importer), await uploaded(importer, 1)
    abort = {"imageIds": [NOBODY, id], "groupId": to, "errorPolicy": "ABORT"}
    none = await do(importer, "moveImages", **abort)
    some = await do(importer, "moveImages", imageIds=[NOBODY, id, id], groupId=to)
    nowhere = await do(importer, "moveImages", imageIds=[id], groupId=id)

    assert (none["images"], paths(none)) == ([], [("NOT_FOUND", ["imageIds", "0"])])
    assert [one["id"] for one in some["images"]] == [id]
    assert paths(some) == [("NOT_FOUND", ["imageIds", "0"])]
    assert paths(nowhere) == [("INVALID_ID", ["groupId"])]


async def test_racing_moves_end_in_one_group(importer: Client) -> None:
    """Pictures that many move at the same moment end in one group, whole and together."""
    ids = await uploaded(importer, 3)
    groups = [await group(importer, f"G{number}") for number in range(6)]
    moves = [done(importer, "moveImages", imageIds=ids, groupId=to) for to in groups]
    await asyncio.gather(*moves)
    counts = [(await found(importer, "ImageGroup", id) or {})["imageCount"] for id in groups]

    assert sorted(counts) == [0, 0, 0, 0, 0, 3]


async def test_a_deleted_group_keeps_its_images(reviewer: Client) -> None:
    """With KEEP the group is gone, also when asked twice, and its images are in none."""
    ids = await uploaded(reviewer, 2, group={"name": "May"})
    id = (await image(reviewer, ids[0]))["group"]["id"]
    for _ in range(2):
        answer = await done(reviewer, "deleteImageGroup", id=id, images="KEEP")
        assert answer["deletedId"] == id
    moved = await do(reviewer, "moveImages", imageIds=ids, groupId=id)

    assert await found(reviewer, "ImageGroup", id) is None
    assert [(await image(reviewer, one))["group"] for one in ids] == [None, None]
    assert codes(moved) == ["NOT_FOUND"]


async def test_a_deleted_group_takes_its_images_along(
    admin: Client, reviewer: Client, worker: None, bucket: Bucket
) -> None:
    """With DELETE its images go to the trash, and from there for good; others stay."""
    photo = Sent("a.jpg", jpeg())
    [one] = await processed(reviewer, photo, group={"name": "May"})
    [other] = await processed(reviewer, photo)
    id = (await image(reviewer, one))["group"]["id"]
    await done(reviewer, "deleteImageGroup", id=id, images="DELETE")
    listed = await reviewer.ask("{ images { nodes { id } } imageGroups { totalCount } }")
    purged = await admin.ask(PURGE, input={"ids": [one]})
    left = [info.key async for info in bucket.list("")]

    assert purged["purgeImages"]["userErrors"] == []
    assert listed["images"]["nodes"] == [{"id": other}]
    assert listed["imageGroups"]["totalCount"] == 0
    assert not any(key.startswith(str(object_id("ImageGroup", id))) for key in left)


async def test_nothing_is_lost_in_a_group_that_goes(reviewer: Client) -> None:
    """Pictures that come into a group while it is deleted are in none, but all there."""
    ids = await uploaded(reviewer, 6)
    id = await group(reviewer)
    moves = [do(reviewer, "moveImages", imageIds=[one], groupId=id) for one in ids]
    gone = done(reviewer, "deleteImageGroup", id=id, images="KEEP")
    uploads = uploaded(reviewer, 4, group={"id": id})
    came, *_ = await asyncio.gather(uploads, gone, *moves)
    listed = (await reviewer.ask("{ images { nodes { id group { id } } } }"))["images"]["nodes"]

    assert {one["id"] for one in listed} == {*ids, *came}
    assert {one["group"] and one["group"]["id"] for one in listed} == {None}
    assert await found(reviewer, "ImageGroup", id) is None


async def test_a_deletion_that_was_cut_off_is_ended(reviewer: Client) -> None:
    """A group that is hidden but not cleared is seen by nobody, and the sweeper ends it."""
    ids = await uploaded(reviewer, 2, group={"name": "May"})
    id = (await image(reviewer, ids[0]))["group"]["id"]
    hidden = {"$set": {"deleted_at": now()}}
    groups = ImageGroup.get_pymongo_collection()
    await groups.update_one({"_id": object_id("ImageGroup", id)}, hidden)
    seen = await found(reviewer, "ImageGroup", id)
    ended = await sweep_removals(timedelta(0))

    assert (seen, ended) == (None, 1)
    assert await groups.count_documents({}) == 0
    assert (await image(reviewer, ids[1]))["group"] is None


async def test_importers_do_not_delete_groups(importer: Client) -> None:
    """Deleting needs the role for it."""
    id = await group(importer)
    input = {"id": id, "images": "KEEP"}

    assert await importer.refused(document("deleteImageGroup"), input=input) == "FORBIDDEN"
