"""`ecogram stats`: the numbers of the last days, and counting them anew."""

import argparse
import asyncio
import secrets
import sys
from datetime import UTC, datetime, timedelta

from actions.access import OPERATOR
from actions.counting.catching_up import catch_up
from actions.counting.days import Days, Grouping
from actions.counting.reading import Asked, Numbers, held_now, read
from app.connections import database
from app.parts import database_of
from app.settings import Settings
from documents.sketches import quantile
from documents.stat_progress import StatProgress

LOOK_SECONDS = 0.5
COUNTS = ("imagesIn", "approved", "rejected", "withdrawn", "deleted", "failed", "waiting")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--days", type=int, default=30, help="how many, up to 366; 30 by default")
    parser.add_argument("--rebuild", action="store_true", help="count everything anew before")


async def main(settings: Settings, options: argparse.Namespace) -> int:
    """Tell the numbers, as a table. Works beside a running Ecogram, and is gone on with by that.

    Until a rebuild has ended, the numbers of before are told.
    """
    async with database_of(settings) as uri, database(uri, settings.mongodb_database):
        progress = await StatProgress.current()
        await counted(await StatProgress.anew() if options.rebuild else progress.writing)
        last = datetime.now(UTC).date()
        days = Days(last - timedelta(days=min(max(options.days, 1), 366) - 1), last)
        answer = await read(OPERATOR, Asked(days=days, grouping=Grouping.DAY))
        _tell(answer.whole, days)
        for name, held in sorted((await held_now(OPERATOR)).items()):
            sys.stdout.write(f"{name}\t{held['objects']} objects\t{held['bytes']} bytes\n")
    return 0


async def counted(epoch: int) -> None:
    """Return once the numbers of an epoch, or a later one, can be read and are up to date."""
    us = f"stats:{secrets.token_hex(4)}"
    try:
        while not await catch_up(us) or (await StatProgress.current()).epoch < epoch:
            await asyncio.sleep(LOOK_SECONDS)
            if (await _somebody_else(us)) >= epoch:
                return
    finally:
        await StatProgress.release(us)


async def _somebody_else(us: str) -> int:
    """The epoch up to which another one counts, who needs no help; 0 where nobody does."""
    progress = await StatProgress.current()
    return 0 if progress.by in {us, None} or progress.target else progress.epoch


def _tell(numbers: Numbers, days: Days) -> None:
    sys.stdout.write(f"from {days.first} to {days.last}\n")
    for name in COUNTS:
        sys.stdout.write(f"{name}\t{numbers.counts.get(name, 0)}\n")
    median = quantile(numbers.decided, 0.5)
    if median is not None:
        sys.stdout.write(f"median seconds to a decision\t{median:.0f}\n")
