"""What waits for a decision: whose, in which order, and live."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.following.follower import Followed, ImageChange
from actions.library import ImageFilter
from actions.progress import Hub
from documents.pages import Raw
from documents.review_queue import OF_ALL, OF_ONE, OLDEST_FIRST, WAITS, is_waiting


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
    """A change of a queue; READ_AGAIN is about no picture in particular.

    `raw` is the picture's row where it was read already. What is made of the event is kept in
    `made`, by whoever tells it.
    """

    kind: QueueChange
    image_id: PydanticObjectId | None = None
    raw: Raw | None = field(default=None, compare=False, repr=False)
    made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, change: ImageChange) -> "QueueEvent":
        """What a change of those that are followed means to their queue."""
        if change.image_id is None:
            return cls(QueueChange.READ_AGAIN)
        kind = QueueChange.WAITING if change.raw else QueueChange.GONE
        return cls(kind, change.image_id, change.raw, change.made)


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


async def follow_some(
    hub: Hub, queue: Queue, wanted: ImageFilter, fields: Sequence[str]
) -> AsyncIterator[QueueEvent]:
    """As `follow_queue`, of what is wanted of it; `fields` are read of what waits.

    Any change may bring a picture in or out. Of those that leave, the first 2,000 of the queue are
    told. Raises SearchError, DaysOutOfRange.
    """
    followed = Followed(where=queue.where(wanted), fields=fields, order=OLDEST_FIRST)
    async with hub.gatherings.joined(followed) as box:
        # Whoever reads the queue after that is told whatever leaves it.
        await box.begun.wait()
        yield QueueEvent(QueueChange.READ_AGAIN)
        while True:
            yield QueueEvent.of(await box.take())
