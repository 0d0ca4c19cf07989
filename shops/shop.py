"""What a shop must be able to do for pictures to be brought to it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ShopFile:
    """A file as the shop is to have it. The name is the same for all files of one picture."""

    name: str
    content_type: str
    body: bytes
    alt: str


class Shop(Protocol):
    """A shop that keeps files under ids of its own. All of it may raise leaves of ShopError."""

    async def create(self, file: ShopFile) -> str:
        """Keep a file, in the place of one of the same name; its id."""

    async def replace(self, id: str, file: ShopFile) -> None:
        """Give a file other bytes and alternative text. Raises FileGone."""

    async def describe(self, id: str, alt: str) -> None:
        """Give a file another alternative text. Raises FileGone."""

    async def delete(self, id: str) -> None:
        """Remove a file; one that is not there is removed."""
