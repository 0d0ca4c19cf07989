"""The catalogue, product by product, as exports tell it; in bounded memory."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from actions.metadata.table import image_name
from actions.publishing.locales import fitting
from documents.catalog_walk import Place, rows_after
from documents.exports import Export, ExportWhere
from documents.pages import Raw
from documents.readiness import taken_by
from feeds.items import File, Picture, Product, Skip, SkipReason

PAGE = 500
# A picture, and how it answers channels: see `documents.readiness`.
Shown = tuple[Picture, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """A product, or the next pictures of one; where that ends, and how many rows were read.

    `before` is how many of the product's pictures there were up to there, these included;
    `refused` are those that the channel does not take, which are not in the product.
    """

    product: Product
    place: Place
    before: int
    rows: int
    refused: Sequence[Skip] = ()


async def steps(export: Export, after: Place | None, before: int) -> AsyncIterator[Step]:
    """What follows a place, of whose product `before` pictures came before.

    A product of more than a page comes in several steps; `Product.before` tells.
    """
    place = after
    while page := await rows_after(place, export.where.codes, limit=PAGE):
        whole = len(page) < PAGE
        runs = [list(rows) for _, rows in groupby(page, key=lambda raw: raw["product_code"])]
        # The last product may go on; unless it fills the page it waits for the next one.
        if not whole and len(runs) > 1:
            runs.pop()
        for rows in runs:
            same = place is not None and place.code == rows[0]["product_code"]
            step = _step(export, rows, before if same else 0)
            yield step
            place, before = step.place, step.before
        if whole:
            return


def _step(export: Export, rows: Sequence[Raw], before: int) -> Step:
    code = rows[0]["product_code"]
    shown = [
        (_picture(export, raw, place if code is not None else 1), raw["readiness"])
        for place, raw in enumerate(rows, start=before + 1)
        if _is_wanted(export.where, raw)
    ]
    taken, refused = _parted(export.where.channel, shown)
    product = Product(code, rows[0]["product_name"], taken, before=before)
    return Step(product, Place.of(rows[-1]), before + len(rows), len(rows), refused)


def _parted(channel: str | None, shown: Sequence[Shown]) -> tuple[list[Picture], list[Skip]]:
    """What a channel takes, and what it does not; it takes all where none is asked for."""
    if channel is None:
        return [picture for picture, _ in shown], []
    good, facts = frozenset(taken_by(channel)), {"channel": channel}
    refused = [one for one, labels in shown if good.isdisjoint(labels)]
    taken = [one for one, labels in shown if not good.isdisjoint(labels)]
    return taken, [Skip(one, SkipReason.CHANNEL_REFUSES, facts) for one in refused]


def _is_wanted(where: ExportWhere, raw: Raw) -> bool:
    if where.roles is not None and raw["role"] not in where.roles:
        return False
    return where.updated_after is None or raw["updated_at"] > where.updated_after


def _picture(export: Export, raw: Raw, position: int) -> Picture:
    alt = fitting(raw["alt_texts"], raw["alt_text"], export.locale)
    focal = raw["focal_point"]
    return Picture(
        id=image_name(raw["_id"]),
        role=raw["role"],
        position=position,
        title=raw["title"],
        description=raw["description"],
        alt_text="" if raw["decorative"] else alt,
        alt_texts=raw["alt_texts"],
        decorative=raw["decorative"],
        credit=raw["credit"],
        copyright_notice=raw["copyright_notice"],
        license_url=raw["license_url"],
        digital_source_type=raw["digital_source_type"],
        dominant_color=raw["dominant_color"],
        thumb_hash=raw["thumb_hash"],
        focal_point=(focal["x"], focal["y"]) if focal else None,
        version=raw["version"],
        updated_at=raw["updated_at"],
        files=[_file(export, one) for one in raw["renditions"]],
    )


def _file(export: Export, raw: Raw) -> File:
    return File(
        preset=raw["preset"],
        url=export.base_url + raw["key"],
        content_type=raw["content_type"],
        width=raw["width"],
        height=raw["height"],
        size=raw["bytes"],
    )
