"""Public files of approved pictures."""

from collections.abc import Callable

import strawberry

from documents.pages import Raw
from graph.compiled.lazy import Lazy, OfRow
from graph.scalars import URL, ByteCount
from graph.types.enums import Privacy


@strawberry.type(description="A public file of an approved picture; `privacy` says what it tells.")
class PublishedRendition(Lazy):
    """One public rendition."""

    preset: str = strawberry.field(description="SMALL, MEDIUM, LARGE or a name of `presets`.")
    privacy: Privacy = strawberry.field(description="What it tells beside its pixels.")
    url: URL = strawberry.field(
        description="Public and immutable: may be cached for a year. Gone when withdrawn."
    )
    width: int = strawberry.field(description="In pixels.")
    height: int = strawberry.field(description="In pixels.")
    bytes: ByteCount = strawberry.field(description="The size of the file.")
    content_type: str = strawberry.field(description="Such as image/webp.")

    @classmethod
    def of(cls, raw: Raw, published_url: Callable[[str], str]) -> "PublishedRendition":
        """The rendition of a stored one."""
        return cls.over(raw, published_url)


PublishedRendition.READS = {
    **{name: OfRow(name) for name in ("preset", "width", "height", "bytes", "content_type")},
    # Those that were made before it was told are bare too.
    "privacy": lambda raw, _: raw.get("privacy", Privacy.BARE),
    "url": lambda raw, published_url: published_url(raw["key"]),
}
