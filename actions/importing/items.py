"""Taking in one item: it ends TAKEN, SKIPPED or REFUSED, once, wherever a worker dies."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arriving.checking import Checked, check
from actions.arriving.clashes import AlreadyThere, make_sure
from actions.arriving.incoming import Incoming
from actions.arriving.overwriting import overwrite
from actions.arriving.reusing import belong_too
from actions.arriving.taking import Coming, queued
from actions.arriving.unless_there import unless_there
from actions.delivery import Deliver
from actions.errors import Refused
from actions.importing.naming import Names
from actions.importing.reservations import adopted, let_go
from actions.importing.sayings import coming
from actions.importing.sources import ItemRefused, Means, Source
from actions.importing.turns import Turns
from actions.pictures.replacing import Successor, sent
from actions.uploading.results import Accepted
from documents.errors import CannotMove, NoSuchDocument
from documents.images import Image
from documents.import_items import ImportItem, ItemState
from documents.imports import Import, ImportState
from documents.jobs import MAX_ATTEMPTS
from documents.problems import Problem
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
        except AlreadyThere as clash:
            await let_go([item], self.means.bucket)
            await self._refuse(item, clash.problem())
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
                one = await coming(self.import_, item, self.viewer, self.names)
                await unless_there(
                    one.batch.wishes,
                    lambda: self._take_in(item, one, file, checked),
                    reuse=lambda there: self._skip(item, one, there),
                    replace=lambda there: self._replace(item, one, there, file, checked),
                )

    async def _take_in(
        self, item: ImportItem, one: Coming, file: BinaryIO, checked: Checked
    ) -> Accepted:
        await make_sure(one.batch.wishes, one.arriving(checked.sha256))
        image = await adopted(item, one, checked)
        one = replace(one, image_id=image.id)
        file.seek(0)
        await self.means.bucket.put(image.original.key, file, content_type=checked.content_type)
        async with self.counting:
            taken = await queued(one, image, lambda session: self._taken(item, one, session))
        await self.deliver([taken.job.id])
        return taken

    async def _taken(self, item: ImportItem, one: Coming, session: Session) -> None:
        facts = {"to_place": one.batch.product_code if item.said.placed else None}
        await item.move(ItemState.TAKEN, session, facts=facts)

    async def _skip(self, item: ImportItem, one: Coming, known: PydanticObjectId) -> Image:
        """The image that is there also belongs where the item was to go."""
        await let_go([item], self.means.bucket)
        said = "The library has this file already."
        problem = Problem(code="ALREADY_IMPORTED", message=said, image_id=known)
        facts = {"image_id": known}

        async def write(session: Session) -> Image:
            image = await belong_too(self.viewer.actor(), known, one.batch.belonging(), session)
            await item.move(ItemState.SKIPPED, session, problem=problem, facts=facts)
            return image

        async with self.counting:
            return await together(write)

    async def _replace(
        self,
        item: ImportItem,
        one: Coming,
        there: PydanticObjectId,
        file: BinaryIO,
        checked: Checked,
    ) -> Accepted:
        """The image that has the item's name gets its file."""
        await let_go([item], self.means.bucket)
        said = "The group had a file of this name: its image has this file now."
        problem = Problem(code="FILE_REPLACED", message=said, image_id=there)
        facts = {"image_id": there}
        async with self.counting:
            return await overwrite(
                self.viewer,
                there,
                Successor.of(one.name, checked),
                sent(Incoming(file, one.name), checked, self.means.bucket),
                bucket=self.means.bucket,
                retention=self.means.retention,
                deliver=self.deliver,
                also=lambda session: item.move(
                    ItemState.TAKEN, session, problem=problem, facts=facts
                ),
            )

    async def _refuse(self, item: ImportItem, problem: Problem) -> None:
        async with self.counting:
            await together(lambda session: item.move(ItemState.REFUSED, session, problem=problem))


def _spare(item: ImportItem) -> None:
    """Raise ItemRefused for an item at which workers were lost again and again."""
    if item.attempts > MOST_ATTEMPTS:
        said = f"The worker was lost at each of {MOST_ATTEMPTS} tries at this file."
        raise ItemRefused("CRASHED", said)
