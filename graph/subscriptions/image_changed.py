"""imageChanged(where, ids, after): pictures as they change, live."""

from collections.abc import AsyncIterator
from dataclasses import field
from typing import Annotated

import strawberry

from actions.access import Permission, require
from actions.batches import within
from actions.following.follower import Followed, ImageChange
from actions.following.images import follow_images
from actions.metadata.custom_fields import known_wishes
from graph.context import House, Info
from graph.ids import global_id, object_ids
from graph.queries.images import ImagesWhere
from graph.selection import asked
from graph.sharing import Made
from graph.types.image import Image, projection

Where = Annotated[
    ImagesWhere | None,
    strawberry.argument(description="Which, as for `images`; all by default."),
]
Ids = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(description="Only these, at most 250; any by default."),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="The eventId of the last event, to come back to; only news by default."
    ),
]


@strawberry.type(description="A picture that was changed in any way.")
class ImageChangedEvent:
    """Told at least once."""

    event_id: str | None = strawberry.field(
        description=(
            "Pass it as `after` to come back to this place; null where `missed` is true: keep the "
            "one before."
        )
    )
    image_id: strawberry.ID | None = strawberry.field(
        description="The picture; null where `missed` is true."
    )
    image: Image | None = strawberry.field(
        description=(
            "The picture as it is now; null if it was deleted, or does not meet `where` any more."
        )
    )
    missed: bool = strawberry.field(
        description="Whether changes may have been missed: read anew whatever you show."
    )

    made: strawberry.Private[Made] = field(default_factory=Made)

    @classmethod
    def of(cls, change: ImageChange, house: House) -> "ImageChangedEvent":
        """The event of a change: one for all who are told of it."""
        told: ImageChangedEvent | None = change.made.get("event")
        if told is None:
            id = change.image_id
            told = change.made["event"] = cls(
                event_id=change.event_id,
                image_id=None if id is None else strawberry.ID(global_id("Image", id)),
                image=Image.of(change.raw, house) if change.raw else None,
                missed=id is None,
            )
        return told


@strawberry.subscription(
    description=(
        "Pictures as they come in and change, and that they leave what is asked for; of those, "
        "the newest 2,000 are remembered. Changes of a picture within a twentieth of a second are "
        "one event. Whoever is too slow, or was away too long, is told `missed`. Needs any role."
    )
)
async def image_changed(
    info: Info, where: Where = None, ids: Ids = None, after: After = None
) -> AsyncIterator[ImageChangedEvent]:
    """Ends when the session behind it does."""
    house, viewer = info.context.house, info.context.viewer
    require(viewer, Permission.READ_LIBRARY)
    within("ids", ids or [])
    wanted = (where or ImagesWhere()).filter(house.channels)
    await known_wishes(viewer, wanted.wishes)
    followed = Followed(
        where=wanted.where(),
        ids=None if ids is None else object_ids("Image", ids),
        fields=projection(asked(info, "image")),
    )
    told = follow_images(house.hub.gatherings, viewer, followed, after)
    async for change in info.context.while_signed_in(told):
        yield ImageChangedEvent.of(change, house)
