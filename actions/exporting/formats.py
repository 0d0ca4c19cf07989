"""What each format of an export is: its file, and what writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from documents.exports import ExportFormat
from feeds.google_files import GoogleTsv, GoogleXml
from feeds.items import Format
from feeds.json_lines import JsonLines
from feeds.shopify import BEFORE, NOW, Shopify
from feeds.table import Table

CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FileKind:
    """How a file is called and typed."""

    name: str
    ending: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Streamed:
    """How a format is made that is sent as it is written.

    `continues`: a new one may go on behind any product; else whoever comes after begins anew.
    """

    make: Callable[[str], Format]
    continues: bool = True


FILES: dict[ExportFormat, FileKind] = {
    ExportFormat.JSON_LINES: FileKind("catalog", "jsonl", "application/x-ndjson"),
    ExportFormat.CSV: FileKind("catalog", "csv", CSV),
    ExportFormat.XLSX: FileKind(
        "catalog", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    ExportFormat.SHOPIFY_CSV: FileKind("shopify", "csv", CSV),
    ExportFormat.SHOPIFY_CSV_LEGACY: FileKind("shopify", "csv", CSV),
    ExportFormat.GOOGLE_XML: FileKind("google", "xml", "application/xml"),
    ExportFormat.GOOGLE_TSV: FileKind("google", "tsv", "text/tab-separated-values; charset=utf-8"),
    ExportFormat.ZIP: FileKind("pictures", "zip", "application/zip"),
}
STREAMED: dict[ExportFormat, Streamed] = {
    ExportFormat.JSON_LINES: Streamed(lambda _: JsonLines()),
    ExportFormat.CSV: Streamed(lambda _: Table()),
    # It knows all handles so far, which nobody after it does.
    ExportFormat.SHOPIFY_CSV: Streamed(lambda _: Shopify(NOW), continues=False),
    ExportFormat.SHOPIFY_CSV_LEGACY: Streamed(lambda _: Shopify(BEFORE), continues=False),
    ExportFormat.GOOGLE_XML: Streamed(GoogleXml),
    ExportFormat.GOOGLE_TSV: Streamed(lambda _: GoogleTsv()),
}


def file_name(format: ExportFormat, moment: datetime) -> str:
    """Under which a browser saves an export of that moment."""
    kind = FILES[format]
    return f"{kind.name}-{moment:%Y%m%d-%H%M%S}.{kind.ending}"
