"""Collections: hand-made, in a hand-made order."""

import asyncio
import random
from datetime import timedelta

from actions.arranging.removals import sweep_removals
from documents.clock import now
from documents.collections import Collection
from documents.images import Image
from documents.memberships import LONGEST_RANK, Membership
from graph.ids import object_id
from tests.graph.documents import DELETE
from tests.graph.order import (
    NOBODY,
    collection,
    do,
    document,
    done,
    found,
    group,
    order,
    paths,
    uploaded,
)
from tests.graph.steps import image
from tests.server import Client, codes


async def is_whole(id: str) -> bool:
    """Whether images and memberships say the same of a collection, each once."""
    inner = object_id("Collection", id)
    members = await Membership.find({"collection_id": inner}).to_list()
    images = await Image.find({"collection_ids": inner}).to_list()
    listed = [id for one in images for id in one.collection_ids if id == inner]
    same = {one.image_id for one in members} == {one.id for one in images}
    return same and len(members) == len(images) == len(listed)


NULLS = [
    ("UpdateCollectionInput", "updateCollection", {"name": None}),
    ("UpdateImageGroupInput", "updateImageGroup", {"name": None}),
    ("UpdateSmartCollectionInput", "updateSmartCollection", {"name": None}),
    ("UpdateCustomFieldInput", "updateCustomField", {"choices": None}),
    ("UpdateWebhookInput", "updateWebhook", {"paused": None}),
]


async def test_null_in_a_variable_is_refused_where_nothing_is_cleared(admin: Client) -> None:
    """What may be left out, but not be null, is the sender's fault, and told."""
    for kind, name, said in NULLS:
        query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ userErrors {{ code }} }} }}"
        answer = await admin.raw(query, input={"id": "x", "expectedVersion": 1, **said})

        [error] = answer["errors"]
        assert error["extensions"]["code"] == "BAD_REQUEST", name
        assert "leave it out" in error["message"]


async def test_a_collection_keeps_its_order(importer: Client) -> None:
    """Added at the end, once each; moved by many next to one, and to both ends."""
    a, b, c, d, e = await uploaded(importer, 5)
    id = await collection(importer, a, b, c)
    await done(importer, "addImagesToCollection", collectionId=id, imageIds=[d, b, e, d])
    orders = [await order(importer, id)]
    for image_ids, to in (
        ([e, d], {"before": b}),
        ([a, c], {"after": d}),
        ([b], {"end": "START"}),
        ([d, e], {"end": "END"}),
        ([b], {"after": e}),
        ([c], {"before": a}),
    ):
        input = {"collectionId": id, "imageIds": image_ids, "to": to}
        moved = await done(importer, "reorderCollection", **input)
        assert moved["movedIds"] == image_ids
        orders.append(await order(importer, id))

    assert orders == [
        [a, b, c, d, e],
        [a, e, d, b, c],
        [e, d, a, c, b],
        [b, e, d, a, c],
        [b, a, c, d, e],
        [a, c, d, e, b],
        [c, a, d, e, b],
    ]
    assert await is_whole(id)


async def test_uploads_go_into_collections_in_the_order_of_their_files(importer: Client) -> None:
    """However long each file takes, and however many calls there are at once."""
    id = await collection(importer)
    calls = [uploaded(importer, 6, collectionIds=[id]) for _ in range(3)]
    batches = await asyncio.gather(*calls)
    walked = await order(importer, id)

    assert sorted(walked) == sorted(one for batch in batches for one in batch)
    assert all([one for one in walked if one in batch] == batch for batch in batches)
    assert await is_whole(id)


async def test_what_is_wrong_is_told_at_its_place(importer: Client) -> None:
    """Unknown and foreign images are refused one by one; a place next to nothing as a whole."""
    [a, b, outside] = await uploaded(importer, 3)
    id, no_group = await collection(importer, a, b), await group(importer)
    both = {"collectionId": id, "imageIds": [NOBODY, outside, a]}
    abort = await do(importer, "addImagesToCollection", **both, errorPolicy="ABORT")
    moved = await do(importer, "reorderCollection", **both, to={"end": "END"})
    lost = [
        await do(importer, "reorderCollection", collectionId=id, imageIds=[a], to={"after": to})
        for to in (a, outside, NOBODY)
    ]
    wrong = await do(importer, "addImagesToCollection", collectionId=no_group, imageIds=[a])
    many = await do(importer, "addImagesToCollection", collectionId=id, imageIds=[a] * 251)

    assert (abort["addedIds"], paths(abort)) == ([], [("NOT_FOUND", ["imageIds", "0"])])
    assert moved["movedIds"] == [a]
    told = [("NOT_IN_COLLECTION", ["imageIds", place]) for place in ("0", "1")]
    assert paths(moved) == told
    assert [paths(one) for one in lost] == [[("INVALID_PLACE", ["to"])]] * 3
    assert paths(wrong) == [("INVALID_ID", ["collectionId"])]
    assert codes(many) == ["TOO_MANY"]
    assert await order(importer, id) == [b, a]


