"""Taking decisions back."""

from collections.abc import Sequence

from pymongo import UpdateOne

from documents.clock import now
from documents.errors import CannotMove
from documents.images import Image
from documents.transactions import Session


async def undo(images: Sequence[Image], session: Session) -> None:
    """Give images the review that they had before the last decision; nothing of them is public.

    The caller has seen in this transaction that each is at the version of that decision. Raises
    CannotMove where the check was missing.
    """
    writes = []
    for image in images:
        assert image.undoable is not None, "Only what was decided can be undone."
        before = {"review": image.undoable.review.model_dump(), "publication": None}
        sets = {**before, "undoable": None, "updated_at": now()}
        here = {"_id": image.id, "deleted_at": None, "version": image.undoable.version}
        writes.append(UpdateOne(here, {"$set": sets, "$inc": {"version": 1}}))
    if writes:
        result = await Image.get_pymongo_collection().bulk_write(writes, session=session)
        if result.matched_count != len(writes):
            raise CannotMove("another state", "the one before it")
