"""Reading a table of metadata: CSV in UTF-8, with commas or semicolons between its cells."""

import base64
import binascii
import csv
import io
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from beanie import PydanticObjectId
from bson.errors import InvalidId

from actions.errors import Refused
from actions.metadata.cells import LONGEST_CELL
from actions.metadata.columns import COLUMNS, KNOWN_BY

MOST_BYTES = 32 * 1024 * 1024
MOST_ROWS = 100_000
PREFIX = "Image:"


class CsvRefused(Refused):
    """The table cannot be used as a whole; nothing of it was written."""

    path = ("file",)


class CsvUnreadable(CsvRefused):
    """The file is not a CSV table in UTF-8."""

    code = "CSV_UNREADABLE"

    def __init__(self, row: int) -> None:
        super().__init__(f"Row {row} is not CSV in UTF-8: save the table as CSV with UTF-8.")
        self.params = {"row": row}


class CsvTooLong(CsvRefused):
    """The table has more bytes, rows or characters in a cell than it may have."""

    code = "CSV_TOO_LONG"

    def __init__(self, what: str, limit: int, row: int) -> None:
        super().__init__(
            f"The table has more than {limit:,} {what} at row {row}: send it in parts."
        )
        self.params = {"what": what, "limit": limit, "row": row}


class CsvEmpty(CsvRefused):
    """There are no rows below the names of the columns."""

    code = "CSV_EMPTY"

    def __init__(self) -> None:
        super().__init__("The table has no rows: send one with the columns' names and some rows.")


class CsvColumnUnknown(CsvRefused):
    """A column has a name that says nothing to us, or that another column has."""

    code = "CSV_COLUMN_UNKNOWN"

    def __init__(self, column: str) -> None:
        super().__init__(
            f"The column {column!r} is unknown, or there twice: remove or rename it. Known are "
            f"{', '.join(COLUMNS)}."
        )
        self.params = {"column": column}


class CsvColumnMissing(CsvRefused):
    """Without `id` and `version` nobody knows what a row is about."""

    code = "CSV_COLUMN_MISSING"

    def __init__(self, column: str) -> None:
        super().__init__(f"The table needs the column {column}: export it again and keep that.")
        self.params = {"column": column}


class CsvRowTooWide(CsvRefused):
    """A row has more cells than there are columns."""

    code = "CSV_ROW_TOO_WIDE"

    def __init__(self, row: int) -> None:
        super().__init__(
            f"Row {row} has more cells than there are columns: put texts with commas in quotes."
        )
        self.params = {"row": row}


class CsvImageTwice(CsvRefused):
    """Two rows are about the same image."""

    code = "CSV_IMAGE_TWICE"

    def __init__(self, row: int, first: int) -> None:
        super().__init__(f"Rows {first} and {row} are about the same image: remove one of them.")
        self.params = {"row": row, "first": first}


@dataclass(frozen=True, slots=True)
class Line:
    """A row. `number` is as spreadsheets count; `id` is None where it names no image."""

    number: int
    id: PydanticObjectId | None
    cells: Mapping[str, str]


def image_id(text: str) -> PydanticObjectId | None:
    """The inner id of an image's id as the API gives it; None where it is none."""
    try:
        found = base64.b64decode(text.strip(), validate=True).decode("ascii")
        return PydanticObjectId(found.removeprefix(PREFIX)) if found.startswith(PREFIX) else None
    except (ValueError, binascii.Error, InvalidId):
        return None


def image_name(id: PydanticObjectId) -> str:
    """An image's id as the API gives it."""
    return base64.b64encode(f"{PREFIX}{id}".encode()).decode("ascii")


def count(file: BinaryIO, own: Sequence[str] = ()) -> int:
    """How many rows there are, once all are known to be usable; `own` are more columns.

    Raises the leaves of CsvRefused.
    """
    seen: dict[PydanticObjectId, int] = {}
    rows = 0
    with closing(lines(file, own)) as read:
        for line in read:
            rows += 1
            first = seen.setdefault(line.id, line.number) if line.id else line.number
            if first != line.number:
                raise CsvImageTwice(line.number, first)
    if rows == 0:
        raise CsvEmpty
    return rows


def lines(file: BinaryIO, own: Sequence[str] = ()) -> Generator[Line, None, None]:
    """The rows, one by one; `file` stays open, and must until this is read through or closed.

    Raises the leaves of CsvRefused.
    """
    number = 1
    if file.seek(0, 2) > MOST_BYTES:
        raise CsvTooLong("bytes", MOST_BYTES, number)
    file.seek(0)
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        table, columns = _opened(text, own)
        for cells in table:
            number += 1
            if any(cell.strip() for cell in cells):
                yield _line(columns, cells, number)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CsvUnreadable(number) from error
    finally:
        text.detach()


def _opened(text: io.TextIOWrapper, own: Sequence[str]) -> tuple[Iterator[list[str]], list[str]]:
    """The rows below the first one, and the columns that it names."""
    first = text.readline()
    delimiter = ";" if first.count(";") > first.count(",") else ","
    text.seek(0)
    table = csv.reader(text, delimiter=delimiter, strict=True)
    known = {name.lower(): name for name in (*COLUMNS, *own)}
    columns = [known.get(name.strip().lower(), name.strip()) for name in next(table, [])]
    for place, name in enumerate(columns):
        if name not in known.values() or name in columns[:place]:
            raise CsvColumnUnknown(name[:80])
    for name in KNOWN_BY:
        if name not in columns:
            raise CsvColumnMissing(name)
    return table, columns


def _line(columns: Sequence[str], cells: Sequence[str], number: int) -> Line:
    if number > MOST_ROWS + 1:
        raise CsvTooLong("rows", MOST_ROWS, number)
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise CsvRowTooWide(number)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise CsvTooLong("characters in a cell", LONGEST_CELL, number)
    said = dict(zip(columns, cells, strict=False))
    return Line(number, image_id(said.get("id", "")), said)
