"""What a shop must be able to do for pictures to be brought to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ShopFile:
    """A file as the shop is to have it. The name is the same for all files of one picture."""

    name: str
    content_type: str
    body: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class ShopProduct:
    """A product of the shop, and the ids of what it shows, in order; not all of it is ours."""

    id: str
    files: Sequence[str]


class Shop(Protocol):
    """A shop that keeps files under ids of its own, and products that show some of them.

    All of it may raise leaves of ShopError; FileNotReady too where a product is to show a file.
    """

    async def create(self, file: ShopFile) -> str:
        """Keep a file, in the place of one of the same name; its id."""

    async def replace(self, id: str, file: ShopFile) -> None:
        """Give a file other bytes and alternative text. Raises FileGone."""

    async def describe(self, id: str, alt: str) -> None:
        """Give a file another alternative text. Raises FileGone."""

    async def delete(self, id: str) -> None:
        """Remove a file; one that is not there is removed."""

    async def product(self, code: str) -> ShopProduct | None:
        """The product that the shop sells under a code of ours; None where it has none."""

    async def attach(self, id: str, product_id: str) -> None:
        """Have a product show a file, behind what it shows already. Raises FileGone."""

    async def detach(self, id: str, product_id: str) -> None:
        """Have a product show a file no longer. Raises FileGone."""

    async def order(self, product_id: str, ids: Sequence[str]) -> None:
        """Have a product show these files first, in this order."""
