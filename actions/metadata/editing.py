"""Writing what people say of pictures: many at once, each on the version that was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import ErrorPolicy, Outcomes, within
from actions.errors import Refused
from actions.images import EditConflict
from actions.metadata.custom_values import Given, custom_kept
from actions.metadata.on_products import ProductEdit, keep_products, product_edit, renamed
from actions.metadata.values import kept
from actions.publishing.following import follow, follow_products
from documents.audit import AuditEntry
from documents.custom_fields import CustomField
from documents.errors import NoSuchDocument, VersionConflict
from documents.images import Image
from documents.metadata_revisions import MetadataRevision, RevisionKind, set_edits
from documents.transactions import Session, together


@dataclass(frozen=True, slots=True)
class Edit:
    """The changes of one image; None where another version than `expected` is as good.

    `product` is what was sent of `product_code` and `product_name`.
    """

    id: PydanticObjectId
    changes: Mapping[str, object]
    expected: int | None = None
    custom: Sequence[Given] = ()
    product: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def of_product_alone(self) -> bool:
        """Whether it says nothing that history keeps."""
        return bool(self.product) and not self.changes and not self.custom


@dataclass(slots=True)
class Edits:
    """Edits as they come together: each builds on those before it."""

    images: Mapping[PydanticObjectId, Image]
    fields: Mapping[str, CustomField] = field(default_factory=dict)
    written: dict[PydanticObjectId, dict[str, Any]] = field(default_factory=dict)
    products: dict[PydanticObjectId, ProductEdit] = field(default_factory=dict)
    # Those of `written` whose product alone is another one.
    untold: set[PydanticObjectId] = field(default_factory=set)
    refused: list[tuple[int, Exception]] = field(default_factory=list)

    def add(self, place: int, edit: Edit) -> None:
        """Take an edit in, or note why not."""
        try:
            before = self._seen(edit)
            own = custom_kept(edit.custom, self.fields)
            after = {**before.edits, **kept(edit.changes), **own}
            if edit.product:
                self.products[edit.id] = product_edit(edit.product, before)
            if edit.of_product_alone:
                self.untold.add(edit.id)
            self.written[edit.id] = after
        except (Refused, NoSuchDocument) as refusal:
            self.refused.append((place, refusal))

    def clear(self) -> None:
        """Let go of all that was taken in."""
        self.written.clear()
        self.products.clear()
        self.untold.clear()

    def _seen(self, edit: Edit) -> Image:
        image = self.images.get(edit.id)
        if image is None:
            raise NoSuchDocument("image", str(edit.id))
        if edit.id in self.written:
            # A second edit of the same call cannot have seen the first.
            raise EditConflict(VersionConflict(edit.expected or 0, image.version + 1), image)
        if edit.expected is not None and edit.expected != image.version:
            raise EditConflict(VersionConflict(edit.expected, image.version), image)
        return image


async def update(
    viewer: Viewer | None, edits: Sequence[Edit], *, policy: ErrorPolicy
) -> Outcomes[Image]:
    """Change the metadata of images, with its history, in one transaction.

    Refused one by one: EditConflict, NoSuchDocument, TextTooLong, TooManyKeywords, InvalidValue,
    ProductNameWithoutCode.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("images", edits)

    made = await together(partial(write, viewer, edits, policy))
    there = await Image.among(list(made.written))
    return Outcomes([there[id] for id in made.written if id in there], made.refused)


async def write(
    viewer: Viewer,
    edits: Sequence[Edit],
    policy: ErrorPolicy,
    session: Session,
    *,
    dry_run: bool = False,
) -> Edits:
    """As `update`, in a transaction of the caller's; a dry run judges alike and writes nothing."""
    own = any(edit.custom for edit in edits)
    made = Edits(
        await Image.among([edit.id for edit in edits], session),
        await CustomField.alive(session) if own else {},
    )
    for place, edit in enumerate(edits):
        made.add(place, edit)
    if made.refused and policy is ErrorPolicy.ABORT:
        made.clear()
    if not dry_run:
        await _keep(viewer, made, session)
    return made


async def _keep(viewer: Viewer, made: Edits, session: Session) -> None:
    told = {id: after for id, after in made.written.items() if id not in made.untold}
    # Before the others, so that shops are told of an image once.
    await keep_products(viewer, made.images, made.products, session)
    await set_edits({id: made.written[id] for id in made.untold}, session)
    await record(viewer, made.images, told, kind=RevisionKind.EDIT, session=session)
    await follow(made.untold, session)
    await follow_products(renamed(made.products), session)


async def record(
    viewer: Viewer,
    images: Mapping[PydanticObjectId, Image],
    written: Mapping[PydanticObjectId, dict[str, Any]],
    *,
    kind: RevisionKind,
    session: Session,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Give images other edits, and tell history, audit and shops of it."""
    await set_edits(written, session, more)
    revisions = [revision(viewer, images[id], after, kind) for id, after in written.items()]
    await MetadataRevision.add(revisions, session)
    await AuditEntry.add([_entry(viewer, one) for one in revisions], session)
    await follow(written, session)


def revision(
    viewer: Viewer, image: Image, after: dict[str, Any], kind: RevisionKind
) -> MetadataRevision:
    """The revision of an image that is about to have the edits `after`."""
    return MetadataRevision(
        image_id=image.id,
        version=image.version + 1,
        kind=kind,
        actor=viewer.actor(),
        before=image.edits,
        after=after,
    )


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields that are edited otherwise than before, in the order of their names."""
    absent = object()
    names = sorted(before.keys() | after.keys())
    return [name for name in names if before.get(name, absent) != after.get(name, absent)]


def _entry(viewer: Viewer, made: MetadataRevision) -> AuditEntry:
    # No values: the audit cannot forget a place that is removed later; history can.
    return AuditEntry(
        actor=viewer.actor(),
        action="image.metadata_edited",
        subject_kind="image",
        subject_id=made.image_id,
        after={
            "kind": made.kind,
            "revision": made.id,
            "fields": changed(made.before, made.after),
        },
    )
