"""Images on products: which, in which order, and as what."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import NotOnProduct, Refusals, admitted
from actions.arranging.placing import InvalidPlace, Place
from actions.arranging.shelf import Shelf
from actions.batches import ErrorPolicy, Outcomes, within
from actions.errors import Refused
from actions.publishing.following import follow
from actions.texts import required
from documents import places
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.places import Placed
from documents.products import Product, ProductRole
from documents.transactions import Session, together

Admitted = tuple[list[PydanticObjectId], Refusals]
# All places of a product are kept in one transaction.
MOST_ON_PRODUCT = 1_000


class InvalidPosition(Refused):
    """A position is not one of a product's."""

    code = "INVALID_POSITION"

    def __init__(self, position: int) -> None:
        super().__init__(f"A position is 1 to {MOST_ON_PRODUCT}, but this is {position}.")
        self.params = {"min": 1, "max": MOST_ON_PRODUCT, "actual": position}


class ProductFull(Refused):
    """A product has more images than can be kept in order."""

    code = "PRODUCT_FULL"

    def __init__(self, actual: int) -> None:
        super().__init__(
            f"A product keeps at most {MOST_ON_PRODUCT} images in order, but this would have "
            f"{actual}: take some off it."
        )
        self.params = {"limit": MOST_ON_PRODUCT, "actual": actual}


@dataclass(frozen=True, slots=True)
class Placement:
    """What an image is to be on a product; None leaves it as it is.

    An image that is new there becomes ADDITIONAL, and goes to the end.
    """

    image_id: PydanticObjectId
    role: ProductRole | None = None
    position: int | None = None


async def place(
    viewer: Viewer | None, code: str, placements: Sequence[Placement], *, policy: ErrorPolicy
) -> Outcomes[Image]:
    """Place images on a product, one after the other; from another product they move here.

    One that takes a position moves those behind it on by one, and a new MAIN makes the one
    before it ADDITIONAL. Afterwards the positions of the product are 1, 2, 3 ... Refused one
    by one: NoSuchDocument, InvalidPosition. Raises NoSuchDocument for the product, TooMany,
    ProductFull.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("placements", placements)
    image_ids = [one.image_id for one in placements]

    async def arrange(shelf: Shelf, session: Session) -> Admitted:
        found = await Image.among(image_ids, session)
        wrong = {
            one.image_id: InvalidPosition(one.position)
            for one in placements
            if one.position is not None and not 1 <= one.position <= MOST_ON_PRODUCT
        }
        ids, refused = admitted(
            image_ids,
            lambda one: wrong.get(one) if one in found else NoSuchDocument("image", str(one)),
            policy,
        )
        for one in placements:
            if one.image_id in ids:
                shelf.put(one.image_id, one.role, one.position)
        return ids, refused

    return await arranged(viewer, code, arrange)


async def reorder(
    viewer: Viewer | None,
    code: str,
    image_ids: Sequence[PydanticObjectId],
    to: Place,
    *,
    policy: ErrorPolicy,
) -> Outcomes[Image]:
    """Put images of a product next to each other, in their order, at a place of the product.

    Raises NoSuchDocument, InvalidPlace, TooMany, ProductFull; images that are not on it are
    refused one by one with NotOnProduct.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("imageIds", image_ids)

    async def arrange(shelf: Shelf, _: Session) -> Admitted:
        ids, refused = admitted(
            image_ids, lambda one: None if one in shelf.roles else NotOnProduct(), policy
        )
        if to.beside and (to.beside not in shelf.roles or to.beside in ids):
            raise InvalidPlace
        shelf.move(ids, to)
        return ids, refused

    return await arranged(viewer, code, arrange)


async def arranged(
    viewer: Viewer, code: str, arrange: Callable[[Shelf, Session], Awaitable[Admitted]]
) -> Outcomes[Image]:
    """Let `arrange` move the images of a product, and keep what it did, in one transaction.

    Raises NoSuchDocument, ProductFull.
    """

    async def write(session: Session) -> Outcomes[Image]:
        product = await Product.take_turn(required("product_code", code), session)
        shelf = Shelf(await places.on_product(product.code, session))
        ids, refused = await arrange(shelf, session)
        if len(shelf.order) > MOST_ON_PRODUCT:
            raise ProductFull(len(shelf.order))
        if ids:
            changed = shelf.changed()
            await places.place(product.code, changed, shelf.newcomers(), session)
            await _entry(viewer, product, changed).insert(session=session)
            await follow([one.id for one in changed], session)
        found = await Image.among(ids, session)
        return Outcomes([found[id] for id in ids], refused)

    return await together(write)


def _entry(viewer: Viewer, product: Product, changed: Sequence[Placed]) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="product.arranged",
        subject_kind="product",
        subject_id=product.id,
        after={"images": [asdict(one) for one in changed]},
    )
