"""Counting what happens, while people work: see `actions.counting`."""

import asyncio
import logging
import secrets
from contextlib import suppress

from actions.counting.catching_up import catch_up
from documents.stat_progress import StatProgress

logger = logging.getLogger(__name__)
LOOK_SECONDS = 2.0


async def keep_counted() -> None:
    """Count until cancelled; any number may do so, one of them does."""
    us = f"counter:{secrets.token_hex(8)}"
    try:
        while True:
            await _safely(us)
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        with suppress(Exception):
            await StatProgress.release(us)


async def _safely(us: str) -> None:
    try:
        await catch_up(us)
    except Exception:
        logger.exception("What has happened could not be counted.")
