"""What of a picture must stay to be seen when it is cropped."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


class FocalPoint(BaseModel):
    """As people have set it: from 0 to 1 of the upright width and height.

    It is said of certain pixels; None where they were not known yet.
    """

    x: float
    y: float
    pixel_hash: str | None = None

    def is_of(self, facts: dict[str, Any]) -> bool:
        """Whether it was said of a picture with these facts."""
        return self.pixel_hash in {None, facts.get("pixel_hash")}


class SeenPoint(BaseModel):
    """As clients see it: `suggested` where nobody has set it."""

    x: float
    y: float
    suggested: bool


def seen(image: Mapping[str, Any]) -> SeenPoint | None:
    """The point of a raw image; None until it was checked."""
    if said := image.get("focal_point"):
        return SeenPoint(x=said["x"], y=said["y"], suggested=False)
    if found := (image.get("facts") or {}).get("focal_point"):
        return SeenPoint(x=found[0], y=found[1], suggested=True)
    return None
