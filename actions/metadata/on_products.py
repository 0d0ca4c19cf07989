"""The products that edits put images on, and those that they rename."""

from collections.abc import Mapping
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.images import ProductNameWithoutCode
from actions.metadata.values import camel
from actions.texts import TextTooLong, cleaned
from documents.audit import AuditEntry
from documents.images import Image
from documents.places import put_on_products
from documents.products import Product
from documents.transactions import Session


@dataclass(frozen=True, slots=True)
class ProductEdit:
    """What is said of an image's product, tidy; the image is on `code` then, or on none."""

    code: str | None
    said: Mapping[str, str | None]
    moves: bool


def product_edit(said: Mapping[str, str | None], image: Image) -> ProductEdit:
    """What comes of `product_code` and `product_name`, as far as they were sent.

    Raises TextTooLong, ProductNameWithoutCode.
    """
    tidy = {field: _tidy(field, text) for field, text in said.items()}
    code = tidy.get("product_code", image.product_code)
    if code is None and tidy.get("product_name") is not None:
        raise ProductNameWithoutCode
    return ProductEdit(code, tidy, code != image.product_code)


async def keep_products(
    viewer: Viewer,
    images: Mapping[PydanticObjectId, Image],
    edits: Mapping[PydanticObjectId, ProductEdit],
    session: Session,
) -> None:
    """Make products that are new, name them, and bring the images there; versions stay.

    Where a product is named more than once, the last name stands.
    """
    known = [(edit.code, edit.said) for edit in edits.values() if edit.code is not None]
    await Product.ensure_all([code for code, said in known if "product_code" in said], session)
    names = {code: said["product_name"] for code, said in known if "product_name" in said}
    await Product.rename_all(names, session)
    await put_on_products({id: edit.code for id, edit in edits.items() if edit.moves}, session)
    entries = [_entry(viewer, images[id], edit) for id, edit in edits.items()]
    await AuditEntry.add(entries, session)


def renamed(edits: Mapping[PydanticObjectId, ProductEdit]) -> set[str]:
    """The codes of the products that edits name."""
    named = [edit.code for edit in edits.values() if "product_name" in edit.said]
    return {code for code in named if code is not None}


def _tidy(field: str, text: str | None) -> str | None:
    try:
        return cleaned(field, text)
    except TextTooLong as error:
        error.path = (camel(field),)
        raise


def _entry(viewer: Viewer, image: Image, edit: ProductEdit) -> AuditEntry:
    before = {"product_code": image.product_code, "product_name": None}
    return AuditEntry(
        actor=viewer.actor(),
        action="image.edited",
        subject_kind="image",
        subject_id=image.id,
        before={field: before[field] for field in edit.said},
        after=dict(edit.said),
    )
