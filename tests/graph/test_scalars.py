"""Scalars beyond GraphQL's own."""

from datetime import UTC, datetime, timedelta, timezone

from bson.tz_util import utc
from hypothesis import given
from hypothesis import strategies as st

from graph.scalars import SCALARS

ZONES = [UTC, utc, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-3))]
# A day from either end, so that there is a moment in UTC.
FIRST, LAST = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001  the zone is drawn


@given(st.datetimes(FIRST, LAST, timezones=st.sampled_from(ZONES)))
def test_a_moment_is_told_in_utc_with_milliseconds(moment: datetime) -> None:
    """As ISO 8601 has it, whatever the zone, down to the first years."""
    serialize = SCALARS[datetime].serialize
    assert serialize is not None
    expected = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")

    assert serialize(moment) == f"{expected}Z"
