"""The addresses of public files: which of them stand, and which stands behind a stable one."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.catalog import CatalogRow
from documents.catalog_products import CatalogProduct
from documents.jobs import Job
from documents.pages import Raw
from documents.products import ProductRole

# Farther back nobody looks by position.
MOST_PLACES = 100


class Gone(Exception):
    """Something was public here, and is no longer."""


class NeverThere(Exception):
    """Nothing is public here, nor was it."""


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that the public may have: `length` is in bytes."""

    key: str
    content_type: str
    length: int


async def public_file(key: str) -> PublicFile:
    """The file under a key below `published/`, while its approval stands. Raises Gone, NeverThere.

    Asked of the catalogue, which a picture leaves in the transaction that takes it back: so it
    is gone at once, though its objects may be there for a moment.
    """
    found = await CatalogRow.rendition(key)
    if found is not None:
        return PublicFile(key, found["content_type"], found["bytes"])
    raise Gone if await Job.has_published(key) else NeverThere


async def files_at(code: str, which: ProductRole | int) -> Sequence[Raw]:
    """The public files of a picture of a product, largest first.

    `which` is a role, of which the first picture is meant, or a place, from 1. Where no picture of
    a product ever was its MAIN one, that is the first of all. Raises Gone where the product once
    had such a picture, else NeverThere.
    """
    if which is ProductRole.MAIN and not await _once_at(code, which):
        which = 1
    rows = await CatalogRow.shown_on(code, MOST_PLACES)
    place = which if isinstance(which, int) else 1
    if isinstance(which, ProductRole):
        rows = [row for row in rows if row["role"] == which]
    if 1 <= place <= len(rows):
        renditions: Sequence[Raw] = rows[place - 1]["renditions"]
        return renditions
    raise Gone if await _once_at(code, which) else NeverThere


async def _once_at(code: str, which: ProductRole | int) -> bool:
    product = await CatalogProduct.known(code)
    if product is None:
        return False
    if isinstance(which, ProductRole):
        return which in product.get("roles", [])
    return 1 <= which <= int(product.get("most", 0))
