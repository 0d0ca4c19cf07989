"""Taking in one item: it ends TAKEN, SKIPPED or REFUSED, once, wherever a worker dies."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from actions.access import Viewer
from actions.checking import Checked, check
from actions.delivery import Deliver
from actions.errors import Refused
from actions.importing.naming import Names
from actions.importing.reservations import adopted, let_go
from actions.importing.sayings import coming
from actions.importing.sources import ItemRefused, Means, Source
from actions.importing.turns import Turns
from actions.taking import Coming, queued
from documents.errors import CannotMove, NoSuchDocument
from documents.images import Image, Problem, ProcessingState
from documents.import_items import ImportItem, ItemState
from documents.imports import Import, ImportState
from documents.jobs import MAX_ATTEMPTS
from documents.transactions import Session, together
from processing.errors import ProcessingError
from storage.errors import StorageError

# A file that takes the worker down with it is given up before the job is: see MAX_ATTEMPTS there.
MOST_ATTEMPTS = MAX_ATTEMPTS - 1


@dataclass(slots=True)
class Intake:
    """What it takes to take in the items of one import."""

    import_: Import
    source: Source
    viewer: Viewer
    means: Means
    deliver: Deliver
    names: Names = field(init=False)
    turns: Turns = field(default_factory=Turns)
    # Each end of an item changes the counts of the import: in line they need no second try.
    counting: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.names = Names(self.viewer)

    async def take(self, item: ImportItem) -> None:
        """End an item, unless the import is to stop or somebody else has ended it.

        Raises StorageError and SourceUnusable; the item is as it was then.
        """
        if await Import.state_of(item.import_id) is not ImportState.RUNNING:
            return
        if not await item.begin():
            return
        path = self.means.folder / str(item.id)
        try:
            # Whoever loses a race to a twin that was thought dead finds the item ended.
            with suppress(CannotMove):
                await self._ended(item, path)
        except (StorageError, asyncio.CancelledError):
            await item.excuse()
            raise
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def _ended(self, item: ImportItem, path: Path) -> None:
        try:
            _spare(item)
            await self.source.open(item, path)
            await self._opened(item, path)
        except (ItemRefused, ProcessingError, Refused) as error:
            await let_go([item], self.means.bucket)
            await self._refuse(item, Problem(code=error.code, message=str(error)))
        except NoSuchDocument:
            # Somebody deleted the image before it was whole: it comes in as another one.
            await item.rename_image()

    async def _opened(self, item: ImportItem, path: Path) -> None:
        file: BinaryIO = await asyncio.to_thread(path.open, "rb")
        with file:
            checked = await asyncio.to_thread(check, file, self.means.uploads.max_bytes)
            async with self.turns.alone(checked.sha256):
                known = await self._known(item, checked)
                if known is None:
                    await self._take_in(item, file, checked)
                else:
                    await let_go([item], self.means.bucket)
                    await self._skip(item, known)

    async def _take_in(self, item: ImportItem, file: BinaryIO, checked: Checked) -> None:
        one = await coming(self.import_, item, self.viewer, self.names)
        image = await adopted(item, one, checked)
        one = replace(one, image_id=image.id)
        file.seek(0)
        await self.means.bucket.put(image.original.key, file, content_type=checked.content_type)
        async with self.counting:
            taken = await queued(one, image, lambda session: self._taken(item, one, session))
        await self.deliver([taken.job.id])

    async def _taken(self, item: ImportItem, one: Coming, session: Session) -> None:
        facts = {"to_place": one.batch.product_code if item.said.placed else None}
        await item.move(ItemState.TAKEN, session, facts=facts)

    async def _known(self, item: ImportItem, checked: Checked) -> Image | None:
        """The image that has this very file already."""
        if not self.import_.skip_known:
            return None
        return await Image.find_one(
            {
                "original.sha256": checked.sha256,
                "deleted_at": None,
                "_id": {"$ne": item.image_id},
                "state": {"$ne": ProcessingState.AWAITING_UPLOAD},
            }
        )

    async def _skip(self, item: ImportItem, known: Image) -> None:
        said = "The library has this file already."
        problem = Problem(code="ALREADY_IMPORTED", message=said)
        facts = {"image_id": known.id}
        async with self.counting:
            await together(
                lambda session: item.move(ItemState.SKIPPED, session, problem=problem, facts=facts)
            )

    async def _refuse(self, item: ImportItem, problem: Problem) -> None:
        async with self.counting:
            await together(lambda session: item.move(ItemState.REFUSED, session, problem=problem))


def _spare(item: ImportItem) -> None:
    """Raise ItemRefused for an item at which workers were lost again and again."""
    if item.attempts > MOST_ATTEMPTS:
        said = f"The worker was lost at each of {MOST_ATTEMPTS} tries at this file."
        raise ItemRefused("CRASHED", said)
