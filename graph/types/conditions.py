"""Conditions on single fields of pictures, as clients send them."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

import strawberry

from actions.searching.conditions import Condition, Field
from actions.searching.places import Box, Circle
from graph.ids import object_id
from graph.scalars import ByteCount
from graph.types.enums import ImportSource, ProcessingState, ReviewState

EQ, IN = "Exactly this.", "One of these; at most 100, and none finds nothing."
EXISTS = "Whether there is any."
# Beyond it JavaScript counts no bytes, and the database none at all.
MOST = 2**53 - 1


@strawberry.enum(description="Whether a picture is wider or higher, as it is seen.")
class ImageShape(Enum):
    """What is nearly a square counts as one."""

    LANDSCAPE = strawberry.enum_value("LANDSCAPE", description="Wider than high.")
    PORTRAIT = strawberry.enum_value("PORTRAIT", description="Higher than wide.")
    SQUARE = strawberry.enum_value("SQUARE", description="As wide as high, to within 1 %.")


@strawberry.enum(description="What a picture may lack.")
class MissingPart(Enum):
    """The value is the end of its mark."""

    ALT_TEXT = strawberry.enum_value(
        "ALT_TEXT",
        description="A text for those who cannot see, in any language, unless it only decorates.",
    )
    DESCRIPTION = strawberry.enum_value("DESCRIPTION", description="A description.")
    KEYWORDS = strawberry.enum_value("KEYWORDS", description="Keywords.")
    PRODUCT = strawberry.enum_value("PRODUCT", description="A product that it shows.")
    TITLE = strawberry.enum_value("TITLE", description="A title.")


@strawberry.enum(description="What makes another picture the same as one.")
class DuplicateKind(Enum):
    """The value is the end of its mark."""

    EXACT = strawberry.enum_value("EXACT", description="The same file, byte for byte.")
    SAME_PICTURE = strawberry.enum_value(
        "SAME_PICTURE", description="The same pixels in another file, as with other metadata."
    )


@strawberry.input(description="A text; all that is given must hold.")
class TextIs:
    """Null and absent mean any."""

    eq: str | None = strawberry.field(default=None, description=EQ)
    in_: list[str] | None = strawberry.field(default=None, name="in", description=IN)
    starts_with: str | None = strawberry.field(default=None, description="How it begins.")
    exists: bool | None = strawberry.field(default=None, description=EXISTS)

    def on(self, field: Field) -> Condition:
        """As the library takes it."""
        return Condition(
            field=field,
            eq=_clean(self.eq),
            among=None if self.in_ is None else [_clean(one) for one in self.in_],
            begins=_clean(self.starts_with),
            exists=self.exists,
        )


@strawberry.input(description="An object; all that is given must hold.")
class IdIs:
    """Null and absent mean any."""

    eq: strawberry.ID | None = strawberry.field(default=None, description=EQ)
    in_: list[strawberry.ID] | None = strawberry.field(default=None, name="in", description=IN)
    exists: bool | None = strawberry.field(default=None, description=EXISTS)

    def on(self, field: Field, kind: str) -> Condition:
        """As the library takes it. Raises InvalidGlobalId."""
        path = ["where", str(field)]
        return Condition(
            field=field,
            eq=None if self.eq is None else object_id(kind, self.eq, path),
            among=None if self.in_ is None else [object_id(kind, one, path) for one in self.in_],
            exists=self.exists,
        )


@strawberry.input(description="A moment; all that is given must hold.")
class TimeIs:
    """Null and absent mean any."""

    gt: datetime | None = strawberry.field(default=None, description="Later than this.")
    gte: datetime | None = strawberry.field(default=None, description="Then or later.")
    lt: datetime | None = strawberry.field(default=None, description="Earlier than this.")
    lte: datetime | None = strawberry.field(default=None, description="Then or earlier.")
    exists: bool | None = strawberry.field(default=None, description=EXISTS)

    def on(self, field: Field) -> Condition:
        """As the library takes it."""
        return Condition(
            field=field, gt=self.gt, gte=self.gte, lt=self.lt, lte=self.lte, exists=self.exists
        )


@strawberry.input(description="A number; all that is given must hold.")
class NumberIs:
    """Null and absent mean any."""

    eq: float | None = strawberry.field(default=None, description=EQ)
    gt: float | None = strawberry.field(default=None, description="More than this.")
    gte: float | None = strawberry.field(default=None, description="This or more.")
    lt: float | None = strawberry.field(default=None, description="Less than this.")
    lte: float | None = strawberry.field(default=None, description="This or less.")

    def on(self, field: Field) -> Condition:
        """As the library takes it."""
        return _numbers(self, field)


@strawberry.input(description="A number of bytes; all that is given must hold.")
class ByteCountIs:
    """Null and absent mean any."""

    eq: ByteCount | None = strawberry.field(default=None, description=EQ)
    gt: ByteCount | None = strawberry.field(default=None, description="More than this.")
    gte: ByteCount | None = strawberry.field(default=None, description="This or more.")
    lt: ByteCount | None = strawberry.field(default=None, description="Less than this.")
    lte: ByteCount | None = strawberry.field(default=None, description="This or less.")

    def on(self, field: Field) -> Condition:
        """As the library takes it."""
        return _numbers(self, field)


@strawberry.input(description="A state of processing; all that is given must hold.")
class ProcessingStateIs:
    """Null and absent mean any."""

    eq: ProcessingState | None = strawberry.field(default=None, description=EQ)
    in_: list[ProcessingState] | None = strawberry.field(default=None, name="in", description=IN)

    def on(self, field: Field) -> Condition:
        """As the library takes it."""
        return _choice(field, self.eq, self.in_)


@strawberry.input(description="A state of review; all that is given must hold.")
class ReviewStateIs:
    """Null and absent mean any."""

    eq: ReviewState | None = strawberry.field(default=None, description=EQ)
    in_: list[ReviewState] | None = strawberry.field(default=None, name="in", description=IN)

    def on(self, field: Field) -> Condition:
        """As the library takes it."""
        return _choice(field, self.eq, self.in_)


@strawberry.input(description="A way in; all that is given must hold.")
class ImportSourceIs:
    """Null and absent mean any."""

    eq: ImportSource | None = strawberry.field(default=None, description=EQ)
    in_: list[ImportSource] | None = strawberry.field(default=None, name="in", description=IN)

    def on(self, field: Field) -> Condition:
        """As the library takes it."""
        return _choice(field, self.eq, self.in_)


@strawberry.input(description="A shape; all that is given must hold.")
class ImageShapeIs:
    """Null and absent mean any."""

    eq: ImageShape | None = strawberry.field(default=None, description=EQ)
    in_: list[ImageShape] | None = strawberry.field(default=None, name="in", description=IN)

    def on(self, field: Field) -> Condition:
        """As the library takes it."""
        among = None if self.in_ is None else [one.value for one in self.in_]
        return _choice(field, self.eq and self.eq.value, among)


@strawberry.input(description="Between two parallels and two meridians, in degrees of WGS 84.")
class PlaceBox:
    """Edges included."""

    south: float = strawberry.field(description="From -90.")
    west: float = strawberry.field(
        description="From -180; greater than `east` where the box reaches over the date line."
    )
    north: float = strawberry.field(description="To 90.")
    east: float = strawberry.field(description="To 180.")


@strawberry.input(description="Around a point, in degrees of WGS 84.")
class PlaceCircle:
    """The edge included."""

    latitude: float = strawberry.field(description="From -90 to 90.")
    longitude: float = strawberry.field(description="From -180 to 180.")
    metres: float = strawberry.field(description="The radius, up to 20,000,000.")


@strawberry.input(description="Where a picture was taken; all that is given must hold.")
class PlaceIs:
    """Null and absent mean any."""

    box: PlaceBox | None = strawberry.field(default=None, description="Within this box.")
    circle: PlaceCircle | None = strawberry.field(default=None, description="Within this circle.")

    def areas(self) -> list[Box | Circle]:
        """As the library takes it."""
        found: list[Box | Circle] = []
        if self.box is not None:
            found.append(Box(**vars(self.box)))
        if self.circle is not None:
            found.append(Circle(**vars(self.circle)))
        return found


def _numbers(given: NumberIs | ByteCountIs, field: Field) -> Condition:
    bounds: dict[str, Any] = {
        name: max(-MOST, min(value, MOST))
        for name, value in vars(given).items()
        if value is not None
    }
    return Condition(field=field, **bounds)


def _choice(field: Field, eq: object, among: Sequence[object] | None) -> Condition:
    return Condition(field=field, eq=eq, among=among)


def _clean(text: str | None) -> str | None:
    """The text without what no database keeps, so it is never found: NUL and halves of letters."""
    return None if text is None else text.replace("\0", "�").encode("utf-8", "replace").decode()
