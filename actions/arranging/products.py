"""Products by hand: making, naming and deleting them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.errors import Refused
from actions.idempotency import Rows, once
from actions.publishing.following import follow, follow_products
from actions.revisions import edited
from actions.texts import cleaned, required
from documents import places
from documents.audit import AuditEntry
from documents.catalog import CatalogRow
from documents.catalog_products import CatalogProduct
from documents.errors import NoSuchDocument
from documents.products import CodeTaken, Product
from documents.transactions import Session, together


class ProductImages(StrEnum):
    """What becomes of the images of a product that is to be deleted."""

    REFUSE = "REFUSE"
    KEEP = "KEEP"


class ProductCodeInUse(Refused):
    """There is a product with this code."""

    code = "PRODUCT_CODE_IN_USE"
    path = ("code",)

    def __init__(self, code: str) -> None:
        super().__init__(f"There is a product with the code {code} already: choose another.")
        self.params = {"code": code}


class ProductHasImages(Refused):
    """A product would be deleted under its images."""

    code = "PRODUCT_HAS_IMAGES"

    def __init__(self, code: str) -> None:
        super().__init__(
            f"There are images on {code}: place them elsewhere, or delete the product with "
            "images: KEEP, which leaves them on no product."
        )
        self.params = {"code": code}


async def create(
    viewer: Viewer | None, code: str, name: str | None, key: str | None = None
) -> Product:
    """A new product. Raises ProductCodeInUse, TextMissing, TextTooLong, what `once` refuses."""
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    product = Product(code=required("product_code", code), name=cleaned("product_name", name))

    async def write(session: Session) -> None:
        await product.add(session)
        await _entry(viewer, product, "created").insert(session=session)

    async def make() -> Rows:
        try:
            await together(write)
        except CodeTaken as taken:
            raise ProductCodeInUse(taken.code) from taken
        return [{"id": product.id}]

    [row] = await once(viewer, "createProduct", key, repr((product.code, product.name)), make)
    kept = await Product.get(row["id"])
    if kept is None:
        raise NoSuchDocument("product", str(row["id"]))
    return kept


async def update(
    viewer: Viewer | None, id: PydanticObjectId, changes: Mapping[str, Any], expected_version: int
) -> Product:
    """Set or clear the name. Raises EditedMeanwhile, NoSuchDocument, TextTooLong."""
    viewer = require(viewer, Permission.EDIT_IMAGES)
    sets = {field: cleaned("product_name", value) for field, value in changes.items()}
    return await edited(viewer, Product, id, sets, expected_version, also=_shown)


async def delete(viewer: Viewer | None, id: PydanticObjectId, images: ProductImages) -> None:
    """Delete a product; its images stay in the library. May be repeated.

    Under REFUSE a product with images stays, and ProductHasImages is raised; under KEEP they
    are on no product then, and leave the catalogue with it.
    """
    viewer = require(viewer, Permission.DELETE_IMAGES)

    async def write(session: Session) -> Product | None:
        gone = await Product.remove(id, session)
        if gone is None:
            return None
        if images is ProductImages.REFUSE and await places.has_product(gone.code, session):
            raise ProductHasImages(gone.code)
        shown = await CatalogRow.of_products([gone.code], session)
        await places.leave_product(gone.code, session)
        await _entry(viewer, gone, "deleted").insert(session=session)
        await follow(shown, session)
        await CatalogProduct.forget(gone.code, session)
        return gone

    gone = await together(write)
    # An upload may have come in while we looked: what it says must not point at nothing.
    if gone is not None and await places.has_product(gone.code):
        await Product.ensure(gone.code, gone.name)


async def _shown(product: Product, session: Session) -> None:
    await follow_products([product.code], session)


def _entry(viewer: Viewer, product: Product, what: str) -> AuditEntry:
    told = {"code": product.code, "name": product.name}
    return AuditEntry(
        actor=viewer.actor(),
        action=f"product.{what}",
        subject_kind="product",
        subject_id=product.id,
        before=told if what == "deleted" else {},
        after=told if what == "created" else {},
    )
