"""Times as files tell them: mostly local, seldom with an offset, sometimes broken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

STAMP = re.compile(
    r"(?P<year>\d{4})(?:[:/-](?P<month>\d{1,2})(?:[:/-](?P<day>\d{1,2})"
    r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"\s*(?P<offset>Z|[+-]\d{1,2}:?\d{2})?)?)?)?"
)
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})")

# What stands for nothing in a tag of fixed length.
BLANK = " \0"

# Photography begins here; what is older, or far ahead, is a clock that was never set.
FIRST_YEAR, LAST_YEAR = 1826, 2200
FURTHEST = timedelta(hours=14)
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as precise as the file is; `instant` is known only if the offset is."""

    local: str
    # The local clock, for times of a minute or better.
    clock: datetime | None = None
    offset: timedelta | None = None

    @property
    def instant(self) -> datetime | None:
        """The time in UTC."""
        if self.clock is None or self.offset is None:
            return None
        return (self.clock - self.offset).replace(tzinfo=UTC)

    @property
    def offset_text(self) -> str | None:
        """The offset as "+hh:mm"."""
        if self.offset is None:
            return None
        sign = "-" if self.offset < timedelta(0) else "+"
        minutes = abs(self.offset) // timedelta(minutes=1)
        return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class Clock:
    """Where one time stands: its date and time, and what belongs to them."""

    stamp: str
    # A second tag that holds the time of day, as in IPTC.
    time: str | None = None
    fraction: str | None = None
    offset: str | None = None

    def read(self, tags: Mapping[str, object]) -> Moment | None:
        """The moment that the tags tell, or None if they tell none."""
        written = str(tags.get(self.stamp) or "").strip(BLANK)
        if self.time and self.time in tags:
            found = moment(f"{written} {tags[self.time]}") or moment(written)
        else:
            found = moment(written)
        if found is None or found.clock is None:
            return found
        return self._completed(found, tags)

    def _completed(self, found: Moment, tags: Mapping[str, object]) -> Moment:
        if found.offset is None and self.offset:
            found = replace(found, offset=offset(str(tags.get(self.offset) or "")))
        digits = str(tags.get(self.fraction, "")).strip(BLANK) if self.fraction else ""
        if found.clock and not found.clock.microsecond and re.fullmatch(r"\d+", digits):
            return _with_fraction(found, digits)
        return found


def moment(written: str) -> Moment | None:
    """A moment from "2024:05:01 10:11:12.5+02:00", ISO 8601, or a part of either.

    >>> moment("2004-06").local
    '2004-06'
    """
    match = STAMP.fullmatch(written.strip())
    if match is None:
        return None
    parts = match.groupdict()
    figures = [int(parts[name]) for name in ("year", "month", "day") if parts[name]]
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    year, month, date = [*figures, 1, 1][:3]
    try:
        day = datetime(year, month, date, hour, minute, second)  # noqa: DTZ001 (local on purpose)
    except ValueError:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    if parts["hour"] is None:
        return Moment("-".join(f"{figure:02}" for figure in figures))
    found = Moment(day.isoformat(), day, offset(parts["offset"] or ""))
    return _with_fraction(found, parts["fraction"]) if parts["fraction"] else found


def offset(written: str) -> timedelta | None:
    """An offset from UTC of at most 14 hours."""
    written = written.strip(BLANK)
    if written == "Z":
        return timedelta(0)
    match = OFFSET.fullmatch(written)
    if match is None or int(match["minutes"]) > 59:
        return None
    size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
    return None if size > FURTHEST else (-size if match["sign"] == "-" else size)


def satellite_time(date: object, time: object) -> datetime | None:
    """The time that satellites told, in UTC."""
    found = moment(" ".join(str(part or "").strip(BLANK) for part in (date, time)))
    return None if found is None or found.clock is None else found.clock.replace(tzinfo=UTC)


def inferred(found: Moment, satellites: datetime) -> Moment | None:
    """The moment with the offset that follows from satellite time, to a quarter of an hour."""
    if found.clock is None:
        return None
    quarters = round((found.clock.replace(tzinfo=UTC) - satellites) / QUARTER)
    guess = quarters * QUARTER
    return replace(found, offset=guess) if abs(guess) <= FURTHEST else None


def _with_fraction(found: Moment, digits: str) -> Moment:
    # "12" is .12 of a second, not 12 thousandths.
    if found.clock is None or not digits.strip("0"):
        return found
    clock = found.clock.replace(microsecond=int(f"{digits:0<6.6}"))
    return replace(found, clock=clock, local=clock.isoformat().rstrip("0"))
