"""What people give a name to, and find and sort by it."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar

from pydantic import Field, model_validator
from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne

from documents.removable import Removable
from documents.words import folded, words_of

# The field that a search reads, and the one that a list by names is sorted by.
MARKS_OF_CALLED, NAME_KEY = "found_by.t", "name_key"
# More is not kept of one text.
MOST_WORDS = 400
# Of earlier versions, so many are completed at a time.
AT_ONCE = 500
CALLED_INDEXES = [
    IndexModel([(NAME_KEY, ASCENDING), ("_id", ASCENDING)], name="by_name"),
    IndexModel(
        [(MARKS_OF_CALLED, ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)],
        name="found_by",
    ),
]


class Called(Removable):
    """A document with a name, found by the words of its TEXTS; each needs CALLED_INDEXES.

    `name_key` is its name without capitals and accents; `found_by` has the marks of each text.
    """

    TEXTS: ClassVar[Sequence[str]] = ("name", "description")

    name: str
    name_key: str = ""
    found_by: list[dict[str, list[str]]] = Field(default_factory=list)

    @classmethod
    def beside(cls, sets: Mapping[str, Any]) -> dict[str, Any]:
        """What must be set beside some fields, so that it is found and sorted by them."""
        key = {NAME_KEY: folded(sets["name"])} if "name" in sets else {}
        places = enumerate(cls.TEXTS)
        marks = {f"found_by.{at}.t": _marks(sets[text]) for at, text in places if text in sets}
        return {**key, **marks}

    @classmethod
    async def complete(cls) -> None:
        """Give those of earlier versions what they are found and sorted by; one batch a query."""
        unknown: dict[str, Any] = {NAME_KEY: None}
        fields = dict.fromkeys(("name", *cls.TEXTS), 1)
        rows = cls.get_pymongo_collection()
        while batch := await rows.find(unknown, fields).limit(AT_ONCE).to_list():
            await rows.bulk_write(
                [
                    UpdateOne({"_id": raw["_id"], **unknown}, {"$set": cls._kept_of(raw)})
                    for raw in batch
                ],
                ordered=False,
            )

    @classmethod
    def _kept_of(cls, told: Mapping[str, Any]) -> dict[str, Any]:
        marks = [{"t": _marks(told.get(text))} for text in cls.TEXTS]
        return {NAME_KEY: folded(told["name"]), "found_by": marks}

    @model_validator(mode="before")
    @classmethod
    def _found(cls, told: dict[str, Any]) -> dict[str, Any]:
        return {**told, **cls._kept_of(told)}


def _marks(text: str | None) -> list[str]:
    words = dict.fromkeys(words_of(text or ""))
    return [f"word:{word}" for word in islice(words, MOST_WORDS)]
