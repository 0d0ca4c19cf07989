"""What may change what shops see: each way is told, once, and in the transaction of the change."""

from functools import partial
from io import BytesIO
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from actions import images
from actions.access import OPERATOR
from actions.arranging import placement, products
from actions.arranging.placement import Placement
from actions.arranging.products import ProductImages
from actions.arriving import reusing, said
from actions.arriving.clashes import Belonging
from actions.arriving.said import Batch
from actions.batches import ErrorPolicy
from actions.deleting import deletion, trash
from actions.delivery import by_change_stream
from actions.metadata import editing, imports, locations, states
from actions.metadata.editing import Edit
from actions.metadata.table import image_name
from actions.pictures import reprocessing
from actions.publishing.following import follow
from actions.reviewing import decisions
from documents.audit import Actor
from documents.catalog_products import CatalogProduct
from documents.changes import Change
from documents.images import Image
from documents.jobs import Job, JobState
from documents.metadata_revisions import MetadataRevision
from documents.products import Product, ProductRole
from documents.reviews import ReviewReason
from documents.transactions import Session, together
from jobs.run import run
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.actions.shops import catalogue, in_step, shown, told
from tests.jobs.pictures import approved, claimed, ready

pytestmark = pytest.mark.usefixtures("database")
POLICY = ErrorPolicy.ABORT


async def kept(*made: Image) -> list[PydanticObjectId]:
    """The ids of pictures that shops see from now on."""
    await Image.insert_many(list(made))
    ids = [one.id for one in made]
    await together(partial(follow, ids))
    return ids


async def last() -> tuple[str, PydanticObjectId, list[str]]:
    """The newest change; all is in step."""
    await in_step()
    return (await told())[-1]


async def test_whatever_people_say_is_told(bucket: Bucket) -> None:
    """Edits, by whichever way, name the fields that shops see; others are not told at all."""
    one, two = await kept(shown(1), shown(2))
    await editing.update(OPERATOR, [Edit(one, {"title": "Red", "source": "Me"})], policy=POLICY)
    assert await last() == ("UPDATED", one, ["title"])
    await states.copy(OPERATOR, one, [two], ["title", "source"], policy=POLICY)
    assert await last() == ("UPDATED", two, ["title"])
    texts = [{"locale": "pt-BR", "text": "Tênis"}]
    await editing.update(OPERATOR, [Edit(one, {"alt_texts": texts})], policy=POLICY)
    assert await last() == ("UPDATED", one, ["alt_texts"])
    newest = await MetadataRevision.find({"image_id": one}).sort("-_id").to_list()
    await states.revert(OPERATOR, one, newest[0].id, (await Image.present(one)).version)
    assert await last() == ("UPDATED", one, ["alt_texts"])
    await images.edit(OPERATOR, one, {"description": "A shoe"}, (await Image.present(one)).version)
    assert await last() == ("UPDATED", one, ["description"])
    version = (await Image.present(one)).version
    table = f"id,version,credit\r\n{image_name(one)},{version},Ada\r\n".encode()
    await imports.begin(
        OPERATOR, BytesIO(table), dry_run=False, bucket=bucket, deliver=by_change_stream
    )
    assert await last() == ("UPDATED", one, ["credit"])
    before = len(await told())
    await editing.update(OPERATOR, [Edit(one, {"source": "You"})], policy=POLICY)
    await locations.remove(
        OPERATOR, [one], also_from_original=False, policy=POLICY, deliver=by_change_stream
    )

    assert len(await told()) == before
    await in_step()


async def test_where_pictures_stand_is_told() -> None:
    """Another place is REORDERED; another product is UPDATED, and says from which."""
    await Product.ensure("A", "Shoe")
    await Product.ensure("B", "Boot")
    one, two = await kept(shown(1, product_code="A"), shown(2, product_code="A"))
    [other] = await kept(shown(3, product_code="B"))
    await placement.place(OPERATOR, "A", [Placement(two, ProductRole.MAIN, 1)], policy=POLICY)

    assert (await told())[-2:] == [
        ("REORDERED", two, ["role", "position"]),
        ("REORDERED", one, ["position"]),
    ]
    await placement.place(OPERATOR, "A", [Placement(other)], policy=POLICY)
    moved = (await Change.find().sort("-_id").to_list())[0]
    assert (moved.kind, moved.image_id) == ("UPDATED", other)
    assert {"product_code", "product_name"} <= set(moved.fields)
    assert (moved.product_code, moved.previous_product_code) == ("A", "B")
    await in_step()


