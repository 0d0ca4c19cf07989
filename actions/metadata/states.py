"""Earlier states of what people said of a picture, and saying the same of others."""

from collections.abc import Mapping, Sequence
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import admitted, as_they_are
from actions.batches import ErrorPolicy, Outcomes, within
from actions.errors import Refused
from actions.images import EditConflict
from actions.metadata.editing import record
from actions.metadata.values import PARTS
from documents.errors import NoSuchDocument, VersionConflict
from documents.images import Image
from documents.metadata_revisions import MetadataRevision, RevisionKind
from documents.transactions import Session, together


class RevisionNotFound(Refused):
    """No such change was made to this image."""

    code = "NOT_FOUND"
    path = ("revisionId",)

    def __init__(self, id: PydanticObjectId) -> None:
        super().__init__(f"This image has no revision {id}: take one of its metadataHistory.")
        self.params = {"kind": "MetadataRevision"}


async def revert(
    viewer: Viewer | None,
    id: PydanticObjectId,
    revision_id: PydanticObjectId,
    expected_version: int,
) -> Image:
    """Give an image the edits again that it had before a revision; that too is a revision.

    Raises EditConflict, NoSuchDocument, RevisionNotFound.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)

    async def write(session: Session) -> None:
        image = await Image.present(id, session)
        if image.version != expected_version:
            raise EditConflict(VersionConflict(expected_version, image.version), image)
        found = await MetadataRevision.of_image(revision_id, id, session)
        if found is None:
            raise RevisionNotFound(revision_id)
        await record(
            viewer, {id: image}, {id: found.before}, kind=RevisionKind.REVERT, session=session
        )

    await together(write)
    return await Image.present(id)


async def copy(
    viewer: Viewer | None,
    source: PydanticObjectId,
    targets: Sequence[PydanticObjectId],
    fields: Sequence[str],
    *,
    policy: ErrorPolicy,
) -> Outcomes[Image]:
    """Give images the present values of another one's fields, as edits; what is empty clears.

    Raises NoSuchDocument for the source; refused one by one for the others.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("to", targets)
    names = [part for field in fields for part in PARTS.get(field, (field,))]

    async def write(session: Session) -> Outcomes[PydanticObjectId]:
        given = present(await Image.present(source, session))
        copied = {name: given.get(name) for name in names}
        found = await Image.among(targets, session)
        done, refused = admitted(
            targets, lambda one: None if one in found else NoSuchDocument("image", str(one)), policy
        )
        written = {id: {**found[id].edits, **copied} for id in done}
        await record(viewer, found, written, kind=RevisionKind.COPY, session=session)
        return Outcomes(done, refused)

    outcome = await together(write)
    return await as_they_are(outcome)


def present(image: Image) -> Mapping[str, Any]:
    """What is known of a picture now: as edited, else as its file says."""
    return {**image.metadata, **image.edits}
