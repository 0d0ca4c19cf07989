"""Judging what waits for it: after a change, or after the rules themselves have changed."""

import asyncio
import logging

from actions.readiness.judging import AT_ONCE, judge_some
from actions.readiness.rules import ChannelRules

logger = logging.getLogger(__name__)
LOOK_SECONDS = 2.0


async def keep_judged(rules: ChannelRules) -> None:
    """Judge pictures that wait for it, until cancelled; any number may do so.

    What is done stays done, so it goes on where it was stopped.
    """
    while True:
        if await _some(rules) < AT_ONCE:
            await asyncio.sleep(LOOK_SECONDS)


async def _some(rules: ChannelRules) -> int:
    try:
        return await judge_some(rules)
    except Exception:
        logger.exception("Pictures could not be judged for channels.")
        return 0