async def test_taken_out_is_out(importer: Client) -> None:
    """Taken out, an image is in the library still, and no cover; to repeat it changes nothing."""
    a, b, c = await uploaded(importer, 3)
    id = await collection(importer, a, b, c)
    await done(importer, "updateCollection", id=id, expectedVersion=1, coverId=b)
    taken = {"collectionId": id, "imageIds": [b, NOBODY, b]}
    answers = [await done(importer, "removeImagesFromCollection", **taken) for _ in range(2)]

    assert [one["removedIds"] for one in answers] == [[b, NOBODY]] * 2
    assert answers[0]["collection"]["cover"] == {"id": a}
    assert await order(importer, id) == [a, c]
    assert (await image(importer, b))["collections"] == []
    assert await is_whole(id)


async def test_the_cover_is_the_first_unless_chosen(importer: Client) -> None:
    """A cover is in its collection; an empty collection has none; null goes back to the first."""
    a, b, outside = await uploaded(importer, 3)
    id, empty = await collection(importer, a, b), await collection(importer)
    first = await found(importer, "Collection", id) or {}
    edit = {"id": id, "expectedVersion": 1, "description": "Warm"}
    chosen = (await done(importer, "updateCollection", **edit, coverId=b))["collection"]
    edit = {"id": id, "expectedVersion": 2}
    foreign = await do(importer, "updateCollection", **edit, coverId=outside)
    back = (await done(importer, "updateCollection", **edit, coverId=None))["collection"]

    assert (first["cover"], (await found(importer, "Collection", empty) or {})["cover"]) == (
        {"id": a},
        None,
    )
    assert (chosen["cover"], chosen["description"], chosen["version"]) == ({"id": b}, "Warm", 2)
    assert paths(foreign) == [("NOT_IN_COLLECTION", ["coverId"])]
    assert (back["cover"], back["description"], back["imageCount"]) == ({"id": a}, "Warm", 2)


async def test_racing_changes_lose_and_double_nothing(importer: Client) -> None:
    """Moves, additions, removals and uploads at the same moment leave one whole order."""
    chance = random.Random(7)
    ids = await uploaded(importer, 12)
    id = await collection(importer, *ids[:8])
    places = [{"after": ids[0]}, {"before": ids[0]}, {"end": "START"}, {"end": "END"}]
    moves = [
        do(
            importer,
            "reorderCollection",
            collectionId=id,
            imageIds=chance.sample(ids[1:6], 2),
            to=chance.choice(places),
        )
        for _ in range(12)
    ]
    adds = [
        do(importer, "addImagesToCollection", collectionId=id, imageIds=ids[6:]) for _ in range(3)
    ]
    out = do(importer, "removeImagesFromCollection", collectionId=id, imageIds=[ids[6], ids[7]])
    upload = uploaded(importer, 3, collectionIds=[id])
    fresh, answers = await asyncio.gather(upload, asyncio.gather(out, *moves, *adds))
    walked = await order(importer, id)

    assert [one["userErrors"] for one in answers] == [[]] * len(answers)
    assert len(walked) == len(set(walked))
    assert {*ids[:6], *ids[8:], *fresh} <= set(walked) <= {*ids, *fresh}
    assert await is_whole(id)


async def test_two_who_move_next_to_one_end_up_side_by_side(importer: Client) -> None:
    """Of two at the same moment each keeps its images together, and right after the one."""
    a, b, c, d, e, f = await uploaded(importer, 6)
    id = await collection(importer, a, b, c, d, e, f)
    pairs = ([c, d], [f, e])
    await asyncio.gather(
        *(
            done(importer, "reorderCollection", collectionId=id, imageIds=pair, to={"after": a})
            for pair in pairs
        )
    )

    assert await order(importer, id) in ([a, c, d, f, e, b], [a, f, e, c, d, b])


