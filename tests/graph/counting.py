"""Numbers as people who run a library ask for them."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from actions.counting.catching_up import catch_up
from documents.clock import now
from documents.stat_progress import StatProgress
from tests.server import Client

NUMBERS = """
  imagesIn approved rejected withdrawn deleted failed waiting
  timeToDecision { count medianSeconds p95Seconds }
  stages { kind stage durations { count medianSeconds } }
  failures { kind code count }
"""
STATS = f"""
query Stats(
  $range: StatsRange!, $by: StatsGrouping! = DAY, $of: StatsOf, $first: Int! = 20, $after: String
) {{
  stats(range: $range, groupBy: $by, of: $of, first: $first, after: $after) {{
    countedAt
    total {{ {NUMBERS} }}
    groups {{ start userId userName productCode numbers {{ {NUMBERS} }} }}
    pageInfo {{ hasNextPage hasPreviousPage endCursor }}
  }}
}}"""
STORAGE = """
query Storage($range: StatsRange!) {
  stats(range: $range) {
    storage { storageClass bytes objects }
    storageByDay { day storage { storageClass bytes objects } }
  }
}"""


def today() -> dict[str, str]:
    """The range of this day, in UTC."""
    day = datetime.now(UTC).date().isoformat()
    return {"from": day, "to": day}


async def counted() -> None:
    """Return once all that has happened is counted, whoever else counts."""
    async with asyncio.timeout(20):
        while True:
            free = {"$set": {"until": now(), "by": None}}
            await StatProgress.get_pymongo_collection().update_one({}, free)
            if await catch_up("test") and (await StatProgress.current()).target is None:
                return


async def stats(client: Client, **asked: Any) -> dict[str, Any]:
    """The numbers, today's by default, once everything is in them."""
    await counted()
    return dict((await client.ask(STATS, **{"range": today(), **asked}))["stats"])


async def storage(client: Client) -> dict[str, tuple[int, int]]:
    """Bytes and objects of each class that has any."""
    await counted()
    rows = (await client.ask(STORAGE, range=today()))["stats"]["storage"]
    return {row["storageClass"]: (row["bytes"], row["objects"]) for row in rows if row["objects"]}
