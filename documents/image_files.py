"""The files of a picture, and how they came in."""

from datetime import datetime
from enum import StrEnum

from beanie import PydanticObjectId
from pydantic import BaseModel, Field

from documents.clock import now


class ImportSource(StrEnum):
    """The way a picture came in."""

    UPLOAD = "UPLOAD"
    DIRECT = "DIRECT"
    URL = "URL"
    ARCHIVE = "ARCHIVE"
    BUCKET = "BUCKET"
    FOLDER = "FOLDER"


class ImportRecord(BaseModel):
    """What was said and known when the picture came in; never edited afterwards."""

    product_code: str | None = None
    product_name: str | None = None
    file_name: str
    file_size: int
    importer_id: PydanticObjectId | None
    imported_at: datetime = Field(default_factory=now)
    source: ImportSource


class OriginalFile(BaseModel):
    """The file as it came. `clash_key` is its key folded for file systems that ignore case.

    `promised_sha256` is what its sender announced; `sha256` is what it has.
    A file that replaced another has a higher `number`, and its own `name` at its sender;
    it keeps the `clash_key` of the first, which stays taken as long as the image is kept.
    """

    key: str
    clash_key: str
    content_type: str
    bytes: int
    sha256: str | None = None
    promised_sha256: str | None = None
    number: int = 1
    name: str | None = None
    # The file's name in the form in which two of one group clash.
    folded_name: str | None = None


class StoredRendition(BaseModel):
    """A file made from the original."""

    preset: str
    # What decided how it was made (processing.recipes); empty of those from before.
    recipe: str = ""
    # By which it was made (processing.presets.Privacy); there was no other before it was told.
    privacy: str = "BARE"
    key: str
    content_type: str
    width: int
    height: int
    bytes: int


class Publication(BaseModel):
    """Where the public finds an approved picture."""

    content_hash: str
    renditions: list[StoredRendition]
    # The jobs that had a part in it: none of them does it again if its worker was lost.
    made_by: list[PydanticObjectId] = Field(default_factory=list)
    at: datetime = Field(default_factory=now)
