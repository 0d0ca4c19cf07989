"""What is said of files that come in together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arranging.groups import create_group, must_exist
from actions.arranging.kinds import must_be_by_hand
from actions.arriving import arrival
from actions.arriving.clashes import Belonging, Wishes
from actions.publishing.following import follow_name
from actions.texts import cleaned
from documents.analyses import AnalysisWish
from documents.collections import Collection
from documents.groups import ImageGroup
from documents.images import unplaced
from documents.products import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is said of all files of a call. A `group_name` makes a new group."""

    product_code: str | None = None
    product_name: str | None = None
    group_id: PydanticObjectId | None = None
    group_name: str | None = None
    collection_ids: Sequence[PydanticObjectId] = field(default_factory=list)
    # Numbers at the end of each collection: of the first file, then of this one.
    places: Mapping[PydanticObjectId, int] = field(default_factory=dict)
    # Where on its product the first file stands, then this one: behind all that is there.
    product_position: int = field(default_factory=unplaced, repr=False, compare=False)
    # What becomes of files that meet something that is there already.
    wishes: Wishes = field(default_factory=Wishes)
    # What a model is asked about each once it is READY.
    analyses: Sequence[AnalysisWish] = field(default_factory=tuple)

    def belonging(self) -> Belonging:
        """What a file of the batch belongs to."""
        return Belonging(
            product_code=self.product_code,
            product_name=self.product_name,
            group_id=self.group_id,
            places=self.places,
            product_position=self.product_position,
        )

    def of_file(self, number: int) -> "Batch":
        """What is said of one file: collections and products keep the order of the files."""
        return replace(
            self,
            places={id: first + number for id, first in self.places.items()},
            product_position=self.product_position + number,
        )


async def settled(viewer: Viewer, batch: Batch, count: int = 0) -> Batch:
    """The batch with clean texts, after its group, collections and product were found or made.

    With a `count` of files, so many places in each collection are taken for them.
    """
    code = cleaned("product_code", batch.product_code)
    name = cleaned("product_name", batch.product_name)
    await must_exist("collection", Collection, batch.collection_ids)
    await must_be_by_hand(batch.collection_ids)
    group_id = batch.group_id
    if group_id is not None:
        await must_exist("group", ImageGroup, [group_id])
    elif batch.group_name is not None:
        group_id = (await create_group(viewer, batch.group_name)).id
    if code is not None and await Product.ensure(code, name):
        await follow_name(code)
    collection_ids = list(dict.fromkeys(batch.collection_ids))
    return Batch(
        product_code=code,
        product_name=name,
        group_id=group_id,
        collection_ids=collection_ids,
        places=await arrival.places(collection_ids, count) if count else {},
        wishes=batch.wishes,
        analyses=batch.analyses,
    )
