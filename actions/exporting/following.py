"""Following an export live."""

from collections.abc import AsyncIterator

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.exporting.asking import load_exports
from actions.progress import Hub
from documents.exports import ENDED
from documents.jobs import JobKind
from documents.pages import Raw


async def follow_export(
    hub: Hub, viewer: Viewer | None, id: PydanticObjectId
) -> AsyncIterator[Raw]:
    """The export as it is, then whenever it has got on, and at last as it ended.

    Nothing for one that the viewer may not see. Whoever is slow misses what was in between.
    """
    jobs: set[PydanticObjectId] = set()
    with hub.open(lambda raw: raw["kind"] == JobKind.EXPORT and raw["_id"] in jobs) as mailbox:
        while True:
            [found] = await load_exports(viewer, [id])
            if found is None:
                return
            if found["job_id"] not in jobs:
                # Looked at again, for what it told before we knew it is lost.
                jobs.add(found["job_id"])
                continue
            yield found
            if found["state"] in ENDED:
                return
            await mailbox.take_all()
