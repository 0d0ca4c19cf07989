"""Scalars beyond GraphQL's own."""

from datetime import UTC, date, datetime
from typing import NewType

import strawberry
from bson.tz_util import utc
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload
from strawberry.types.scalar import ScalarDefinition

ByteCount = NewType("ByteCount", int)
SequenceNumber = NewType("SequenceNumber", int)
URL = NewType("URL", str)


# Written once: to format them anew takes three times as long, and lists are full of moments.
_TWO = [f"{number:02}" for number in range(60)]
_MILLISECONDS = [f"{number:03}" for number in range(1000)]


def _utc(moment: datetime) -> str:
    if moment.tzinfo is not utc and moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    two, thousandth = _TWO, _MILLISECONDS[moment.microsecond // 1000]
    day = f"{moment.year:04}-{two[moment.month]}-{two[moment.day]}"
    return f"{day}T{two[moment.hour]}:{two[moment.minute]}:{two[moment.second]}.{thousandth}Z"


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A DateTime needs its offset from UTC: write 2026-11-21T12:00:00Z.")
    return moment.astimezone(UTC)


def _file(value: object) -> UploadFile:
    if not isinstance(value, UploadFile):
        raise TypeError("Send files as the GraphQL multipart request specification says.")
    return value


SCALARS: dict[object, ScalarDefinition] = {
    ByteCount: strawberry.scalar(
        name="ByteCount",
        description=(
            "A number of bytes, as a JSON number. May pass 32 bits, never 2^53 - 1, "
            "so JavaScript reads it exactly."
        ),
        serialize=int,
        parse_value=int,
    ),
    SequenceNumber: strawberry.scalar(
        name="SequenceNumber",
        description=(
            "The number of a change, from 1, without gaps, as a JSON number. May pass 32 bits, "
            "never 2^53 - 1, so JavaScript reads it exactly."
        ),
        serialize=int,
        parse_value=int,
    ),
    URL: strawberry.scalar(
        name="URL",
        description="An absolute address.",
        specified_by_url="https://url.spec.whatwg.org/",
        serialize=str,
        parse_value=str,
    ),
    Upload: strawberry.scalar(
        name="Upload", description="Represents a file upload.", parse_value=_file
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day of the calendar, in no time zone, ISO 8601: 2026-11-21.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date",
        serialize=date.isoformat,
        parse_value=date.fromisoformat,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in UTC, ISO 8601 with milliseconds: 2026-11-21T12:00:00.000Z.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
        serialize=_utc,
        parse_value=_moment,
    ),
}
