"""What Google publishes of feeds, written down from its pages and not from our code.

https://support.google.com/merchants/answer/6324350 (image link: address, formats, 500 x 500
pixels for all products from 31 January 2027, 64 megapixels, 16 MB), /6324370 (additional image
link: ten, and commas between them in text files), /9103186 (lifestyle image link: one, without
WebP), /6324405 (id: 1 to 50 characters, unique). Read on 21 November 2026.
"""

import csv
import re
from collections.abc import Mapping
from io import StringIO
from xml.etree import ElementTree as ET

from feeds.items import File

G = "{http://base.google.com/ns/1.0}"
URL = re.compile(r"https?://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~:/?#\[\]@!$&'()*+;=%-]*)?")
LINKS = ("image_link", "additional_image_link", "lifestyle_image_link")
ATTRIBUTES = {"id", *LINKS}
TYPES = {
    "image/jpeg": r"\.jpe?g",
    "image/webp": r"\.webp",
    "image/png": r"\.png",
    "image/gif": r"\.gif",
    "image/bmp": r"\.bmp",
    "image/tiff": r"\.tiff?",
}
Items = list[dict[str, list[str]]]


def from_xml(data: bytes) -> Items:
    """The items of an RSS 2.0 file."""
    root = ET.fromstring(data)  # noqa: S314  our own file
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    [channel] = root
    assert [one.tag for one in channel][:3] == ["title", "link", "description"]
    items: Items = []
    for one in channel.iterfind("item"):
        told: dict[str, list[str]] = {}
        for child in one:
            assert child.tag.startswith(G), child.tag
            told.setdefault(child.tag.removeprefix(G), []).append(child.text or "")
        items.append(told)
    return items


def from_tsv(data: bytes) -> Items:
    """The items of a text file."""
    rows = csv.DictReader(StringIO(data.decode(), newline=""), delimiter="\t")
    return [
        {
            name: cell.split(",") if name == "additional_image_link" else [cell]
            for name, cell in row.items()
            if cell
        }
        for row in rows
    ]


def violations(items: Items, files: Mapping[str, File]) -> list[str]:
    """What Google would object to; `files` are those behind the addresses."""
    found = []
    ids = [one for item in items for one in item.get("id", [])]
    found += ["ids are not unique"] if len(set(ids)) < len(ids) else []
    for item in items:
        found += _of_item(item)
        found += [
            f"{name} {url}: {said}"
            for name in LINKS
            for url in item.get(name, [])
            for said in _of_link(name, url, files.get(url))
        ]
    return found


def _of_item(item: Mapping[str, list[str]]) -> list[str]:
    id = item.get("id", [""])[0]
    checks = {
        "no id of 1 to 50 characters": not 1 <= len(id) <= 50,
        "not one image_link": len(item.get("image_link", [])) != 1,
        "over ten additional": len(item.get("additional_image_link", [])) > 10,
        "over one lifestyle": len(item.get("lifestyle_image_link", [])) > 1,
        "unknown attributes": bool(set(item) - ATTRIBUTES),
    }
    return [f"{id}: {said}" for said, wrong in checks.items() if wrong]


def _of_link(name: str, url: str, file: File | None) -> list[str]:
    if file is None:
        return ["nothing lies there"]
    ending = TYPES.get(file.content_type)
    checks = {
        "no address": not URL.fullmatch(url) or not 1 <= len(url) <= 2000,
        "unknown type": ending is None,
        "another ending": ending is not None and not re.search(f"{ending}$", url.lower()),
        "WebP": name == "lifestyle_image_link" and file.content_type == "image/webp",
        "under 500 x 500": min(file.width, file.height) < 500,
        "over 64 megapixels": file.width * file.height > 64_000_000,
        "over 16 MB": file.size > 16_000_000,
    }
    return [said for said, wrong in checks.items() if wrong]
