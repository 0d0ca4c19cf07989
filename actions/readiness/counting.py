"""How many pictures answer a channel how; all from indexes."""

import asyncio
from dataclasses import dataclass

from actions.access import Permission, Viewer, require
from actions.library import MOST_COUNTED
from actions.readiness.rules import ChannelRules
from documents.images import Image
from documents.pages import count
from documents.readiness import label
from documents.unjudged import count_waiting
from processing.channels.judging import ReadinessState


@dataclass(frozen=True, slots=True)
class ReadinessCounts:
    """By state, none counted further than MOST_COUNTED; `waiting` are still to be judged."""

    by_state: dict[ReadinessState, int]
    waiting: int


async def readiness_counts(
    viewer: Viewer | None, rules: ChannelRules, channel: str
) -> ReadinessCounts:
    """Six counts of what is not deleted. Raises UnknownChannel."""
    require(viewer, Permission.READ_LIBRARY)
    known = rules.profile(channel).id
    wanted = [{"deleted_at": None, "readiness": label(known, state)} for state in ReadinessState]
    *counted, waiting = await asyncio.gather(
        *(count(Image, where, at_most=MOST_COUNTED) for where in wanted),
        count_waiting(rules.name, at_most=MOST_COUNTED),
    )
    return ReadinessCounts(dict(zip(ReadinessState, counted, strict=True)), waiting)