async def test_a_crowded_place_is_tidied(importer: Client) -> None:
    """Ranks stay short, and the order as it was, however often one and the same place is used."""
    a, b, c = await uploaded(importer, 3)
    id = await collection(importer, a, b, c)
    inner, rank = object_id("Collection", id), "8" * LONGEST_RANK
    members = Membership.get_pymongo_collection()
    for one, end in ((b, "1"), (c, "2")):
        who = {"collection_id": inner, "image_id": object_id("Image", one)}
        await members.update_one(who, {"$set": {"rank": rank + end}})
    move = {"collectionId": id, "imageIds": [a], "to": {"after": b}}
    await done(importer, "reorderCollection", **move)
    ranks = [one.rank for one in await Membership.find({"collection_id": inner}).to_list()]

    assert await order(importer, id) == [b, a, c]
    assert max(map(len, ranks)) < 20


async def test_one_of_many_edits_of_a_collection_wins(importer: Client) -> None:
    """Of ten edits of one version one is made; the others get CONFLICT and the new state."""
    id = await collection(importer)
    edits = [
        do(importer, "updateCollection", id=id, expectedVersion=1, name=f"Name {number}")
        for number in range(10)
    ]
    answers = await asyncio.gather(*edits)
    [winner] = [answer["collection"]["name"] for answer in answers if not answer["userErrors"]]

    assert sum(codes(answer) == ["CONFLICT"] for answer in answers) == 9
    assert {answer["collection"]["name"] for answer in answers} == {winner}


async def test_deleted_images_leave_their_collections(reviewer: Client) -> None:
    """Deleted pictures are in no order, and on no cover."""
    a, b, c = await uploaded(reviewer, 3)
    id = await collection(reviewer, a, b, c)
    await done(reviewer, "updateCollection", id=id, expectedVersion=1, coverId=b)
    await reviewer.ask(DELETE, input={"ids": [b]})
    left = await found(reviewer, "Collection", id) or {}

    assert await order(reviewer, id) == [a, c]
    assert (left["imageCount"], left["cover"]) == (2, {"id": a})
    assert await is_whole(id)


async def test_a_deleted_collection_leaves_its_images(reviewer: Client) -> None:
    """While others add to it: it is gone for all, nothing points at it, no picture is lost."""
    ids = await uploaded(reviewer, 4)
    id = await collection(reviewer, *ids[:2])
    add = {"collectionId": id, "imageIds": ids}
    await asyncio.gather(
        uploaded(reviewer, 3, collectionIds=[id]),
        do(reviewer, "deleteCollection", id=id),
        *(do(reviewer, "addImagesToCollection", **add) for _ in range(3)),
        do(reviewer, "deleteCollection", id=id),
    )
    after = await do(reviewer, "addImagesToCollection", **add)

    assert await found(reviewer, "Collection", id) is None
    assert codes(after) == ["NOT_FOUND"]
    assert [(await image(reviewer, one))["collections"] for one in ids] == [[]] * 4
    assert await Image.find({"collection_ids": object_id("Collection", id)}).to_list() == []
    assert await Membership.find_all().to_list() == []


async def test_a_deletion_that_was_cut_off_is_ended(importer: Client) -> None:
    """A collection that is hidden but not cleared is seen by nobody, and the sweeper ends it."""
    [a] = await uploaded(importer, 1)
    id = await collection(importer, a)
    collections = Collection.get_pymongo_collection()
    hidden = {"$set": {"deleted_at": now()}}
    await collections.update_one({"_id": object_id("Collection", id)}, hidden)
    listed = (await importer.ask("{ collections { totalCount } }"))["collections"]

    assert (listed["totalCount"], (await image(importer, a))["collections"]) == (0, [])
    assert await sweep_removals(timedelta(0)) == 1
    assert (await collections.count_documents({}), await Membership.count()) == (0, 0)


async def test_a_list_reads_what_it_is_asked_for(importer: Client) -> None:
    """Any fields of the images can be asked for together, also those that share a part."""
    [a] = await uploaded(importer, 1)
    id = await collection(importer, a)
    query = """query ($id: ID!) { collection(id: $id) { images { nodes {
      fileName imported { fileName importedAt } productRole productPosition version
      title metadata { title } group { name } collections { name } jobId } } } }"""
    [node] = (await importer.ask(query, id=id))["collection"]["images"]["nodes"]

    assert node["fileName"] == node["imported"]["fileName"] == "0.jpg"


async def test_importers_do_not_delete_collections(importer: Client) -> None:
    """Deleting needs the role for it."""
    id = await collection(importer)

    assert await importer.refused(document("deleteCollection"), input={"id": id}) == "FORBIDDEN"
