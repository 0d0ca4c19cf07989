"""Where a picture is in a shop: on the product that the catalogue has it on, in its place."""

from datetime import datetime, timedelta
from typing import Any

from documents.catalog import CatalogRow
from documents.pages import Raw
from documents.shop_files import ShopCopy
from shops.errors import FileNotReady
from shops.shop import Shop, ShopProduct

# What the shop did not take is offered again; so is what it has no product for.
AGAIN = timedelta(hours=1)
# A file that has just come is worked on for some seconds.
SOON = timedelta(seconds=5)
MOST_DOUBLINGS = 9


def in_place(row: Raw, copy: ShopCopy) -> bool:
    """Whether the shop shows it where the catalogue does, as far as we know."""
    code = row["product_code"]
    if code is None:
        return copy.product_id is None and copy.product_code is None
    there = (copy.product_code, copy.position) == (code, row["position"])
    return there and copy.product_id is not None


async def placed(row: Raw, copy: ShopCopy, shop: Shop, at: datetime) -> ShopCopy:
    """What is known once the shop's product shows its file where the catalogue has the picture.

    Where the shop has no such product yet, or is still at work on the file, it is `due` again.
    What the shop shows is asked for first, so it may be repeated at will. Raises leaves of
    ShopError.
    """
    code = row["product_code"]
    product = None if code is None else await shop.product(code)
    if product is None or copy.product_id not in {None, product.id}:
        copy = await off(copy, shop)
    here = {"product_code": code, "position": row["position"] if code else None}
    if product is None:
        later = None if code is None else at + AGAIN
        return _but(copy, **here, waits=0, due=later)
    try:
        await _shown(row, copy, product, shop)
    except FileNotReady:
        wait = min(SOON * 2 ** min(copy.waits, MOST_DOUBLINGS), AGAIN)
        return _but(copy, waits=copy.waits + 1, due=at + wait)
    return _but(copy, **here, product_id=product.id, waits=0, due=None)


async def off(copy: ShopCopy, shop: Shop) -> ShopCopy:
    """The copy once no product shows its file."""
    if copy.product_id is None or copy.file_id is None:
        return copy
    await shop.detach(copy.file_id, copy.product_id)
    return _but(copy, product_id=None, product_code=None, position=None)


def _but(copy: ShopCopy, **sets: Any) -> ShopCopy:
    changed: ShopCopy = copy.model_copy(update=sets)
    return changed


async def _shown(row: Raw, copy: ShopCopy, product: ShopProduct, shop: Shop) -> None:
    """Have a product show the file among ours; what else it shows comes behind these."""
    assert copy.file_id is not None, "What is placed has a file."
    there = list(product.files)
    if copy.file_id not in there:
        await shop.attach(copy.file_id, product.id)
        there.append(copy.file_id)
    ours = [id for id in await _in_order(row["product_code"]) if id in there]
    if there[: len(ours)] != ours:
        await shop.order(product.id, ours)


async def _in_order(code: str) -> list[str]:
    """The files of what the catalogue shows on a product, as it was placed."""
    ids = (await CatalogRow.placed([code])).get(code, [])
    copies = await ShopCopy.among(ids)
    return [file for id in ids if id in copies and (file := copies[id].file_id) is not None]
