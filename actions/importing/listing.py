"""Finding out what there is to import, in pages, so that memory stays small."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from actions.arranging.placement import MOST_ON_PRODUCT
from actions.arriving import arrival
from actions.importing.beginning import planned_items
from actions.importing.name_rule import NameRule
from actions.importing.sources import Planned, Source
from documents.import_items import ImportItem
from documents.imports import Import, ImportState
from documents.transactions import Session, together

PAGE = 500


async def list_items(import_: Import, source: Source, rule: NameRule | None = None) -> Import:
    """Keep all items that the source has, once however often it is listed; the import then.

    Where nobody says which product a file shows, the rule may read it from the name.

    Stops in between when the import is to stop. Raises what the source raises.
    """
    if not import_.listed:
        first = 0
        async for page in _pages(source.items()):
            await _keep(planned_items(import_.id, _read(page, import_, rule), first=first))
            first += len(page)
            if await Import.state_of(import_.id) is not ImportState.RUNNING:
                return await Import.present(import_.id)
        await Import.note(import_.id, {"listed": True})
    await _count_places(await Import.present(import_.id))
    return await Import.present(import_.id)


def _read(page: Sequence[Planned], import_: Import, rule: NameRule | None) -> list[Planned]:
    if rule is None or import_.said.product_code is not None:
        return list(page)
    return [one if one.said.product_code else _named(one, rule) for one in page]


def _named(one: Planned, rule: NameRule) -> Planned:
    read = rule.read(one.file_name)
    if read is None:
        return one
    # A larger number is a camera's, or a year.
    position = read.position if 1 <= (read.position or 0) <= MOST_ON_PRODUCT else None
    said = {"product_code": read.code, "product_position": position}
    return replace(one, said=one.said.model_copy(update=said))


async def _keep(items: Sequence[ImportItem]) -> None:
    async def write(session: Session) -> None:
        await ImportItem.add(items, session)

    await together(write)


async def _count_places(import_: Import) -> None:
    """Numbers for all items, so that collections keep their order however fast each comes in."""
    said, total = import_.said, sum(import_.counts.values())
    if said.collection_ids and not said.places and total:
        places = await arrival.places(said.collection_ids, total)
        kept = {str(id): first for id, first in places.items()}
        await Import.note(import_.id, {"said.places": kept})


async def _pages(planned: AsyncIterator[Planned]) -> AsyncIterator[list[Planned]]:
    page: list[Planned] = []
    async for one in planned:
        page.append(one)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page
