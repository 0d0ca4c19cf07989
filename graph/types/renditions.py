"""Files made from an original."""

import strawberry

from documents.pages import Raw
from graph.compiled.lazy import Lazy, OfRow
from graph.scalars import URL, ByteCount
from graph.types.enums import Privacy
from storage.links import Presigner

# Long enough to look at a page of pictures, short enough to be of no use tomorrow.
LINK_SECONDS = 3_600


@strawberry.type(description="A private file made from the original, without its position.")
class Rendition(Lazy):
    """One rendition behind a signed link."""

    preset: str = strawberry.field(description="FULLSIZE, THUMB or a name of `presets`.")
    privacy: Privacy = strawberry.field(description="What it tells beside its pixels.")
    url: URL = strawberry.field(description="Signed; good for at least 50 minutes.")
    width: int = strawberry.field(description="In pixels, upright.")
    height: int = strawberry.field(description="In pixels, upright.")
    bytes: ByteCount = strawberry.field(description="The size of the file.")
    content_type: str = strawberry.field(description="Such as image/jpeg.")

    @classmethod
    def of(cls, raw: Raw, links: Presigner) -> "Rendition":
        """The rendition of a stored one."""
        return cls.over(raw, links)


Rendition.READS = {
    **{name: OfRow(name) for name in ("preset", "width", "height", "bytes", "content_type")},
    # Those that were made before it was told are bare too.
    "privacy": lambda raw, _: raw.get("privacy", Privacy.BARE),
    "url": lambda raw, links: links.url(raw["key"], seconds=LINK_SECONDS),
}
