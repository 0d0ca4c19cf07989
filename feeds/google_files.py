"""Google Merchant Center's two kinds of files, as supplemental sources: pictures by `id` alone.

What a product is called and costs is the shop's to say, in its primary source.
"""

from xml.sax.saxutils import escape

from feeds.cells import lines
from feeds.google import Entry, entry
from feeds.items import Product, Written

HEADER = ("id", "image_link", "additional_image_link", "lifestyle_image_link")
BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n'
    "<channel>\n<title>Product images</title>\n<link>{link}</link>\n"
    "<description>Product images</description>\n"
)
END = "</channel>\n</rss>\n"


class GoogleXml:
    """RSS 2.0 with Google's namespace; `link` is the address that the pictures are below."""

    def __init__(self, link: str) -> None:
        self.link = link

    def begin(self) -> bytes:
        """The head of the channel."""
        return BEGIN.format(link=escape(self.link)).encode()

    def one(self, product: Product) -> Written:
        """An item, if any of the pictures is fit."""
        told, skipped = entry(product)
        if told is None:
            return Written(b"", 0, skipped)
        return Written(_item(told).encode(), told.pictures, skipped)

    def end(self) -> bytes:
        """The end of the channel."""
        return END.encode()


class GoogleTsv:
    """A table with tabs; several addresses of one cell stand with commas between."""

    def begin(self) -> bytes:
        """The names of the attributes."""
        return lines([HEADER], delimiter="\t")

    def one(self, product: Product) -> Written:
        """A row, if any of the pictures is fit."""
        told, skipped = entry(product)
        if told is None:
            return Written(b"", 0, skipped)
        row = (told.id, told.image_link, ",".join(told.additional), told.lifestyle or "")
        return Written(lines([row], delimiter="\t"), told.pictures, skipped)

    def end(self) -> bytes:
        """Nothing."""
        return b""


def _item(told: Entry) -> str:
    pairs = [
        ("id", told.id),
        ("image_link", told.image_link),
        *(("additional_image_link", url) for url in told.additional),
        *([("lifestyle_image_link", told.lifestyle)] if told.lifestyle else []),
    ]
    lines_ = "".join(f"<g:{name}>{escape(text)}</g:{name}>\n" for name, text in pairs)
    return f"<item>\n{lines_}</item>\n"
