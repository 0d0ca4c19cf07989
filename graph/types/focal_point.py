"""What of a picture must be seen when it is cropped, as clients see it."""

import strawberry

from documents.focal_points import seen
from documents.pages import Raw


@strawberry.type(description="A point of the upright picture that stays when it is cropped.")
class FocalPoint:
    """From 0 to 1 of width and height."""

    x: float = strawberry.field(description="From 0 (left) to 1 (right).")
    y: float = strawberry.field(description="From 0 (top) to 1 (bottom).")
    suggested: bool = strawberry.field(
        description="True where nobody has set it: guessed from colour contrast and detail."
    )

    @classmethod
    def of(cls, raw: Raw) -> "FocalPoint | None":
        """The point of a raw image; None until it was checked."""
        point = seen(raw)
        return cls(**point.model_dump()) if point else None
