"""Whose turn it is at an import of the command: a new one, or one that was ended before its end."""

import asyncio
from dataclasses import dataclass

from actions.access import Viewer
from actions.delivery import Deliver
from actions.importing.beginning import Request, begin
from actions.importing.control import retry
from documents.errors import CannotMove
from documents.imports import Import, ImportState
from documents.jobs import LEASE, Job

LOOK_SECONDS = 0.5
# A process that was killed holds its job for as long as its lease.
PATIENCE_SECONDS = LEASE.total_seconds() + 10
DONE = [ImportState.FINISHED, ImportState.CANCELLED]


class NoTurn(Exception):
    """Another process is at the very same import."""

    def __init__(self) -> None:
        super().__init__("Another process is importing the same now: let it end.")


@dataclass(frozen=True, slots=True)
class Turn:
    """A request of `viewer`, whose job the process `by` wants to do."""

    viewer: Viewer
    request: Request
    by: str
    deliver: Deliver

    async def taken(self) -> Job:
        """The job, ours to do: of an import that was not ended, or of a new one. Raises NoTurn."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    if (job := await self._next()) is not None:
                        return job
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError as error:
            raise NoTurn from error

    async def _next(self) -> Job | None:
        before = await self._before()
        if before is None:
            made = await begin(self.viewer, self.request, deliver=self.deliver, by=self.by)
            return await Job.get(made.job_id)
        if before.state is not ImportState.FAILED:
            return await Job.claim(self.by, before.job_id)
        try:
            again = await retry(self.viewer, before.id, deliver=self.deliver, by=self.by)
        except CannotMove:
            # Another process was faster.
            return None
        return await Job.get(again.job_id)

    async def _before(self) -> Import | None:
        """The import of the same request that has not come to its end, the newest."""
        mine = {
            "importer_id": self.viewer.user_id,
            "source": self.request.source,
            "where.asked": self.request.where["asked"],
            "state": {"$nin": DONE},
        }
        return await Import.find(mine).sort("-created_at").first_or_none()
