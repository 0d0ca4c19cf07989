"""XLSX: a row for each picture, in a workbook on disk."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from feeds.items import Product, Skip, SkipReason, Written
from feeds.rows import COLUMNS, Cell, cells

# Of a sheet, its first row included.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
# The file tells what is in it, not when it was made.
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Sheet:
    """Has its first row at once; the file at `path` is whole after `close`.

    Rows go to disk as they come, in `folder`, so memory does not grow with them. Every text is a
    text for spreadsheets too, so that none is a formula; one that is longer than a cell may be
    is cut.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        options = {"constant_memory": True, "tmpdir": str(folder), "in_memory": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": MADE})
        self._sheet = self._book.add_worksheet("Images")
        self._sheet.freeze_panes(1, 0)
        self._rows = 0
        self._append(list(COLUMNS))

    def one(self, product: Product) -> Written:
        """Write a row for each picture, as far as a sheet goes; gives no bytes."""
        taken = product.pictures[: max(0, MOST_ROWS - self._rows)]
        for picture in taken:
            self._append(cells(product, picture))
        facts = {"limit": MOST_ROWS - 1}
        left = [
            Skip(one, SkipReason.TOO_MANY_ROWS, facts) for one in product.pictures[len(taken) :]
        ]
        return Written(b"", len(taken), left)

    def close(self) -> None:
        """Pack it."""
        self._book.close()

    def _append(self, row: Sequence[Cell]) -> None:
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                self._sheet.write_number(self._rows, place, cell)
            elif cell:
                self._sheet.write_string(self._rows, place, cell[:LONGEST_CELL])
        self._rows += 1
