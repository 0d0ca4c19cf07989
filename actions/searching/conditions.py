"""Conditions on single fields of pictures, as plain data that can be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from actions.searching.errors import TooManyValues
from documents.finding import mark
from documents.finding_indexes import MARKS, RANGES, beginning
from documents.pages import Raw

MOST_VALUES = 100


class Field(StrEnum):
    """What conditions are about; the value is its name in a filter, and is kept."""

    STATE = "processing"
    REVIEW = "review"
    PRODUCT = "product"
    GROUP = "group"
    COLLECTION = "collection"
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    CAPTURED_AT = "captured_at"
    DECIDED_AT = "decided_at"
    VALID_UNTIL = "valid_until"
    BYTES = "bytes"
    PIXELS = "pixels"
    RATIO = "ratio"
    WIDTH = "width"
    HEIGHT = "height"
    PROBLEM = "problem"
    CAMERA_MAKE = "camera_make"
    CAMERA_MODEL = "camera_model"
    LENS_MODEL = "lens_model"
    KEYWORD = "keyword"
    CONTENT_TYPE = "content_type"
    FILE_NAME = "file_name"
    IMPORTER = "importer"
    SOURCE = "source"
    SHAPE = "shape"
    MISSING = "missing"
    DUPLICATES = "duplicates"


# Where they are kept by themselves ...
PATHS: Mapping[Field, str] = {
    Field.STATE: "state",
    Field.REVIEW: "review.state",
    Field.PRODUCT: "product_code",
    Field.GROUP: "group_id",
    Field.COLLECTION: "collection_ids",
    Field.CREATED_AT: "created_at",
    Field.UPDATED_AT: "updated_at",
    Field.VALID_UNTIL: "valid_until",
    **{Field[name.upper()]: path for name, path in RANGES.items()},
}
# ... and those that are marks, by the kind of their mark.
KINDS: Mapping[Field, str] = {
    Field.CAMERA_MAKE: "camera_make",
    Field.CAMERA_MODEL: "camera_model",
    Field.LENS_MODEL: "lens_model",
    Field.KEYWORD: "keyword",
    Field.CONTENT_TYPE: "type",
    Field.FILE_NAME: "name",
    Field.IMPORTER: "importer",
    Field.SOURCE: "source",
    Field.SHAPE: "shape",
    Field.MISSING: "missing",
    Field.DUPLICATES: "twin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must hold of a field; None means that it is not asked."""

    field: Field
    eq: Any = None
    among: Sequence[Any] | None = None
    gt: Any = None
    gte: Any = None
    lt: Any = None
    lte: Any = None
    begins: str | None = None
    exists: bool | None = None

    def where(self) -> list[Raw]:
        """As MongoDB takes it. Raises TooManyValues."""
        if self.among is not None and len(self.among) > MOST_VALUES:
            raise TooManyValues(self.field, MOST_VALUES)
        return self._of_marks() if self.field in KINDS else self._of_path()

    def _of_marks(self) -> list[Raw]:
        kind = KINDS[self.field]
        asked: list[Any] = [] if self.eq is None else [mark(kind, self.eq)]
        if self.among is not None:
            asked.append(_one_of([mark(kind, one) for one in self.among]))
        if self.begins is not None:
            asked.append(beginning(mark(kind, self.begins)))
        if self.exists is not None:
            # An empty mark says that there is none.
            asked.append({"$regex": f"^{kind}:."} if self.exists else f"{kind}:")
        return [{MARKS: one} for one in asked]

    def _of_path(self) -> list[Raw]:
        path = PATHS[self.field]
        named = {"$gt": self.gt, "$gte": self.gte, "$lt": self.lt, "$lte": self.lte}
        asked: list[Any] = []
        if bounds := {name: bound for name, bound in named.items() if bound is not None}:
            # The index of ends has only those that have one.
            typed = {"$type": "date"} if self.field is Field.VALID_UNTIL else {}
            asked.append({**typed, **bounds})
        if self.eq is not None:
            asked.append(self.eq)
        if self.among is not None:
            asked.append(_one_of(self.among))
        if self.begins is not None:
            asked.append(beginning(self.begins))
        if self.exists is not None:
            asked.append(self._is_there(exists=self.exists))
        return [{path: one} for one in asked]

    def _is_there(self, *, exists: bool) -> Any:
        if self.field is Field.VALID_UNTIL and exists:
            return {"$type": "date"}
        if self.field is Field.COLLECTION:
            return {"$ne": []} if exists else []
        return {"$ne": None} if exists else None


def _one_of(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else {"$in": list(values)}
