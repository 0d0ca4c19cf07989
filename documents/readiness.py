"""How pictures answer sales channels, kept with them so that an index finds them by it.

`readiness` has one label for each channel, such as "google:WARN"; `readiness_of` names the rules
by which it was judged. Whatever changes what is judged takes the name away, so nothing that is out
of date can hide: whoever judges looks for pictures without the present name.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

# What a picture is judged by.
INPUTS = (
    "facts",
    "renditions",
    "edits.alt_text",
    "edits.alt_texts",
    "metadata.alt_text",
    "product_code",
    "product_role",
)
TOPS = frozenset(name.partition(".")[0] for name in INPUTS)
UNJUDGED: Mapping[str, Any] = {"readiness_of": None}
# The answers of a channel that does not refuse a picture.
TAKEN = ("PASS", "WARN")
# Where pictures are that nobody has judged by the present rules.
WAITING = "unjudged"

READINESS_INDEXES = [
    *(
        IndexModel(
            [
                ("readiness", ASCENDING),
                (order, DESCENDING),
                ("_id", DESCENDING),
            ],
            name=f"readiness_by_{order}",
            partialFilterExpression={"deleted_at": None},
        )
        for order in ("created_at", "updated_at")
    ),
    IndexModel(
        [("state", ASCENDING), ("deleted_at", ASCENDING), ("readiness_of", ASCENDING)],
        name=WAITING,
    ),
]


def label(channel: str, state: str) -> str:
    """How a picture answers a channel, as it is kept."""
    return f"{channel}:{state}"


def taken_by(channel: str) -> list[str]:
    """The labels of pictures that a channel does not refuse, as far as is known."""
    return [label(channel, state) for state in TAKEN]


def any_of(labels: Sequence[str]) -> str | dict[str, Any]:
    """What `readiness` has to be, to be one of `labels`.

    Of one answer an index gives a list in its order. Of several, which come from all over it, the
    database sorts the few, or goes through the list in order where they are many.
    """
    known = list(dict.fromkeys(labels))
    return known[0] if len(known) == 1 else {"$in": known}


def touched(update: Mapping[str, Any]) -> Mapping[str, Any]:
    """What to set beside an update: nothing, unless it changes what is judged."""
    names = (name for change in update.values() for name in change)
    return UNJUDGED if any(name.partition(".")[0] in TOPS for name in names) else {}


def unchanged(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The filter for the picture of a row as long as what it is judged by is as in the row."""
    return {"_id": raw["_id"], **{name: {"$eq": _at(raw, name)} for name in INPUTS}}


def labelled(labels: Sequence[str], name: str) -> dict[str, Any]:
    """The update that keeps how a picture answers, by the rules of that name."""
    return {"$set": {"readiness": list(labels), "readiness_of": name}}


def _at(raw: Mapping[str, Any], name: str) -> Any:
    head, _, rest = name.partition(".")
    return (raw.get(head) or {}).get(rest) if rest else raw.get(head)
