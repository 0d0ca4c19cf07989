"""shopPush: how far the shop is that pictures are brought to."""

from datetime import datetime

import strawberry

from actions.pushing import reading
from documents.shop_files import PushStage
from graph.context import Info
from graph.scalars import SequenceNumber
from graph.types.enums import ShopPushState
from graph.types.image import Problem


@strawberry.type(description="How far a shop is to which pictures are brought.")
class ShopPush:
    """Where it is, and why it waits."""

    state: ShopPushState = strawberry.field(description="What is being done.")
    cursor: SequenceNumber | None = strawberry.field(
        description="The last change that the shop has; null before the first turn."
    )
    latest: SequenceNumber = strawberry.field(description="The newest change of the catalogue.")
    last_error: Problem | None = strawberry.field(
        description="Why it waits; null where it goes on."
    )
    next_try_at: datetime | None = strawberry.field(
        description="When it goes on; null unless it waits."
    )
    files: int = strawberry.field(description="Pictures that the shop has; 10,000 means or more.")
    stuck: int = strawberry.field(
        description=(
            "Pictures that the shop did not take, which are offered again each hour: `notices` "
            "says why. 10,000 means or more."
        )
    )


@strawberry.field(
    description=(
        "How far the shop is that the settings ECOGRAM_SHOPIFY_* name. Needs the role ADMIN."
    )
)
async def shop_push(info: Info) -> ShopPush:
    """A fixed number of queries."""
    found = await reading.progress(info.context.viewer)
    push = found.push
    problem = push.problem if push else None
    return ShopPush(
        state=_state(found, on=info.context.house.pushes),
        cursor=SequenceNumber(push.cursor) if push and push.cursor is not None else None,
        latest=SequenceNumber(found.latest),
        last_error=Problem.of(problem.model_dump()) if problem else None,
        next_try_at=push.due if push and problem else None,
        files=found.files,
        stuck=found.stuck,
    )


def _state(found: reading.Progress, *, on: bool) -> ShopPushState:
    push = found.push
    if not on:
        return ShopPushState.OFF
    if push is not None and push.problem is not None:
        return ShopPushState.WAITING
    if push is None or push.stage is not PushStage.CHANGES:
        return ShopPushState.COPYING
    return ShopPushState.IN_STEP if push.cursor == found.latest else ShopPushState.FOLLOWING
