"""Cells of a table of metadata: whatever stands in a record comes back as it was."""

from io import BytesIO
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.metadata import cells
from actions.metadata import table as csv_table
from actions.metadata.columns import CellUnreadable, ColumnReadOnly, about, cell, differences
from actions.metadata.table import CsvRefused, count, image_id, image_name, lines
from actions.metadata.values import InvalidValue, camel, kept
from documents.image_files import ImportRecord, ImportSource, OriginalFile
from documents.images import Image
from graph.ids import global_id

NASTY = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\uff1d1+1",
    "\t=1",
    "  =1",
    "'quoted'",
    "''",
    "[clear]",
    " [CLEAR] ",
    'a "b", c;d\ne',
    "כיסא 🪑",
    "a|b\\|c\\",
    "\\",
]


def picture(edits: dict[str, Any] | None = None, **metadata: Any) -> Image:
    """A picture of which this is known."""
    made: Image = Image.model_construct(
        id=PydanticObjectId(),
        product_code="=X",
        edits=edits or {},
        metadata=metadata,
        imported=ImportRecord.model_construct(
            file_name="-a.jpg", file_size=1, importer_id=None, source=ImportSource.UPLOAD
        ),
        original=OriginalFile(key="k", clash_key="k", content_type="image/jpeg", bytes=1),
    )
    return made


def back(text: str) -> str:
    """A text, put into a cell and read again."""
    return cells.unguarded(cells.guarded(text))


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    """What a spreadsheet would compute stands behind an apostrophe, and only there."""
    guarded = cells.guarded(text)

    assert not guarded.lstrip().startswith(cells.FORMULAS)
    assert not cells.is_clear(guarded)
    assert back(text) == text


def test_lists_come_back_whatever_is_in_them() -> None:
    """Bars and backslashes within a keyword are no ends of it."""
    assert cells.parted(back(cells.joined(NASTY))) == NASTY


EVERYTHING: dict[str, object] = {
    "title": "=1+1",
    "description": "a\nb",
    "alt_text": "'x",
    "alt_texts": [{"locale": "pt-BR", "text": 'Uma "cadeira"'}],
    "decorative": False,
    "creators": ["Ana", "=Bo|Co"],
    "copyrighted": True,
    "keywords": ["[clear]", "a|b"],
    "rating": -1,
    "captured_at": {"local": "2024-06-01T10:11:12", "offset": "-03:00"},
    "location": {"latitude": -33.86, "longitude": 151.2, "altitude": 5.0},
    "license_url": "https://example.com/?a=1",
}


@pytest.mark.parametrize("field", EVERYTHING)
def test_every_value_comes_back_exactly(field: str) -> None:
    """What an edit left, exported and put upon a picture that says nothing, is the same edit."""
    edits = kept({field: EVERYTHING[field]})
    full, empty = picture(edits), picture()
    parts = ("latitude", "longitude", "altitude") if field == "location" else (field,)
    said = {camel(part): cell(part, full.edits) for part in parts}

    changes = differences(said, empty)

    assert list(changes) == [field]
    assert kept(changes) == edits
    assert differences(said, full) == {}


def test_what_stands_as_it_was_exported_changes_nothing_whatever_it_is() -> None:
    """A text of a file that is longer than people may write is left alone, not refused."""
    image = picture(title="x" * 300, description="a\r\nb\x07", rating=9, keywords=["k" * 90])
    said = {camel(field): cell(field, image.metadata) for field in image.metadata}

    assert differences({**said, **about(image)}, image) == {}
    assert cell("title", {"title": "x" * 40_000}) == ""


def test_empty_leaves_and_the_mark_clears() -> None:
    """[clear] clears in any capitals what is there; what is empty anyway is no change."""
    image = picture(title="T", latitude=1.0, longitude=2.0)
    clear = " [Clear] "

    assert differences({"title": " ", "headline": clear}, image) == {}
    assert differences({"title": clear}, image) == {"title": None}
    assert differences({"latitude": clear, "longitude": clear}, image) == {"location": None}


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"rating": "many"}, CellUnreadable),
        ({"decorative": "maybe"}, CellUnreadable),
        ({"altTexts": "[1]"}, CellUnreadable),
        ({"altTexts": "[" * 5_000}, CellUnreadable),
        ({"altTexts": '{"en": 1}'}, CellUnreadable),
        ({"latitude": "1,5"}, CellUnreadable),
        ({"latitude": "nan", "longitude": "1"}, InvalidValue),
        ({"latitude": "1"}, InvalidValue),
        ({"rating": "6"}, InvalidValue),
        ({"capturedAt": "yesterday"}, InvalidValue),
        ({"fileName": "other.jpg"}, ColumnReadOnly),
        ({"productCode": "Y"}, ColumnReadOnly),
    ],
)
def test_a_bad_cell_is_named(said: dict[str, str], error: type[Exception]) -> None:
    """The error says which column it is, and what it takes."""
    with pytest.raises(error) as raised:
        differences(said, picture())

    assert getattr(raised.value, "params", {})["field"]


HEAD, ID = "id,version,title", image_name(PydanticObjectId("0" * 24))


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (b"", "CSV_COLUMN_MISSING"),
        (b"id,version\r\n", "CSV_EMPTY"),
        (b"id,title\r\nx,y", "CSV_COLUMN_MISSING"),
        (b"id,version,nonsense\r\n", "CSV_COLUMN_UNKNOWN"),
        (b"id,version,Title,title\r\n", "CSV_COLUMN_UNKNOWN"),
        (b"id,version\r\na,1,c", "CSV_ROW_TOO_WIDE"),
        (b'id,version\r\na,"1', "CSV_UNREADABLE"),
        (b"id,version\r\n\xff,1", "CSV_UNREADABLE"),
        (f"id,version\n{ID},1\n\n{ID},2".encode(), "CSV_IMAGE_TWICE"),
        (b"id,version\r\na," + b"1" * 32_768, "CSV_TOO_LONG"),
        (b"id,version\r\n" + b"a,1\r\n" * 100_001, "CSV_TOO_LONG"),
        (b" " * (csv_table.MOST_BYTES + 1), "CSV_TOO_LONG"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_as_a_whole(table: bytes, code: str) -> None:
    """Nothing of it is read any further."""
    with pytest.raises(CsvRefused) as raised:
        count(BytesIO(table))

    assert raised.value.code == code


def test_spreadsheets_may_save_with_semicolons_and_any_line_ends() -> None:
    """A byte order mark, semicolons, capitals and rows that end early are all fine."""
    table = f'\ufeffID;VERSION;title\n\n{ID};3;"a;b\nc"\n;;\nx;1'.encode()

    read = list(lines(BytesIO(table)))

    assert [(line.number, line.id) for line in read] == [(3, PydanticObjectId("0" * 24)), (5, None)]
    assert read[0].cells["title"] == "a;b\nc"


def test_ids_are_those_of_the_api() -> None:
    """What the API calls an image, the table calls it."""
    id = PydanticObjectId()

    assert image_name(id) == global_id("Image", id)
    assert image_id(global_id("Image", id)) == id
    assert [image_id(text) for text in (global_id("Job", id), str(id), "é", "")] == [None] * 4
