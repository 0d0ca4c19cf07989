"""What a manifest says of the items of an import."""

from collections.abc import Iterator, Mapping

from actions.importing.sources import ItemRefused, Planned
from archives.manifest import Row
from documents.import_items import SaidOfItem

# What an item's `where` begins with that cannot be had; its code and its message follow.
REFUSED = "refused:"
# The entry or the file that is a manifest where no other one is given.
MANIFEST = "manifest.csv"


class Sayings:
    """Hands each row to the file that it is about, and tells which were for none.

    `group` and `collection` are names that are said of all files whose row says nothing else.
    """

    def __init__(
        self, rows: Mapping[str, Row], group: str | None = None, collection: str | None = None
    ) -> None:
        self._rows = dict(rows)
        self._group, self._collection = group, collection

    def planned(self, name: str, where: str) -> Planned:
        """The item of a file; `name` is its path, with slashes."""
        row = self._rows.pop(name, None)
        return Planned(
            name=name, file_name=name.rpartition("/")[2], where=where, said=self._said(row)
        )

    def missing(self) -> Iterator[Planned]:
        """An item for each row that is left, which is refused when its turn comes."""
        for row in self._rows.values():
            said = f"Row {row.number} of the manifest names a file that is not there."
            yield Planned(
                name=f"manifest:{row.number}",
                file_name=row.file,
                where=refused("MANIFEST_FILE_MISSING", said),
            )

    def _said(self, row: Row | None) -> SaidOfItem:
        group, collections = self._group, [self._collection] if self._collection else []
        if row is None:
            return SaidOfItem(group_name=group, collection_names=collections)
        return SaidOfItem(
            product_code=row.code,
            product_name=row.product,
            title=row.title,
            keywords=None if row.keywords is None else list(row.keywords),
            group_name=row.group or group,
            collection_names=list(row.collections) or collections,
        )


def refused(code: str, message: str) -> str:
    """The `where` of an item that cannot be had, and why."""
    return f"{REFUSED}{code}:{message}"


def refuse(where: str) -> None:
    """Raise ItemRefused for the `where` of an item that cannot be had."""
    if where.startswith(REFUSED):
        code, _, message = where.removeprefix(REFUSED).partition(":")
        raise ItemRefused(code, message)
