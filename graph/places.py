"""Where in a row something is to go, as clients say it."""

import strawberry

from actions.arranging.placing import Place
from graph.ids import object_id
from graph.types.enums import RowEnd


@strawberry.input(one_of=True, description="Where to: next to an image, or to an end of the row.")
class PlaceInput:
    """Exactly one of the three."""

    before: strawberry.Maybe[strawberry.ID] = strawberry.field(
        description="Right before this image, which stays where it is."
    )
    after: strawberry.Maybe[strawberry.ID] = strawberry.field(
        description="Right after this image, which stays where it is."
    )
    end: strawberry.Maybe[RowEnd] = strawberry.field(description="To this end of the row.")

    def place(self) -> Place:
        """The same with inner ids. Raises InvalidGlobalId."""
        return Place(
            before=object_id("Image", self.before.value, ["to", "before"]) if self.before else None,
            after=object_id("Image", self.after.value, ["to", "after"]) if self.after else None,
            end=self.end.value if self.end else None,
        )
