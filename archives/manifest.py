"""The list that may come with many files: what is said of each of them.

A CSV table in UTF-8, with or without a byte order mark, its cells separated by commas or by
semicolons (whichever the first line has more of). The first line names the columns, in any
order and case: `file` is needed; `code`, `product`, `group`, `collection`, `title` and
`keywords` may be there. `collection` and `keywords` take several, separated by `|` or, where
the cell is quoted or cells are separated by commas, by `;`. An empty cell says nothing.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archives.errors import ArchiveError

COLUMNS = ("file", "code", "product", "group", "collection", "title", "keywords")
MOST_BYTES = 32 * 1024 * 1024
MOST_ROWS = 100_000
LONGEST_CELL = 10_000
SEVERAL = re.compile(r"[|;]")


class ManifestRefused(ArchiveError):
    """The list cannot be used. `params["row"]` is the line of the row, the first line being 1."""

    path = ("manifest",)


class ManifestUnreadable(ManifestRefused):
    """The list is not a CSV table in UTF-8."""

    code = "MANIFEST_UNREADABLE"

    def __init__(self, row: int) -> None:
        super().__init__(f"The manifest is not a CSV table in UTF-8 (row {row}).", row=row)


class ManifestTooLong(ManifestRefused):
    """The list has more bytes, rows or characters in a cell than it may have."""

    code = "MANIFEST_TOO_LONG"

    def __init__(self, row: int) -> None:
        super().__init__(
            f"The manifest is too long at row {row}: it takes {MOST_ROWS:,} rows, "
            f"{MOST_BYTES:,} bytes, and {LONGEST_CELL:,} characters in a cell.",
            row=row,
        )


class ColumnUnknown(ManifestRefused):
    """A column has a name that says nothing to us, or that another column has."""

    code = "MANIFEST_COLUMN_UNKNOWN"

    def __init__(self, column: str) -> None:
        super().__init__(
            f"The manifest's column {column!r} is unknown or there twice; known are "
            f"{', '.join(COLUMNS)}.",
            row=1,
            column=column,
        )


class ColumnMissing(ManifestRefused):
    """There is no column that names the files, or a row names none."""

    code = "MANIFEST_FILE_UNNAMED"

    def __init__(self, row: int) -> None:
        super().__init__(
            f"Row {row} of the manifest has no column `file`, or it is empty.", row=row
        )


class RowTooWide(ManifestRefused):
    """A row has more cells than there are columns."""

    code = "MANIFEST_ROW_TOO_WIDE"

    def __init__(self, row: int) -> None:
        super().__init__(f"Row {row} of the manifest has more cells than columns.", row=row)


class FileTwice(ManifestRefused):
    """Two rows are about the same file."""

    code = "MANIFEST_FILE_TWICE"

    def __init__(self, row: int, file: str) -> None:
        super().__init__(f"Row {row} of the manifest names {file!r} again.", row=row, file=file)


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of one file; None or nothing where nothing is said. `number` is its line."""

    number: int
    file: str
    code: str | None = None
    product: str | None = None
    group: str | None = None
    collections: tuple[str, ...] = ()
    title: str | None = None
    keywords: tuple[str, ...] | None = None


def rows(file: BinaryIO) -> Iterator[Row]:
    """The rows, one by one, each file once. Raises the leaves of ManifestRefused."""
    number, seen = 1, set[str]()
    if file.seek(0, 2) > MOST_BYTES:
        raise ManifestTooLong(number)
    file.seek(0)
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        columns, delimiter = _columns(text.readline())
        table = csv.reader(text, delimiter=delimiter, strict=True)
        for cells in table:
            number = 1 + table.line_num
            if any(cell.strip() for cell in cells):
                row = _row(columns, cells, number)
                if row.file in seen:
                    raise FileTwice(number, row.file)
                if len(seen) == MOST_ROWS:
                    raise ManifestTooLong(number)
                seen.add(row.file)
                yield row
    except (UnicodeDecodeError, csv.Error) as error:
        raise ManifestUnreadable(number) from error
    finally:
        text.detach()


def read(path: Path) -> dict[str, Row]:
    """All rows by their file. Raises the leaves of ManifestRefused."""
    with path.open("rb") as file:
        return {row.file: row for row in rows(file)}


def _columns(first: str) -> tuple[list[str], str]:
    """The names of the first line, and what separates them."""
    delimiter = ";" if first.count(";") > first.count(",") else ","
    columns = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    for place, name in enumerate(columns):
        if name not in COLUMNS or name in columns[:place]:
            raise ColumnUnknown(name[:80])
    if "file" not in columns:
        raise ColumnMissing(1)
    return columns, delimiter


def _row(columns: list[str], cells: list[str], number: int) -> Row:
    if len(cells) > len(columns):
        raise RowTooWide(number)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise ManifestTooLong(number)
    said = {
        name: unicodedata.normalize("NFC", cell.strip())
        for name, cell in zip(columns, cells, strict=False)
        if cell.strip()
    }
    if "file" not in said:
        raise ColumnMissing(number)
    return Row(
        number,
        said["file"].removeprefix("./"),
        said.get("code"),
        said.get("product"),
        said.get("group"),
        _several(said.get("collection", "")),
        said.get("title"),
        _several(said["keywords"]) if "keywords" in said else None,
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in SEVERAL.split(cell)))))
