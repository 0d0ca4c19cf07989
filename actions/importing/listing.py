"""Finding out what there is to import, in pages, so that memory stays small."""

from collections.abc import AsyncIterator, Sequence

from actions import arrival
from actions.importing.beginning import planned_items
from actions.importing.sources import Planned, Source
from documents.import_items import ImportItem
from documents.imports import Import, ImportState
from documents.transactions import Session, together

PAGE = 500


async def list_items(import_: Import, source: Source) -> Import:
    """Keep all items that the source has, once however often it is listed; the import then.

    Stops in between when the import is to stop. Raises what the source raises.
    """
    if not import_.listed:
        first = 0
        async for page in _pages(source.items()):
            await _keep(planned_items(import_.id, page, first=first))
            first += len(page)
            if await Import.state_of(import_.id) is not ImportState.RUNNING:
                return await Import.present(import_.id)
        await Import.note(import_.id, {"listed": True})
    await _count_places(await Import.present(import_.id))
    return await Import.present(import_.id)


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
