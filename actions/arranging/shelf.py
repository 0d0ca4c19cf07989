"""The images of one product in a row: pure moves, nothing kept."""

from collections.abc import Sequence

from beanie import PydanticObjectId

from actions.arranging.placing import Place, RowEnd
from documents.places import Placed
from documents.products import ProductRole


class Shelf:
    """The order of a product's images, and what each is to it; at most one is MAIN."""

    def __init__(self, line: Sequence[Placed]) -> None:
        self.order = [one.id for one in line]
        self.roles = {one.id: one.role for one in line}
        self._before = {one.id: one for one in line}

    def put(self, id: PydanticObjectId, role: ProductRole | None, position: int | None) -> None:
        """Put an image at a position from 1, at the end where that is farther than the end.

        None leaves place or role as it is; a newcomer goes to the end, as ADDITIONAL.
        """
        newcomer = id not in self.roles
        if role is ProductRole.MAIN:
            self._no_main()
        self.roles[id] = role or self.roles.get(id, ProductRole.ADDITIONAL)
        if position is None and not newcomer:
            return
        if not newcomer:
            self.order.remove(id)
        self.order.insert(len(self.order) if position is None else position - 1, id)

    def move(self, ids: Sequence[PydanticObjectId], to: Place) -> None:
        """Put images next to each other; the one to go next to must be another one here."""
        rest = [id for id in self.order if id not in ids]
        at = _index(rest, to)
        self.order = [*rest[:at], *ids, *rest[at:]]

    def changed(self) -> list[Placed]:
        """Whatever is not as it was, at positions from 1 on."""
        line = [Placed(id, self.roles[id], place) for place, id in enumerate(self.order, start=1)]
        return [one for one in line if self._before.get(one.id) != one]

    def newcomers(self) -> list[PydanticObjectId]:
        """Images that were not on the product."""
        return [id for id in self.order if id not in self._before]

    def _no_main(self) -> None:
        for id, role in self.roles.items():
            if role is ProductRole.MAIN:
                self.roles[id] = ProductRole.ADDITIONAL


def _index(row: Sequence[PydanticObjectId], to: Place) -> int:
    if to.before is not None:
        return row.index(to.before)
    if to.after is not None:
        return row.index(to.after) + 1
    return 0 if to.end is RowEnd.START else len(row)