async def test_the_name_of_a_product_is_told(database: AsyncDatabase[dict[str, Any]]) -> None:
    """For each of its pictures, whoever gave it: by hand, with an edit, or by a later upload."""
    await Product.ensure("A", "Shoe")
    [one] = await kept(shown(1, product_code="A"))
    product = await Product.find_one({"code": "A"})
    assert product is not None
    await products.update(OPERATOR, product.id, {"name": None}, 1)
    assert await last() == ("UPDATED", one, ["product_name"])
    await said.settled(OPERATOR, Batch(product_code="A", product_name="Boot"))
    assert await last() == ("UPDATED", one, ["product_name"])
    await images.edit(OPERATOR, one, {"product_name": "Shoe"}, 1)
    assert await last() == ("UPDATED", one, ["product_name"])
    [row] = (await catalogue()).values()
    assert row["product_name"] == "Shoe"
    await products.delete(OPERATOR, product.id, ProductImages.KEEP)

    kind, id, fields = await last()
    assert (kind, id) == ("UPDATED", one)
    assert {"product_code", "product_name"} <= set(fields)
    assert await CatalogProduct.get("A") is None


async def test_a_picture_that_is_reused_is_told() -> None:
    """Given back in the place of a new one, it comes onto the product of that."""
    [one] = await kept(shown(1, product_code=None))
    await Product.ensure("A", None)
    [two] = await kept(shown(2, product_code="A"))
    wanted = Belonging("A", "Boot", None, {})
    await reusing.reuse(Actor(), one, wanted)

    kinds = [(kind, id) for kind, id, _ in (await told())[-2:]]
    assert kinds == [("UPDATED", two), ("UPDATED", one)]
    await in_step()


async def test_what_is_taken_back_is_told_with_the_decision(bucket: Bucket) -> None:
    """Withdrawn, or deleted: the row is gone with the decision; what nobody saw is not told."""
    one, two, three = await kept(shown(1), shown(2), shown(3))
    await decisions.withdraw(
        OPERATOR, [one], reason=ReviewReason.RIGHTS, note=None, policy=POLICY, bucket=bucket
    )
    assert await last() == ("WITHDRAWN", one, [])
    await deletion.delete(OPERATOR, [one, two], bucket=bucket)
    assert await last() == ("DELETED", two, [])
    await trash.restore(OPERATOR, [two], policy=POLICY, deliver=by_change_stream)

    assert await last() == ("DELETED", two, [])
    assert list(await catalogue()) == [three]


async def test_what_is_undone_is_not_told() -> None:
    """A transaction that fails after it followed leaves neither row nor change nor number."""
    [one] = await kept(shown(1))

    async def fail(session: Session) -> None:
        await Image.change(one, {}, {"$set": {"edits.title": "Red"}}, session)
        await follow([one], session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await together(fail)

    assert await last() == ("PUBLISHED", one, [])


async def test_a_picture_that_is_processed_again_is_told(tools: Tools) -> None:
    """Approved it is PUBLISHED when its files are there; what its file then says, UPDATED."""
    image = await ready(tools, photos.jpeg(24, 16))
    await run(await claimed(await approved(image)), tools)
    assert await last() == ("PUBLISHED", image.id, [])
    stale = {"$set": {"facts.dominant_color": "#000000"}}
    await Image.get_pymongo_collection().update_one({"_id": image.id}, stale)
    await together(partial(follow, [image.id]))
    ids = [image.id]
    await reprocessing.reprocess(OPERATOR, ids, policy=POLICY, deliver=by_change_stream)
    waiting = await Job.find_one({"image_id": image.id, "state": JobState.QUEUED})
    assert waiting is not None
    await run(await claimed(waiting), tools)

    assert await last() == ("UPDATED", image.id, ["dominant_color"])


async def test_an_edit_that_moves_pictures_is_told_once() -> None:
    """A title, another product and its new name are one change of each picture they concern."""
    await Product.ensure("B", "Boot")
    one, two, three = await kept(
        shown(1, product_code="A"), shown(2, product_code="B"), shown(3, product_code="A")
    )
    said = {"product_code": "B", "product_name": "Sandal"}
    both = [Edit(one, {"title": "Red"}, product=said), Edit(three, {}, product=said)]
    await editing.update(OPERATOR, both, policy=POLICY)

    moved = ["product_code", "product_name", "position"]
    changes = [(kind, id, set(fields)) for kind, id, fields in (await told())[3:]]
    assert changes == [
        ("UPDATED", one, {*moved, "title"}),
        ("UPDATED", three, set(moved)),
        ("UPDATED", two, {"product_name"}),
    ]
    await in_step()
