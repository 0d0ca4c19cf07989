"""What is to be changed of every image, as it was told and as it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from beanie import PydanticObjectId
from pydantic import TypeAdapter

from actions.arranging.filters import plain
from actions.arranging.groups import must_exist
from actions.arranging.kinds import must_be_by_hand
from actions.batches import within
from actions.bulk_editing.refusals import NothingToEdit
from actions.errors import Refused
from actions.metadata.custom_values import Given, custom_kept
from actions.metadata.editing import Edit
from actions.metadata.states import present
from actions.metadata.values import kept
from actions.texts import cleaned, keywords
from documents.collections import Collection
from documents.custom_fields import CustomField, CustomFieldType
from documents.groups import ImageGroup
from documents.images import Image
from documents.pages import Raw

# Each is one document that all batches write.
MOST_COLLECTIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkWish:
    """The changes. `product` and `group` hold their values where these were sent."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    custom: Sequence[Given] = ()
    product: Mapping[str, str | None] = field(default_factory=dict)
    group: Mapping[str, PydanticObjectId | None] = field(default_factory=dict)
    add_keywords: Sequence[str] = ()
    remove_keywords: Sequence[str] = ()
    collection_ids: Sequence[PydanticObjectId] = ()

    @classmethod
    def told(cls, raw: Raw) -> "BulkWish":
        """The wish that was kept."""
        wish: BulkWish = TypeAdapter(cls).validate_python(raw)
        return cls(**{**_parts(wish), "custom": [_given(one) for one in wish.custom]})

    def kept(self) -> Raw:
        """As plain data."""
        return dict(plain(asdict(self)))

    def of(
        self, image: Image, fields: Mapping[str, CustomField], names: Mapping[str, str | None]
    ) -> Edit | None:
        """What of it is new to an image's record; None where nothing is. Raises as `kept` does.

        `names` are those of the products that the images are on, by code.
        """
        new = {
            name: value
            for name, value in {**self.changes, **self._keywords(image)}.items()
            if not _said(image, kept({name: value}))
        }
        own = [one for one in self.custom if not _said(image, custom_kept([one], fields))]
        product = self._of_product(image, names)
        if not (new or own or product):
            return None
        return Edit(image.id, new, custom=own, product=product)

    def _of_product(
        self, image: Image, names: Mapping[str, str | None]
    ) -> Mapping[str, str | None]:
        if self._moves_to(image):
            return self.product
        if "product_name" not in self.product:
            return {}
        name = self.product["product_name"]
        known = names.get(image.product_code) if image.product_code else None
        return {} if cleaned("product_name", name) == known else {"product_name": name}

    def _moves_to(self, image: Image) -> bool:
        if "product_code" not in self.product:
            return False
        return cleaned("product_code", self.product["product_code"]) != image.product_code

    def _keywords(self, image: Image) -> Raw:
        """The keywords that an image is to have, where some come or go."""
        if not (self.add_keywords or self.remove_keywords):
            return {}
        there = self.changes.get("keywords", present(image).get("keywords")) or []
        gone = set(keywords(list(self.remove_keywords)))
        left = [word for word in there if word not in gone]
        words = list(dict.fromkeys([*left, *keywords(list(self.add_keywords))]))
        return {} if words == there and "keywords" not in self.changes else {"keywords": words}


async def checked(wish: BulkWish) -> None:
    """Refuse a wish that no image could be given.

    Raises NothingToEdit, NoSuchDocument, CollectionIsSmart, and what `kept` and `custom_kept`
    raise, each with its path below "edit".
    """
    if not any(_parts(wish).values()):
        raise NothingToEdit
    try:
        within("addToCollectionIds", wish.collection_ids, MOST_COLLECTIONS)
        kept(wish.changes)
        keywords([*wish.add_keywords])
        keywords([*wish.remove_keywords])
        for field, text in wish.product.items():
            cleaned(field, text)
        if wish.custom:
            custom_kept(wish.custom, await CustomField.alive())
        await must_be_by_hand(wish.collection_ids, ("addToCollectionIds",))
    except Refused as refusal:
        refusal.path = ("edit", *refusal.path)
        raise
    await must_exist("group", ImageGroup, [id for id in wish.group.values() if id])
    await must_exist("collection", Collection, wish.collection_ids)


def _parts(wish: BulkWish) -> dict[str, Any]:
    return {name: getattr(wish, name) for name in BulkWish.__dataclass_fields__}


def _said(image: Image, kept: Mapping[str, object]) -> bool:
    """Whether people said just this of an image already."""
    absent = object()
    return all(image.edits.get(name, absent) == value for name, value in kept.items())


def _given(one: Given) -> Given:
    if one.type is CustomFieldType.DATE:
        return Given(one.key, one.type, date.fromisoformat(str(one.value)))
    return one
