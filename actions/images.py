"""Reading and editing what is known of a picture."""

from collections.abc import Mapping
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.errors import Refused
from actions.publishing.following import follow, follow_products
from actions.texts import cleaned, keywords
from documents.audit import AuditEntry
from documents.errors import VersionConflict
from documents.images import Image
from documents.metadata_revisions import MetadataRevision, RevisionKind
from documents.places import off_product
from documents.products import Product
from documents.transactions import Session, together

EDITABLE = ("title", "description", "keywords", "product_code", "product_name")


class EditConflict(Refused):
    """Somebody changed the image since the version that the caller saw; nothing was written."""

    code = "CONFLICT"
    path = ("expectedVersion",)

    def __init__(self, conflict: VersionConflict, current: Image) -> None:
        super().__init__(str(conflict))
        self.params = {"expected": conflict.expected, "current": conflict.current}
        self.image = current


class ProductNameWithoutCode(Refused):
    """A product name was sent for an image that is on no product."""

    code = "PRODUCT_CODE_MISSING"
    path = ("productName",)

    def __init__(self) -> None:
        super().__init__("The image is on no product: send productCode along with productName.")


async def edit(
    viewer: Viewer | None,
    id: PydanticObjectId,
    changes: Mapping[str, Any],
    expected_version: int,
) -> Image:
    """Set the fields in `changes` (of EDITABLE; None clears one) on the version that was seen.

    A product code that is new makes its product; a product name renames the product for all
    of its images. On another product an image has no place yet. Raises EditConflict,
    NoSuchDocument, TextTooLong, TooManyKeywords, ProductNameWithoutCode.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    tidy = {field: _tidy(field, value) for field, value in changes.items()}
    sets = {_where_kept(field): value for field, value in tidy.items() if field != "product_name"}

    async def write(session: Session) -> Image:
        before = await Image.present(id, session)
        moves = sets.get("product_code", before.product_code) != before.product_code
        placed = {**sets, **off_product()} if moves else sets
        after = await Image.edit(id, placed, expected_version, session)
        await _keep_product(after, tidy, session)
        await _entry(viewer, before, after, tidy).insert(session=session)
        await MetadataRevision.add(_revisions(viewer, before, after), session)
        await follow([id], session)
        if after.product_code is not None and "product_name" in tidy:
            await follow_products([after.product_code], session)
        return after

    try:
        return await together(write)
    except VersionConflict as conflict:
        raise EditConflict(conflict, await Image.present(id)) from conflict


def _tidy(field: str, value: Any) -> Any:
    return keywords(value) if field == "keywords" else cleaned(field, value)


def _where_kept(field: str) -> str:
    return field if field == "product_code" else f"edits.{field}"


async def _keep_product(image: Image, tidy: Mapping[str, Any], session: Session) -> None:
    if image.product_code is None:
        if tidy.get("product_name") is not None:
            raise ProductNameWithoutCode
        return
    if "product_code" in tidy:
        await Product.ensure(image.product_code, tidy.get("product_name"), session)
    if "product_name" in tidy:
        await Product.rename(image.product_code, tidy["product_name"], session)


def _revisions(viewer: Viewer, before: Image, after: Image) -> list[MetadataRevision]:
    """What history keeps of it: nothing where only the product is another one."""
    if before.edits == after.edits:
        return []
    told = {"before": before.edits, "after": after.edits, "version": after.version}
    kind, actor = RevisionKind.EDIT, viewer.actor()
    return [MetadataRevision(image_id=after.id, kind=kind, actor=actor, **told)]


def _entry(viewer: Viewer, before: Image, after: Image, tidy: Mapping[str, Any]) -> AuditEntry:
    told = {**before.edits, "product_code": before.product_code}
    return AuditEntry(
        actor=viewer.actor(),
        action="image.edited",
        subject_kind="image",
        subject_id=after.id,
        before={field: told.get(field) for field in tidy},
        after=dict(tidy),
    )
