"""Following an import live."""

from collections.abc import AsyncIterator

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.importing.reading import load_imports
from actions.progress import Hub
from documents.imports import ENDED
from documents.pages import Raw


async def follow_import(
    hub: Hub, viewer: Viewer | None, id: PydanticObjectId
) -> AsyncIterator[Raw]:
    """The import as it is, then whenever it has got on, and at last as it ended.

    Nothing for one that the viewer may not see. Whoever is slow misses what was in between.
    """
    with hub.open(lambda raw: raw.get("import_id") == id) as mailbox:
        while True:
            [found] = await load_imports(viewer, [id])
            if found is None:
                return
            yield found
            if found["state"] in ENDED:
                return
            await mailbox.take_all()
