"""Stretches of days, and the buckets that cover them."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from actions.errors import ActionError
from documents.stats import Grain, Stretch

DAY = timedelta(days=1)


class Grouping(StrEnum):
    """By what numbers are told apart."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    IMPORTER = "IMPORTER"
    REVIEWER = "REVIEWER"
    PRODUCT = "PRODUCT"


TOLD_BY_DAY = {Grouping.DAY, Grouping.WEEK}
# The most days of one question; each is a bucket to be read where they are not told by month.
MOST_DAYS = {
    Grouping.DAY: 366,
    Grouping.WEEK: 366,
    Grouping.MONTH: 3_660,
    Grouping.IMPORTER: 366,
    Grouping.REVIEWER: 366,
    Grouping.PRODUCT: 366,
}


class RangeOutOfOrder(ActionError):
    """A stretch ends before it begins."""

    def __init__(self) -> None:
        super().__init__("The range ends before it begins: `to` is its last day, at least `from`.")


class RangeTooLong(ActionError):
    """More days are asked for than one answer has."""

    def __init__(self, grouping: Grouping, days: int) -> None:
        super().__init__(
            f"The range has {days} days, but by {grouping} it may have {MOST_DAYS[grouping]}: "
            "ask in parts, or by MONTH."
        )


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both included, in UTC."""

    first: date
    last: date

    def checked(self, grouping: Grouping) -> "Days":
        """The days, if one answer can have them. Raises RangeOutOfOrder, RangeTooLong."""
        days = (self.last - self.first).days + 1
        if days < 1:
            raise RangeOutOfOrder
        if days > MOST_DAYS[grouping]:
            raise RangeTooLong(grouping, days)
        return self

    def stretches(self, grouping: Grouping) -> list[Stretch]:
        """What is read: whole months, and the days around, or all where days are told."""
        months = self.months()
        if months.first > months.last:
            return [_days(self.first, self.last)]
        if grouping in TOLD_BY_DAY:
            return [_days(self.first, self.last), months]
        before = [_days(self.first, _end(self.first))] if self.first.day > 1 else []
        unfinished = self.last < _end(self.last)
        after = [_days(self.last.replace(day=1), self.last)] if unfinished else []
        return [*before, months, *after]

    def months(self) -> Stretch:
        """All months that lie within; from a later one to an earlier one where none does."""
        first, last = _month(self.first), _month(self.last)
        begun, unfinished = self.first.day > 1, self.last < _end(self.last)
        return Stretch(Grain.MONTH, _name(first + begun), _name(last - unfinished))

    def starts(self, grouping: Grouping) -> list[str]:
        """The first days of all groups that are told of them, in order."""
        return list(dict.fromkeys(start_of(grouping, day.isoformat()) for day in self._each()))

    def _each(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * DAY


def start_of(grouping: Grouping, start: str) -> str:
    """The first day of the week (Monday) or month that a bucket, by its start, belongs to."""
    if grouping is Grouping.MONTH:
        return f"{start[:7]}-01"
    if grouping is Grouping.WEEK:
        day = date.fromisoformat(start)
        return (day - day.weekday() * DAY).isoformat()
    return start


def _days(first: date, last: date) -> Stretch:
    return Stretch(Grain.DAY, first.isoformat(), last.isoformat())


def _month(day: date) -> int:
    """The number of a day's month, counted from the first of all."""
    return day.year * 12 + day.month - 1


def _end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _name(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"
