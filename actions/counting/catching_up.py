"""Counting all that nobody has counted; anew, where that is wished or nothing leads on."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from beanie import Document, PydanticObjectId

from actions.counting.folding import (
    AT_ONCE,
    ENDED,
    ENTRIES,
    CountedElsewhere,
    Ids,
    fold_entries,
    fold_holders,
    fold_jobs,
)
from actions.counting.holdings import HOLDERS
from documents.audit import AuditEntry
from documents.clock import now
from documents.jobs import Job
from documents.pages import Raw, ids_after
from documents.stat_ledger import Counted
from documents.stat_progress import StatProgress, Walked
from documents.stats import StatBucket
from documents.trails import Token, TrailLost, here, passed
from documents.uncounted import counted_before, waiting

logger = logging.getLogger(__name__)
# Changes of documents that are read before they are counted.
MOST_PASSED = 2_000
Tell = Callable[[float], Awaitable[None]]
Fold = Callable[[Ids, int], Awaitable[None]]
HAPPENED: tuple[tuple[type[Document], Raw, Fold], ...] = (
    (AuditEntry, ENTRIES, fold_entries),
    (Job, ENDED, fold_jobs),
)


async def nobody(share: float) -> None:
    """Is told how much is counted anew, and does nothing with it."""


async def catch_up(by: str, tell: Tell = nobody) -> bool:
    """Count whatever is not counted yet; False while somebody else does.

    May be stopped at any moment, and gone on with by anybody. Counting anew, `tell` hears from 0
    to 1 how much is done, after each step.
    """
    progress = await StatProgress.claim(by)
    if progress is None:
        return False
    counter = Counter(by, progress.writing, tell)
    try:
        if progress.target is None:
            await counter.go_on(progress.token)
        else:
            await counter.begin_anew(progress)
    except CountedElsewhere:
        return False
    except TrailLost:
        logger.warning("The changes since the numbers were kept last are lost; counting anew.")
        await StatProgress.anew()
        return False
    return True


class Counter:
    """One that holds the lease and counts into an epoch."""

    def __init__(self, by: str, epoch: int, tell: Tell) -> None:
        self.by, self.epoch, self.tell = by, epoch, tell

    async def go_on(self, token: Token | None) -> None:
        """Count what has happened and what was touched since. Raises TrailLost too."""
        moment = now()
        await self._happened()
        await self._follow(token)
        await StatProgress.up_to_date(moment)

    async def begin_anew(self, progress: StatProgress) -> None:
        """Count everything there is, then let the numbers be read from there.

        Goes on behind what whoever was at it before has counted.
        """
        token = progress.token or await self._set_out()
        for model, after in _left(progress.walked if progress.token else None):
            async for ids in self._all(model, after):
                await fold_holders(model, ids, self.epoch)
                walked = Walked(name=_name(model), id=ids[-1])
                await StatProgress.get_on(self.epoch, len(ids), walked)
        for model, where, fold in HAPPENED:
            async for ids in self._earlier(model, where):
                await fold(ids, self.epoch)
                await StatProgress.get_on(self.epoch, len(ids))
        await self.go_on(token)
        if await StatProgress.switch(self.epoch):
            await StatBucket.forget_others(self.epoch)
            await Counted.forget_others(self.epoch)

    async def _set_out(self) -> Token:
        token = await here(list(HOLDERS))
        every = [*HOLDERS, *(model for model, _, _ in HAPPENED)]
        counts = [await one.get_pymongo_collection().estimated_document_count() for one in every]
        await StatProgress.set_out(self.epoch, token, sum(counts))
        return token

    async def _happened(self) -> None:
        for model, _, fold in HAPPENED:
            while ids := await waiting(model, AT_ONCE):
                await self._renew()
                await fold(ids, self.epoch)

    async def _follow(self, token: Token | None) -> None:
        if token is None:
            raise TrailLost
        more = True
        while more:
            found = await passed(list(HOLDERS), token, MOST_PASSED)
            for model, ids in found.ids.items():
                for some in _in_parts(ids):
                    await self._renew()
                    await fold_holders(model, some, self.epoch)
            await StatProgress.followed(self.epoch, found.token)
            token, more = found.token, found.more

    async def _all(
        self, model: type[Document], after: PydanticObjectId | None
    ) -> AsyncIterator[Ids]:
        last = after
        while ids := await ids_after(model, last, AT_ONCE):
            await self._renew()
            yield ids
            last = ids[-1]

    async def _earlier(self, model: type[Document], where: Raw) -> AsyncIterator[Ids]:
        last: PydanticObjectId | None = None
        while ids := await counted_before(model, self.epoch, where, last, AT_ONCE):
            await self._renew()
            yield ids
            last = ids[-1]

    async def _renew(self) -> None:
        progress = await StatProgress.claim(self.by)
        if progress is None or progress.writing != self.epoch:
            raise CountedElsewhere
        if progress.target is not None:
            await self.tell(progress.share)


def _left(walked: Walked | None) -> Iterator[tuple[type[Document], PydanticObjectId | None]]:
    """The holders that are not counted to their end, each with where to go on."""
    models = list(HOLDERS)
    begin = [_name(model) for model in models].index(walked.name) if walked else 0
    for number, model in enumerate(models[begin:]):
        yield model, walked.id if walked and number == 0 else None


def _name(model: type[Document]) -> str:
    return model.get_pymongo_collection().name


def _in_parts(ids: Ids) -> list[Any]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
