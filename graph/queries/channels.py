"""channels, channelReadinessCounts: what channels ask, and how the library answers."""

from typing import Annotated

import strawberry

from actions.access import Permission, require
from actions.readiness.counting import readiness_counts
from graph.context import Info
from graph.types.readiness import Channel, ChannelReadinessCounts


@strawberry.field(
    description="The sales channels that pictures are judged for, ours first; at most 60."
)
async def channels(info: Info) -> list[Channel]:
    """All of them."""
    require(info.context.viewer, Permission.READ_LIBRARY)
    rules = info.context.house.channels
    return [Channel.of(profile, rules) for profile in rules.profiles.values()]


@strawberry.field(description="How many pictures answer a channel how; none that are deleted.")
async def channel_readiness_counts(
    info: Info,
    channel: Annotated[str, strawberry.argument(description="Such as `google`.")],
) -> ChannelReadinessCounts:
    """A fixed number of counts, from indexes."""
    counts = await readiness_counts(info.context.viewer, info.context.house.channels, channel)
    return ChannelReadinessCounts.of(channel, counts)
