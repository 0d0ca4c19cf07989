"""What waits for a decision: whose, in which order, and live."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.library import ImageFilter
from actions.progress import Hub
from documents.pages import Raw
from documents.review_queue import OF_ALL, OF_ONE, WAITS, is_waiting


class QueueAssignee(StrEnum):
    """Whose queue is looked at."""

    ME = "ME"
    UNASSIGNED = "UNASSIGNED"
    ANYONE = "ANYONE"


class QueueChange(StrEnum):
    """What became of a picture in a queue."""

    READ_AGAIN = "READ_AGAIN"
    WAITING = "WAITING"
    GONE = "GONE"


@dataclass(frozen=True, slots=True)
class QueueEvent:
    """A change of a queue; READ_AGAIN is about no picture in particular."""

    kind: QueueChange
    image_id: PydanticObjectId | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """One reviewer's view of what waits."""

    whose: QueueAssignee
    me: PydanticObjectId | None

    @classmethod
    def of(cls, viewer: Viewer | None, whose: QueueAssignee) -> "Queue":
        """The queue, for those who may decide."""
        return cls(whose, require(viewer, Permission.REVIEW_IMAGES).user_id)

    def where(self, wanted: ImageFilter | None = None) -> Raw:
        """The filter, which an index serves in order; of all that waits, only what is wanted.

        Raises SearchError, DaysOutOfRange.
        """
        mine = {} if self.whose is QueueAssignee.ANYONE else {"assignee_id": self._assignee}
        more = {} if wanted is None else {"$and": [wanted.where()]}
        return {**WAITS, **mine, **more}

    @property
    def index(self) -> str:
        """The index that serves it: left to itself MongoDB would sort all that waits."""
        return OF_ALL if self.whose is QueueAssignee.ANYONE else OF_ONE

    def event(self, raw: Raw) -> QueueEvent | None:
        """What a changed picture means to this queue; None for nothing."""
        ours = self.whose is QueueAssignee.ANYONE or raw.get("assignee_id") == self._assignee
        if ours and is_waiting(raw):
            return QueueEvent(QueueChange.WAITING, raw["_id"])
        if ours or raw["reassigned"]:
            return QueueEvent(QueueChange.GONE, raw["_id"])
        return None

    @property
    def _assignee(self) -> PydanticObjectId | None:
        return self.me if self.whose is QueueAssignee.ME else None


async def follow_queue(hub: Hub, queue: Queue) -> AsyncIterator[QueueEvent]:
    """Every change of a queue from now on; READ_AGAIN at first, and where some were missed."""
    with hub.open_pictures(lambda raw: queue.event(raw) is not None) as mailbox:
        mailbox.put(None)
        while True:
            raw = await mailbox.take()
            event = QueueEvent(QueueChange.READ_AGAIN) if raw is None else queue.event(raw)
            if event is not None:
                yield event
