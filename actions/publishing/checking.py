"""A safety net: what nobody has followed comes into the catalogue, and its feed, after all."""

import logging
from functools import partial

from actions.publishing.following import differences, follow
from documents.catalog_checks import CatalogCheck
from documents.transactions import together

logger = logging.getLogger(__name__)
# Of each walk, in one sweep; a library of a million takes a day to be walked through.
AT_ONCE = 1000
# So many are put right in one transaction.
BATCH = 250


async def sweep_catalog(at_once: int = AT_ONCE) -> int:
    """Compare some of the catalogue with the pictures, those that changed of late first of all,

    and put right what differs, by changes like any other. Tells how many that were: each of
    them is a bug of ours, or was written by hand.
    """
    check = await CatalogCheck.now()
    found = [one.id for one in await differences(await check.next(at_once))]
    mended = 0
    for start in range(0, len(found), BATCH):
        mended += await together(partial(follow, found[start : start + BATCH]))
    if mended:
        logger.warning("The catalogue was not in step with %d images.", mended)
    await check.keep()
    return mended
