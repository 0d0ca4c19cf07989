"""Pictures by where they were taken."""

from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

from actions.searching.errors import NoSuchPlace
from documents.finding_indexes import PLACE
from documents.pages import Raw

# Of the sphere that MongoDB reckons with.
EARTH_METRES = 6_378_100.0
FARTHEST_METRES = 20_000_000.0
LONGITUDE, LATITUDE = f"{PLACE}.coordinates.0", f"{PLACE}.coordinates.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Whatever is within `metres` of a point, in degrees of WGS 84."""

    latitude: float
    longitude: float
    metres: float

    def where(self) -> Raw:
        """As MongoDB takes it. Raises NoSuchPlace."""
        _check(self.latitude, self.longitude)
        if not 0 < self.metres <= FARTHEST_METRES:
            raise NoSuchPlace("a radius of more than 0 and at most 20,000,000 metres")
        return _around(self.latitude, self.longitude, self.metres / EARTH_METRES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Whatever is between two parallels and two meridians, edges included, in degrees.

    Where `west` is greater than `east` it reaches over the date line.
    """

    south: float
    west: float
    north: float
    east: float

    def where(self) -> Raw:
        """As MongoDB takes it: the circle around it, and exactly the box. Raises NoSuchPlace."""
        _check(self.south, self.west)
        _check(self.north, self.east)
        if self.south > self.north:
            raise NoSuchPlace("a box whose south is not north of its north")
        exactly = {LATITUDE: {"$gte": self.south, "$lte": self.north}}
        return {"$and": [self._around(), exactly, *self._meridians()]}

    def _meridians(self) -> list[Raw]:
        west, east = {LONGITUDE: {"$gte": self.west}}, {LONGITUDE: {"$lte": self.east}}
        return [west, east] if self.west <= self.east else [{"$or": [west, east]}]

    def _around(self) -> Raw:
        latitude, half = (self.south + self.north) / 2, (self.east - self.west) % 360 / 2
        if self.west <= self.east:
            half = (self.east - self.west) / 2
        longitude = (self.west + half + 180) % 360 - 180
        if half > 90:
            return _around(latitude, longitude, pi)
        # Of a narrower one, no point is farther from the middle than a corner.
        far = max(_angle(latitude, edge, half) for edge in (self.south, self.north))
        return _around(latitude, longitude, far * 1.001 + 1e-6)


def _around(latitude: float, longitude: float, angle: float) -> Raw:
    return {PLACE: {"$geoWithin": {"$centerSphere": [[longitude, latitude], angle]}}}


def _angle(here: float, there: float, apart: float) -> float:
    """The angle between two latitudes on meridians that are so many degrees apart."""
    one, other = radians(here), radians(there)
    chord = sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin(radians(apart) / 2) ** 2
    return 2 * asin(min(1.0, sqrt(chord)))


def _check(latitude: float, longitude: float) -> None:
    # What is no number at all is within nothing.
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise NoSuchPlace("latitudes within 90 and longitudes within 180 degrees")
