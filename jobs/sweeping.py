"""Cleaning up, now and then, after what nobody ends any more."""

import asyncio
import logging

from actions.deletion import sweep_abandoned
from actions.removals import sweep_removals
from actions.upload_expiry import sweep_expired
from storage.bucket import Bucket

logger = logging.getLogger(__name__)
SWEEP_SECONDS = 60.0


async def sweep(bucket: Bucket) -> None:
    """End what was begun and never acknowledged or ended, until cancelled; any number may sweep."""
    while True:
        try:
            if removed := await sweep_abandoned(bucket):
                logger.info("Removed %d abandoned uploads.", removed)
            if removed := await sweep_expired(bucket):
                logger.info("Removed %d uploads that were not completed.", removed)
            if ended := await sweep_removals():
                logger.info("Ended %d deletions of groups and collections.", ended)
        except Exception:
            logger.exception("The sweep failed.")
        await asyncio.sleep(SWEEP_SECONDS)
