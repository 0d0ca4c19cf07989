"""What people give a name to, and find and sort by it."""

from typing import Any

from pydantic import Field, model_validator
from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.removable import Removable
from documents.words import folded, words_of

# The field that a search for names reads, and the one that a list by names is sorted by.
NAME_MARKS, NAME_KEY = "name_marks", "name_key"
CALLED_INDEXES = [
    IndexModel([(NAME_KEY, ASCENDING), ("_id", ASCENDING)], name="by_name"),
    IndexModel(
        [(NAME_MARKS, ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)],
        name="found_by_name",
    ),
]


def called(name: str) -> dict[str, Any]:
    """What is kept beside a name: its key without capitals and accents, and the marks of its words.

    Whoever writes a name around the model writes these, too.
    """
    marks = [f"word:{word}" for word in dict.fromkeys(words_of(name))]
    return {NAME_KEY: folded(name), NAME_MARKS: marks}


class Called(Removable):
    """A document with a name; each needs CALLED_INDEXES."""

    name: str
    name_key: str = ""
    name_marks: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _known_by_its_name(self) -> "Called":
        told = called(self.name)
        self.name_key, self.name_marks = told[NAME_KEY], told[NAME_MARKS]
        return self
