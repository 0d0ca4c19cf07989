"""Texts in the cells of tables that people may open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
CONTROLS = ("'", "\t", "\r", "\n")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, or might."""
    return text.lstrip().startswith(FORMULAS) or text.startswith(CONTROLS)


def is_safe(code: str) -> bool:
    """Whether a code, which must not be altered, can stand in a cell."""
    return code.isprintable() and not is_formula(code)


def guarded(text: str | None) -> str:
    """The text; with an apostrophe before it where it could be a formula."""
    told = text or ""
    return f"'{told}" if is_formula(told) else told


def lines(rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> bytes:
    """Rows as a table of RFC 4180 has them, in UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()
