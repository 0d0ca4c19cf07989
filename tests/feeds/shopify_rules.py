"""What Shopify publishes of its product CSV, written down from its pages and not from our code.

https://help.shopify.com/en/manual/products/import-export/using-csv (columns; what is needed to
update a product; which columns depend on others; handles; pictures as more rows with the handle)
and https://shopify.dev/docs/apps/build/online-store/product-media (formats, 20 megapixels and
20 MB, 250 media). Read on 21 November 2026.
"""

import csv
import re
from collections.abc import Mapping
from io import StringIO
from itertools import groupby

from feeds.items import File

# Today's names of the columns by those of before.
NAMES = {
    "Handle": "URL handle",
    "Title": "Title",
    "Option1 Name": "Option1 name",
    "Option1 Value": "Option1 value",
    "Variant SKU": "SKU",
    "Image Src": "Product image URL",
    "Image Position": "Image position",
    "Image Alt Text": "Image alt text",
    "Variant Image": "Variant image URL",
}
IMAGE_COLUMNS = {"URL handle", "Product image URL", "Image position", "Image alt text"}
HANDLE = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
Rows = list[dict[str, str]]


def rows_of(data: bytes, *, legacy: bool = False) -> Rows:
    """The rows, by the names that columns have today."""
    reader = csv.DictReader(StringIO(data.decode(), newline=""))
    known = list(NAMES) if legacy else list(NAMES.values())
    assert set(reader.fieldnames or ()) <= set(known), reader.fieldnames
    return [{NAMES[k] if legacy else k: cell for k, cell in row.items()} for row in reader]


def violations(rows: Rows, files: Mapping[str, File]) -> list[str]:
    """What Shopify would object to; `files` are those behind the addresses."""
    found = []
    groups = [(handle, list(same)) for handle, same in groupby(rows, lambda r: r["URL handle"])]
    handles = [handle for handle, _ in groups]
    found += ["a handle comes twice"] if len(set(handles)) < len(handles) else []
    for handle, same in groups:
        found += [f"{handle}: {said}" for said in _of_product(handle, same)]
        found += [f"{handle}: {said}" for row in same for said in _of_image(row, files)]
    return found


def _of_product(handle: str, same: Rows) -> list[str]:
    first, others = same[0], same[1:]
    shown = [row["Product image URL"] for row in same]
    checks = {
        "no handle": not HANDLE.fullmatch(handle),
        "no title": not first["Title"],
        "a SKU without its option": bool(first["SKU"])
        and not (first["Option1 name"] and first["Option1 value"]),
        "a row of a picture says more": any(
            cell for row in others for name, cell in row.items() if name not in IMAGE_COLUMNS
        ),
        "positions have gaps": [row["Image position"] for row in same]
        != [str(n + 1) for n in range(len(same))],
        "the variant's picture is none of the product's": first["Variant image URL"] not in shown,
        "over 250 pictures": len(same) > 250,
    }
    return [said for said, wrong in checks.items() if wrong]


def _of_image(row: Mapping[str, str], files: Mapping[str, File]) -> list[str]:
    file = files.get(row["Product image URL"])
    if file is None:
        return ["nothing lies there"]
    checks = {
        "no public address": not re.match("https?://", row["Product image URL"]),
        "unknown type": file.content_type not in {"image/jpeg", "image/png", "image/webp"},
        "over 20 megapixels": file.width * file.height > 20_000_000,
        "over 20 MB": file.size > 20 * 1024**2,
        "alt text over 512": len(row["Image alt text"]) > 512,
    }
    return [said for said, wrong in checks.items() if wrong]
