"""Smart collections: filters with a name, made and changed."""

from collections.abc import Mapping
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.arranging.filters import Told, sound, wishes
from actions.arranging.groups import made_once
from actions.arranging.kinds import CollectionIsManual
from actions.metadata.custom_fields import known_wishes
from actions.revisions import edited
from actions.texts import cleaned, required
from documents.collections import Collection, CollectionKind
from documents.pages import Order, Raw
from documents.transactions import Session

# Each of `where` and `order_by` stands for two fields of the document.
EDITABLE = ("name", "description")


async def create(
    viewer: Viewer | None,
    name: str,
    told: Told,
    sorting: tuple[Order, Raw],
    key: str | None = None,
    *,
    description: str | None = None,
) -> Collection:
    """A new smart collection; `sorting` is its order, and the same as its maker wrote it.

    Raises TextMissing, TextTooLong, and what `checked` and `once` refuse.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    collection = Collection(
        name=required("name", name),
        description=cleaned("description", description),
        kind=CollectionKind.SMART,
        created_by=viewer.user_id,
        **filtered(told),
        **sorted_by(sorting),
    )

    async def check() -> None:
        await checked(viewer, told)

    return await made_once(viewer, collection, "collection.created", key, check)


async def update(
    viewer: Viewer | None,
    id: PydanticObjectId,
    changes: Mapping[str, Any],
    expected_version: int,
    *,
    told: Told | None = None,
    sorting: tuple[Order, Raw] | None = None,
) -> Collection:
    """Set the fields in `changes` (of EDITABLE), the filter and the order, as far as given.

    Raises CollectionIsManual, EditedMeanwhile, NoSuchDocument, TextMissing, TextTooLong, and what
    `checked` raises.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    sets = {field: _tidy(field, value) for field, value in changes.items()}
    if told is not None:
        await checked(viewer, told)
        sets |= filtered(told)
    if sorting is not None:
        sets |= sorted_by(sorting)
    return await edited(viewer, Collection, id, sets, expected_version, check=_is_smart)


async def checked(viewer: Viewer, told: Told) -> None:
    """Refuse a filter that cannot be kept.

    Raises CustomFieldUnknown, CustomValueRefused, NamedIsGone, SmartCollectionNested, TooMany.
    """
    await known_wishes(viewer, [*wishes(told.filter)])
    await sound(told)


def filtered(told: Told) -> dict[str, Any]:
    """The fields of a collection that keep a filter."""
    return {"filter": told.kept(), "where": told.where}


def sorted_by(sorting: tuple[Order, Raw]) -> dict[str, Any]:
    """The fields of a collection that keep an order."""
    order, written = sorting
    kept = {"field": order.field, "descending": order.descending}
    return {"order": kept, "order_by": written}


async def _is_smart(collection: Collection, _: Session) -> None:
    if collection.kind is not CollectionKind.SMART:
        raise CollectionIsManual


def _tidy(field: str, value: Any) -> str | None:
    return required(field, value) if field == "name" else cleaned(field, value)
