"""Images as records alone, without files."""

from typing import Any

from documents.image_files import ImportRecord, ImportSource, OriginalFile
from documents.images import Image


def picture(number: int, **said: Any) -> Image:
    """An image whose place in the store nobody else has."""
    key = f"x/original/{number}.jpg"
    imported = ImportRecord(
        file_name="a.jpg", file_size=1, importer_id=None, source=ImportSource.UPLOAD
    )
    file = OriginalFile(key=key, clash_key=key, content_type="image/jpeg", bytes=1)
    return Image(imported=imported, original=file, **said)
