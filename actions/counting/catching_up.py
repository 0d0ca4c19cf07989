"""Counting all that nobody has counted; anew, where that is wished or nothing leads on."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
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
from documents.stat_progress import StatProgress
from documents.stats import StatBucket
from documents.trails import Token, TrailLost, here, passed
from documents.uncounted import counted_before, waiting

logger = logging.getLogger(__name__)
# Changes of documents that are read before they are counted.
MOST_PASSED = 2_000
Fold = Callable[[Ids, int], Awaitable[None]]
HAPPENED: tuple[tuple[type[Document], Raw, Fold], ...] = (
    (AuditEntry, ENTRIES, fold_entries),
    (Job, ENDED, fold_jobs),
)


async def catch_up(by: str) -> bool:
    """Count whatever is not counted yet; False while somebody else does.

    May be stopped at any moment, and gone on with by anybody.
    """
    progress = await StatProgress.claim(by)
    if progress is None:
        return False
    counter = Counter(by, progress.writing)
    try:
        if progress.target is None:
            await counter.go_on(progress.token)
        else:
            await counter.begin_anew(progress.token)
    except CountedElsewhere:
        return False
    except TrailLost:
        logger.warning("The changes since the numbers were kept last are lost; counting anew.")
        await StatProgress.anew()
        return False
    return True


class Counter:
    """One that holds the lease and counts into an epoch."""

    def __init__(self, by: str, epoch: int) -> None:
        self.by, self.epoch = by, epoch

    async def go_on(self, token: Token | None) -> None:
        """Count what has happened and what was touched since. Raises TrailLost too."""
        moment = now()
        await self._happened()
        await self._follow(token)
        await StatProgress.up_to_date(moment)

    async def begin_anew(self, token: Token | None) -> None:
        """Count everything there is, then let the numbers be read from there."""
        if token is None:
            token = await here(list(HOLDERS))
            await StatProgress.followed(self.epoch, token)
        for model in HOLDERS:
            async for ids in self._all(model):
                await fold_holders(model, ids, self.epoch)
        for model, where, fold in HAPPENED:
            async for ids in self._earlier(model, where):
                await fold(ids, self.epoch)
        await self.go_on(token)
        if await StatProgress.switch(self.epoch):
            await StatBucket.forget_others(self.epoch)
            await Counted.forget_others(self.epoch)

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

    async def _all(self, model: type[Document]) -> AsyncIterator[Ids]:
        last: PydanticObjectId | None = None
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


def _in_parts(ids: Ids) -> list[Any]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
