"""Reading the list that comes with many files."""

import io
from pathlib import Path

import pytest

from archives import manifest
from archives.manifest import (
    ColumnMissing,
    ColumnUnknown,
    FileTwice,
    ManifestRefused,
    ManifestTooLong,
    ManifestUnreadable,
    Row,
    RowTooWide,
    rows,
)


def read(text: str | bytes) -> list[Row]:
    """The rows of a list."""
    return list(rows(io.BytesIO(text.encode() if isinstance(text, str) else text)))


def test_a_list_is_read() -> None:
    """Every column, several keywords and collections; empty cells say nothing."""
    first, second = read(
        "file,code,product,group,collection,title,keywords\r\n"
        'a/cat.jpg,SKU-1,"Mug, blue",Cats,Spring|Home,A mug,blue; mug|blue\r\n'
        "\r\n"
        "./dog.jpg,,,,,,\r\n"
    )

    assert first == Row(
        2,
        "a/cat.jpg",
        "SKU-1",
        "Mug, blue",
        "Cats",
        ("Spring", "Home"),
        "A mug",
        ("blue", "mug"),
    )
    assert second == Row(4, "dog.jpg")


def test_spreadsheets_are_read() -> None:
    """Semicolons, a byte order mark and columns in any order and case."""
    [row] = read(b"\xef\xbb\xbf Title ;FILE;keywords\nA mug;cat.jpg;blue|mug\n")

    assert row == Row(2, "cat.jpg", title="A mug", keywords=("blue", "mug"))


def test_decomposed_names_fit_composed_ones() -> None:
    """A list made on another system names the same files."""
    assert read("file\ncafe\u0301.jpg\n")[0].file == "café.jpg"


def test_cells_may_have_lines(tmp_path: Path) -> None:
    """A row's number is the last of its lines, and rows are found by their file."""
    path = tmp_path / "manifest.csv"
    path.write_text('file,title\na.jpg,"one\ntwo"\nb.jpg,three\n')

    assert [(row.number, row.title) for row in manifest.read(path).values()] == [
        (3, "one\ntwo"),
        (4, "three"),
    ]


@pytest.mark.parametrize(
    ("text", "error", "row"),
    [
        ("", ColumnMissing, 1),
        ("code,title\n", ColumnMissing, 1),
        ("file,colour\n", ColumnUnknown, 1),
        ("file,title,file\n", ColumnUnknown, 1),
        ("file,title\na.jpg,x\n,y\n", ColumnMissing, 3),
        ("file\na.jpg,x\n", RowTooWide, 2),
        ("file\na.jpg\nb.jpg\n./a.jpg\n", FileTwice, 4),
        ("file,title\na.jpg," + "x" * 10_001, ManifestTooLong, 2),
        ("file\n" + "\n" * (32 * 1024 * 1024), ManifestTooLong, 1),
        (b"file\n\xff\xfe.jpg\n", ManifestUnreadable, 1),
        ('file,title\na.jpg,"open', ManifestUnreadable, 1),
        ('file,title\na.jpg,"shut"x\n', ManifestUnreadable, 1),
        ("file,title\na.jpg," + "x" * 200_000, ManifestUnreadable, 1),
    ],
)
def test_what_is_wrong_is_told_with_its_row(
    text: str | bytes, error: type[ManifestRefused], row: int
) -> None:
    """The list is a promise about many files: none is taken by half a list."""
    with pytest.raises(error) as refused:
        read(text)

    assert refused.value.params["row"] == row


def test_rows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are as many as an archive may have files, and no more."""
    monkeypatch.setattr(manifest, "MOST_ROWS", 3)
    assert len(read("file\na\nb\nc\n")) == 3

    with pytest.raises(ManifestTooLong):
        read("file\na\nb\nc\nd\n")
