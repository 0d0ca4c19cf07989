"""Cleaning up, now and then, after what nobody ends any more."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from actions.arranging.removals import sweep_removals
from actions.auditing.exports import sweep_audit_exports
from actions.deleting.deletion import sweep_abandoned
from actions.deleting.retention import Retention
from actions.deleting.trash import sweep_trash
from actions.downloading.archives import sweep_archives
from actions.downloading.downloads import sweep_downloads
from actions.exporting.asking import sweep_exports
from actions.judging.verdicts import judge_anew
from actions.metadata.exports import sweep_exports as sweep_tables
from actions.metadata.imports import sweep_imports
from actions.pictures.file_versions import sweep_versions
from actions.pictures.twin_lists import sweep_twins
from actions.publishing.checking import sweep_catalog
from actions.publishing.feed import sweep_changes
from actions.reviewing.validity import sweep_run_out
from actions.syncing.syncs import ask_in_turn
from actions.uploading.expiry import sweep_expired
from storage.bucket import Bucket

logger = logging.getLogger(__name__)
SWEEP_SECONDS = 60.0
Sweep = Callable[[Bucket, Retention], Awaitable[int]]


async def _in_step(_: Bucket, __: Retention) -> int:
    """Nothing is removed here; the catalogue is compared with the pictures."""
    await sweep_catalog()
    return 0


async def _synchronize(_: Bucket, retention: Retention) -> int:
    """Nothing is removed here; a job does what is due."""
    await ask_in_turn(retention.sync)
    return 0


async def _judge(_: Bucket, retention: Retention) -> int:
    """Nothing is removed here; a list shall not go by thresholds that no longer hold."""
    if judged := await judge_anew(retention.thresholds):
        logger.info("Judged %d pictures anew.", judged)
    return 0


async def _twins(_: Bucket, __: Retention) -> int:
    """Nothing is removed here; lists of duplicates follow the pictures."""
    await sweep_twins()
    return 0


async def sweep(bucket: Bucket, retention: Retention) -> None:
    """End what was begun and never acknowledged or ended, until cancelled; any number may sweep."""
    while True:
        for what, swept in SWEEPS:
            try:
                if ended := await swept(bucket, retention):
                    logger.info("Removed %d %s.", ended, what)
            except Exception:
                logger.exception("The sweep of %s failed.", what)
        await asyncio.sleep(SWEEP_SECONDS)


SWEEPS: tuple[tuple[str, Sweep], ...] = (
    ("abandoned uploads", lambda bucket, _: sweep_abandoned(bucket)),
    ("uploads that were not completed", lambda bucket, _: sweep_expired(bucket)),
    ("downloads", lambda bucket, _: sweep_downloads(bucket)),
    ("archives of downloads", lambda bucket, _: sweep_archives(bucket)),
    ("exports", lambda bucket, _: sweep_exports(bucket)),
    ("files of the audit", lambda bucket, _: sweep_audit_exports(bucket)),
    ("tables of metadata", lambda bucket, _: sweep_tables(bucket)),
    ("reports of tables of metadata", lambda bucket, _: sweep_imports(bucket)),
    ("deleted groups and collections", lambda *_: sweep_removals()),
    ("trashed images", sweep_trash),
    ("pictures whose time is over from the shop", lambda bucket, _: sweep_run_out(bucket)),
    ("replaced files", lambda bucket, _: sweep_versions(bucket)),
    ("changes of the catalogue", lambda *_: sweep_changes()),
    ("rows of the catalogue", _in_step),
    ("differences", _synchronize),
    ("verdicts", _judge),
    ("duplicates", _twins),
)
