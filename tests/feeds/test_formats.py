"""What formats write, to the byte, and what is never written."""

import csv
import json
import zipfile
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from feeds import sheet
from feeds.addresses import written
from feeds.items import Product
from feeds.json_lines import JsonLines
from feeds.rows import COLUMNS
from feeds.sheet import Sheet
from feeds.table import BOM, Table
from tests.feeds.shelves import CHAIR, LOOSE, PLAIN, PRODUCTS, picture, reasons, whole

GOLDEN = Path(__file__).with_name("golden")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_json_lines_are_as_they_were() -> None:
    """A line for each picture, with every file; nothing is left out."""
    data, skips = whole(JsonLines())

    assert data == (GOLDEN / "catalog.jsonl").read_bytes()
    assert skips == []


def test_a_json_line_has_all_that_shops_may_see() -> None:
    """And texts as they are, for nobody opens them in a spreadsheet."""
    lines = [json.loads(line) for line in whole(JsonLines())[0].splitlines()]

    assert [one["productCode"] for one in lines] == [None, "SKU-1", "SKU-1", "SKU-1", "sku 2"]
    assert [one["position"] for one in lines] == [1, 1, 2, 3, 1]
    assert lines[1]["title"] == "=1+1"
    assert lines[1]["focalPoint"] == {"x": 0.5, "y": 0.25}
    assert [one["contentType"] for one in lines[1]["renditions"]] == ["image/webp", "image/jpeg"]


def test_the_table_is_as_it_was() -> None:
    """RFC 4180 with a byte order mark."""
    assert whole(Table()) == ((GOLDEN / "catalog.csv").read_bytes(), [])


def test_no_cell_of_a_table_is_a_formula() -> None:
    """Whatever people wrote: an apostrophe stands before it. Numbers are ours."""
    hostile = ["=1", "+1", "-1", "@a", " =1", "\t=1", "'a", "\uff1d1", "\r=1"]
    pictures = [picture("x", title=text, alt_text=text, credit=text) for text in hostile]
    data, _ = whole(Table(), [Product("=cmd|' /C calc'!A0", "-name", pictures)])
    rows = list(csv.DictReader(StringIO(data.removeprefix(BOM).decode(), newline="")))

    assert [row["title"] for row in rows] == [f"'{text}" for text in hostile]
    for row in rows:
        assert {row[name][0] for name in ("productCode", "productName", "altText", "credit")} == {
            "'"
        }


def sheet_of(path: Path, products: list[Product]) -> list[list[Any]]:
    """The rows of a workbook, as any reader of its parts finds them."""
    made = Sheet(path, path.parent)
    for product in products:
        made.one(product)
    made.close()
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        text = opened.read("xl/worksheets/sheet1.xml")
    rows = ET.fromstring(text).iterfind(f"{MAIN}sheetData/{MAIN}row")  # noqa: S314
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: ET.Element) -> tuple[str, str]:
    place = str(cell.get("r")).rstrip("0123456789")
    assert cell.find(f"{MAIN}f") is None, "A formula."
    if cell.get("t") == "inlineStr":
        return place, "".join(cell.itertext())
    assert cell.get("t") in {None, "n"}
    return place, str(int(str(cell.findtext(f"{MAIN}v"))))


def test_a_sheet_says_what_the_table_says(tmp_path: Path) -> None:
    """Cell by cell; texts are texts, even such as look like formulas, and keep no apostrophe."""
    [names, *rows] = sheet_of(tmp_path / "a.xlsx", PRODUCTS)
    columns = dict(names)
    found = [{columns[place]: text for place, text in row} for row in rows]
    data, _ = whole(Table())
    table = list(csv.DictReader(StringIO(data.removeprefix(BOM).decode(), newline="")))

    assert [text for _, text in names] == list(COLUMNS)
    assert found[1]["title"] == "=1+1"
    for row, line in zip(found, table, strict=True):
        assert row == {name: cell.removeprefix("'") for name, cell in line.items() if cell}


def test_a_sheet_is_the_same_each_time(tmp_path: Path) -> None:
    """Nothing in it tells when it was made."""
    for name in ("a", "b"):
        sheet_of(tmp_path / name, PRODUCTS)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_full_sheet_tells_what_has_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel's rows end somewhere; what is beyond is told."""
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    made = Sheet(tmp_path / "a.xlsx", tmp_path)
    all_written = [made.one(product) for product in (CHAIR, PLAIN)]
    made.close()

    assert [one.pictures for one in all_written] == [2, 0]
    assert reasons([skip for one in all_written for skip in one.skipped]) == [
        ("back", "TOO_MANY_ROWS"),
        ("plain", "TOO_MANY_ROWS"),
    ]


def test_a_long_text_is_cut_to_its_cell(tmp_path: Path) -> None:
    """The workbook stays one that opens."""
    long = replace(LOOSE, pictures=[picture("long", description="x" * 40_000)])
    [_, row] = sheet_of(tmp_path / "a.xlsx", [long])

    assert max(len(text) for _, text in row) == 32_767


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://a.example/b c,é.jpg", "https://a.example/b%20c%2C%C3%A9.jpg"),
        ("https://a.example/b%20c.jpg", "https://a.example/b%20c.jpg"),
        ("/published/a.jpg", None),
        ("ftp://a.example/a.jpg", None),
        ("https:///a.jpg", None),
        (f"https://a.example/{'a' * 2_000}", None),
    ],
)
def test_addresses_are_plain(url: str, told: str | None) -> None:
    """ASCII, whole, without commas, at most 2,000 characters; else none."""
    assert written(url) == told
