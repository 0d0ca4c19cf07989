"""CSV: a row for each picture, safe to open in a spreadsheet."""

from feeds.cells import guarded, lines
from feeds.items import Product, Written
from feeds.rows import COLUMNS, Cell, cells

# Without it some spreadsheets take UTF-8 for something older.
BOM = "\ufeff".encode()


class Table:
    """RFC 4180 in UTF-8; what a spreadsheet would take for a formula begins with an apostrophe."""

    def begin(self) -> bytes:
        """The names of the columns."""
        return BOM + lines([list(COLUMNS)])

    def one(self, product: Product) -> Written:
        """A row for each picture."""
        rows = [[_text(cell) for cell in cells(product, one)] for one in product.pictures]
        return Written(lines(rows), len(rows))

    def end(self) -> bytes:
        """Nothing."""
        return b""


def _text(cell: Cell) -> str:
    return str(cell) if isinstance(cell, int) else guarded(cell)
