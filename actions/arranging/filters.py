"""Filters that are kept: as plain data, with what they name, some of which may be gone one day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from typing import Any

from beanie import Document, PydanticObjectId
from bson import ObjectId
from pydantic import ValidationError

from actions.arranging.kinds import smart_among
from actions.errors import Refused
from actions.library import ALIVE, ImageFilter
from actions.metadata.custom_values import CustomFieldUnknown, CustomWish
from documents.collections import Collection
from documents.custom_fields import CustomField
from documents.groups import ImageGroup
from documents.pages import Raw

# By what the names of a filter's fields begin with.
GROUP, COLLECTION, CUSTOM = "group", "collection", "custom"
Name = tuple[str, Any]


class SmartCollectionNested(Refused):
    """A filter that is kept may not lean on another one that is."""

    code = "SMART_COLLECTION_NESTED"
    path = ("where",)

    def __init__(self) -> None:
        super().__init__(
            "A smart collection cannot name another one, nor itself: write its filter here."
        )


class NamedIsGone(Refused):
    """A filter names a group or a collection that is not there, or no longer."""

    code = "NOT_FOUND"
    path = ("where",)

    def __init__(self, kind: str, id: PydanticObjectId) -> None:
        super().__init__(f"The filter names a {kind} {id} that is not there: change the filter.")
        self.params = {"kind": kind}


class FilterOutdated(Refused):
    """What was kept is no filter of this version any more."""

    code = "FILTER_OUTDATED"
    path = ("where",)

    def __init__(self) -> None:
        super().__init__("This filter is of an earlier version: save it again.")


@dataclass(frozen=True, slots=True)
class Told:
    """A filter, and the same as its maker wrote it."""

    filter: ImageFilter
    where: Raw

    def kept(self) -> Raw:
        """The filter as plain data, for `ImageFilter.told`."""
        # Whatever cannot be asked is refused now, and not whenever somebody looks.
        self.filter.where()
        return dict(plain(asdict(self.filter)))


def plain(value: Any) -> Any:
    """The same in nothing but what the database keeps."""
    match value:
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(one) for one in value]
        case Enum():
            return value.value
        case date() if not hasattr(value, "hour"):
            return value.isoformat()
    return value


async def sound(told: Told) -> None:
    """Make sure that all that a filter names is there, and no collection of it smart.

    Raises NamedIsGone, CustomFieldUnknown, SmartCollectionNested.
    """
    kept = told.kept()
    [gone] = await all_gone([kept])
    if gone:
        raise gone[0]
    collections = [id for kind, id in named(kept) if kind == COLLECTION]
    if collections and await smart_among(collections):
        raise SmartCollectionNested


async def all_gone(filters: Sequence[Raw]) -> list[list[Exception]]:
    """What each filter names that is not there any more; a query for each kind at most."""
    names = [set(named(one)) for one in filters]
    every = set().union(*names)
    there = {
        *await _alive(ImageGroup, GROUP, every),
        *await _alive(Collection, COLLECTION, every),
        *((CUSTOM, key) for key in await _fields(every)),
    }
    return [[_gone(name) for name in sorted(some - there, key=str)] for some in names]


def applied(kept: Raw) -> Raw:
    """A kept filter as MongoDB takes it now. Raises FilterOutdated."""
    try:
        return ImageFilter.told(kept).where()
    except ValidationError as error:
        raise FilterOutdated from error


def named(kept: Any, kind: str | None = None) -> Iterator[Name]:
    """The groups, collections and custom fields that a kept filter names, wherever in it."""
    match kept:
        case Mapping():
            # Conditions say what they are about beside what must hold of it.
            kind = _kind(str(kept.get("field", ""))) or kind
            for key, value in kept.items():
                if kind == CUSTOM and key == "key" and isinstance(value, str):
                    yield (CUSTOM, value)
                yield from named(value, _kind(str(key)) or kind)
        case list() | tuple():
            for one in kept:
                yield from named(one, kind)
        case ObjectId() if kind in {GROUP, COLLECTION}:
            yield (str(kind), PydanticObjectId(kept))


def wishes(asked: object) -> Iterator[CustomWish]:
    """What a filter asks of custom fields, wherever in it."""
    match asked:
        case CustomWish():
            yield asked
        case list() | tuple():
            for one in asked:
                yield from wishes(one)
        case object(__dataclass_fields__=fields):
            for name in fields:
                yield from wishes(getattr(asked, name))


def _kind(key: str) -> str | None:
    return next((kind for kind in (GROUP, COLLECTION, CUSTOM) if key.startswith(kind)), None)


async def _alive(model: type[Document], kind: str, every: set[Name]) -> set[Name]:
    ids = [id for one, id in every if one == kind]
    if not ids:
        return set()
    found = model.get_pymongo_collection().find({"_id": {"$in": ids}, **ALIVE}, {"_id": 1})
    return {(kind, raw["_id"]) async for raw in found}


async def _fields(every: set[Name]) -> set[str]:
    return set(await CustomField.alive()) if any(kind == CUSTOM for kind, _ in every) else set()


def _gone(name: Name) -> Exception:
    kind, which = name
    return CustomFieldUnknown(which) if kind == CUSTOM else NamedIsGone(kind, which)
