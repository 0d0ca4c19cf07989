"""By what pictures are found: marks that one index holds, and numbers that have one each.

`found_by` has two sets of marks: of the product's code, and of all else that people look for. They
are kept with every write that changes what they are made of, in the same transaction:
`Image.change` and `Image.reserve_all` do it by themselves, and whoever writes around them calls
`marks_of_code` or `found`. A third set depends on other pictures: see documents.twin_marks.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from documents.pages import Raw
from documents.words import folded, words_of

# What of a picture is looked for; a write to any of these renews the marks.
SAID = frozenset({"edits", "metadata", "facts", "original", "imported"})
# More is not kept of one picture: names, titles and keywords come before descriptions.
MOST_WORDS = 400
# Longer values are cut before they are kept or looked for.
LONGEST_VALUE = 200
TEXTS = ("title", "headline", "keywords", "alt_text", "alt_texts", "description")
# What may be missing, and what of it will do: a picture that only decorates needs no text.
WANTED = {
    "title": ("title",),
    "description": ("description",),
    "keywords": ("keywords",),
    "alt_text": ("alt_text", "alt_texts", "decorative"),
}
# What is nearly as wide as high counts as square.
SQUARE = 0.01
NO_PRODUCT = "missing:product"


def mark(kind: str, value: object) -> str:
    """How a value is kept among the marks: without capitals and accents."""
    return f"{kind}:{folded(str(value))[:LONGEST_VALUE]}"


def marks_of_code(code: str | None) -> list[str]:
    """The marks of a product's code, or of none."""
    if code is None:
        return [NO_PRODUCT]
    return [f"word:{word}" for word in dict.fromkeys(words_of(code))]


def placed(update: Mapping[str, Any]) -> Raw:
    """What to set beside an update: the marks of the product's code, where it sets one."""
    sets = update.get("$set", {})
    return {"found_by.0.t": marks_of_code(sets["product_code"])} if "product_code" in sets else {}


def renews(update: Mapping[str, Any]) -> bool:
    """Whether an update changes anything that other marks are made of."""
    names = (name for change in update.values() for name in change)
    return any(name.partition(".")[0] in SAID for name in names)


def found(raw: Mapping[str, Any]) -> Raw:
    """By what the picture of a row is to be found, as the row keeps it."""
    known = {**(raw.get("metadata") or {}), **(raw.get("edits") or {})}
    marks = [*_marks(raw, known), *islice(_words(raw, known), MOST_WORDS)]
    code = {"t": marks_of_code(raw.get("product_code"))}
    others = (raw.get("found_by") or [])[2:]
    return {"found_by": [code, {"t": marks}, *others], "traits": _traits(raw, known)}


def _words(raw: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    texts = [raw["imported"].get("product_name"), *_names(raw)]
    for name in TEXTS:
        value = known.get(name)
        texts += _several(value)
    words = (word for text in texts if text for word in words_of(str(text)))
    return (f"word:{word}" for word in _once(words))


def _several(value: Any) -> list[Any]:
    """A value, or those of a list, or those of each language."""
    if isinstance(value, Mapping):
        return [*value.values()]
    return value if isinstance(value, list) else [value]


def _once(words: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for word in words:
        if word not in seen:
            seen.add(word)
            yield word


def _names(raw: Mapping[str, Any]) -> list[str]:
    names = (raw["original"].get("name"), raw["imported"]["file_name"])
    return list(dict.fromkeys(name for name in names if name))


def _marks(raw: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("camera_make", "camera_model", "lens_model"):
        yield mark(kind, known.get(kind) or "")
    yield from dict.fromkeys(mark("keyword", one) for one in known.get("keywords") or [""])
    for one, enough in WANTED.items():
        if not any(known.get(name) for name in enough):
            yield mark("missing", one)
    yield mark("type", raw["original"]["content_type"])
    yield mark("source", raw["imported"]["source"])
    yield mark("importer", raw["imported"].get("importer_id") or "")
    yield mark("name", _names(raw)[0])
    if ratio := _ratio(raw):
        yield mark("shape", _shape(ratio))


def _traits(raw: Mapping[str, Any], known: Mapping[str, Any]) -> Raw:
    traits = {"captured_at": _captured(known), "ratio": _ratio(raw), "place": _place(known)}
    facts = raw.get("facts") or {}
    if traits["ratio"]:
        traits["pixels"] = facts["width"] * facts["height"]
    return {name: value for name, value in traits.items() if value is not None}


def _ratio(raw: Mapping[str, Any]) -> float | None:
    facts = raw.get("facts") or {}
    width, height = facts.get("width"), facts.get("height")
    return round(width / height, 4) if width and height else None


def _shape(ratio: float) -> str:
    if abs(ratio - 1) <= SQUARE:
        return "SQUARE"
    return "LANDSCAPE" if ratio > 1 else "PORTRAIT"


def _captured(known: Mapping[str, Any]) -> datetime | None:
    """The instant; where no offset is known, the local time as if it were UTC."""
    moment, local = known.get("captured_at"), known.get("captured_at_local")
    if isinstance(moment, datetime):
        return moment
    return _local(str(local)) if local else None


def _local(text: str) -> datetime | None:
    """A time as precise as its file was: "2004-06" is the first moment of that month."""
    whole = text + "0001-01-01"[len(text) :] if len(text) < 10 else text
    try:
        return datetime.fromisoformat(whole).replace(tzinfo=UTC)
    except ValueError:
        return None


def _place(known: Mapping[str, Any]) -> Raw | None:
    latitude, longitude = known.get("latitude"), known.get("longitude")
    if latitude is None or longitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}
