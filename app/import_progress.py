"""How far an import of the command is, for whoever looks at the terminal."""

from contextlib import AbstractAsyncContextManager

from beanie import PydanticObjectId
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.progress import following
from documents.import_items import ItemState
from documents.imports import Import


def shown(id: PydanticObjectId) -> AbstractAsyncContextManager[None]:
    """A bar while the block runs; where nobody looks, it is one line at the end."""

    async def look(progress: Progress) -> None:
        import_ = await Import.present(id)
        total = sum(import_.counts.values())
        if not progress.task_ids:
            progress.add_task("Importing", total=None)
        progress.update(
            progress.task_ids[0],
            total=total if import_.listed else None,
            completed=total - import_.counts.get(ItemState.PENDING, 0),
        )

    return following(
        look,
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
