"""The one clock of what we keep."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time in UTC, cut to the milliseconds that MongoDB keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
