"""The indexes by which pictures are found by what is said and measured of them.

They leave deleted pictures out, and begin with what they are for: a list that asks for none of
them never looks at one.
"""

import re
from collections.abc import Mapping

from bson.regex import Regex
from pymongo import ASCENDING, DESCENDING, GEOSPHERE, IndexModel

from documents.pages import Raw

MARKS = "found_by.t"
PLACE = "traits.place"
ALIVE: Raw = {"deleted_at": None}
# Each holds the order as well: what is found is sorted by its keys, and only a page of it is read.
RANGES: Mapping[str, str] = {
    "captured_at": "traits.captured_at",
    "decided_at": "review.at",
    "bytes": "original.bytes",
    "pixels": "traits.pixels",
    "ratio": "traits.ratio",
    "width": "facts.width",
    "height": "facts.height",
    "problem": "problem.code",
}
IN_ORDER = [("created_at", DESCENDING), ("_id", DESCENDING)]


def beginning(text: str) -> Regex[str]:
    """What begins with a text. Python's own expressions have a flag that no index serves."""
    return Regex(f"^{re.escape(text)}")


FINDING_INDEXES = [
    *(
        IndexModel(
            [(field, ASCENDING), *IN_ORDER],
            name=f"found_by_{name}",
            partialFilterExpression=ALIVE,
        )
        for name, field in (("marks", MARKS), *RANGES.items())
    ),
    # It has those alone whose place is known.
    IndexModel(
        [(PLACE, GEOSPHERE), *IN_ORDER], name="found_by_place", partialFilterExpression=ALIVE
    ),
]
