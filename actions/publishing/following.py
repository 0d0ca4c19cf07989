"""Keeping the catalogue, and the feed of its changes, in step with the pictures.

Whatever may change what shops see calls `follow` in its own transaction, as its last step: a
picture that is taken back has left the catalogue when that is acknowledged.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from beanie import PydanticObjectId

from actions.publishing.projection import projected
from documents.catalog import CatalogRow
from documents.catalog_products import CatalogProduct
from documents.changes import Change, ChangeKind
from documents.clock import now
from documents.feed import Feed
from documents.products import ProductRole
from documents.transactions import Session, together

PLACE = {"role", "position"}
# It names the renditions, and changes with them.
UNTOLD = {"content_hash"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What shops see of an image, and are to see; None for nothing, and `deleted` says why.

    `fields` are what differs where something is seen before and after.
    """

    id: PydanticObjectId
    before: CatalogRow | None
    after: CatalogRow | None
    deleted: bool
    fields: Sequence[str]

    @property
    def kind(self) -> ChangeKind:
        """What shops call it."""
        if self.after is None:
            return ChangeKind.DELETED if self.deleted else ChangeKind.WITHDRAWN
        if self.before is None:
            return ChangeKind.PUBLISHED
        return ChangeKind.UPDATED if set(self.fields) - PLACE else ChangeKind.REORDERED

    @property
    def codes(self) -> list[str | None]:
        """The products that are concerned: where it is, or was until it went, stands first."""
        ends = [one.product_code for one in (self.after, self.before) if one is not None]
        return list(dict.fromkeys(ends))

    def told(self, number: int) -> Change:
        """The change under its number."""
        code, *previous = self.codes
        return Change(
            id=number,
            kind=self.kind,
            image_id=self.id,
            product_code=code,
            previous_product_code=previous[0] if previous else None,
            fields=[name for name in self.fields if name not in UNTOLD],
        )


async def follow(ids: Iterable[PydanticObjectId], session: Session) -> int:
    """Bring catalogue and feed in step with images that this transaction may have changed.

    Those of `ids` that shops see as before cost two queries and no write; all others together
    take the next numbers of the feed at once, in the order of `ids`. Tells how many those are.
    """
    found = await differences(list(dict.fromkeys(ids)), session)
    if found:
        await _write(found, session)
    return len(found)


async def follow_products(codes: Collection[str], session: Session) -> None:
    """As `follow`, for all that is shown on products whose names this transaction has changed."""
    if codes and not await follow(await CatalogRow.of_products(codes, session), session):
        # Whoever publishes on it at this moment has read the name that it had before.
        await Feed.touch(session)


async def follow_name(code: str) -> None:
    """As `follow_products`, for a name that was given in no transaction."""
    await together(partial(follow_products, [code]))


async def differences(
    ids: Sequence[PydanticObjectId], session: Session | None = None
) -> list[Difference]:
    """Where the catalogue is not what the images say."""
    if not ids:
        return []
    after, there = await projected(ids, session)
    before = await CatalogRow.among(ids, session)
    every = [_difference(id, before.get(id), after.get(id), id not in there) for id in ids]
    return [one for one in every if one.fields or (one.before is None) != (one.after is None)]


def _difference(
    id: PydanticObjectId, before: CatalogRow | None, after: CatalogRow | None, deleted: bool, /
) -> Difference:
    fields: list[str] = []
    if before is not None and after is not None:
        seen, to_see = before.shown(), after.shown()
        fields = [name for name in to_see if seen[name] != to_see[name]]
    return Difference(id, before, after, deleted, fields)


async def _write(found: Sequence[Difference], session: Session) -> None:
    first, at = await Feed.take(len(found), session), now()
    changes = [one.told(number) for number, one in enumerate(found, start=first)]
    rows = [
        one.after.model_copy(update={"seq": number, "updated_at": at})
        for number, one in enumerate(found, start=first)
        if one.after is not None
    ]
    await CatalogRow.keep(rows, [one.id for one in found if one.after is None], session)
    await Change.add([one.model_copy(update={"at": at}) for one in changes], session)
    shown = _shown_on(found)
    await CatalogProduct.stamp(shown, await CatalogRow.counts(shown, session), at, session)


def _shown_on(found: Sequence[Difference]) -> dict[str, set[ProductRole]]:
    """The products that are concerned, with the roles of what is to be seen on each."""
    shown: dict[str, set[ProductRole]] = {
        code: set() for one in found for code in one.codes if code is not None
    }
    for after in (one.after for one in found):
        if after is not None and after.product_code is not None:
            shown[after.product_code].add(after.role)
    return shown
