"""Where imports take their files from.

A new source is a class with the two methods of `Source`, in a file of its own beside this one,
and a function that makes one of the `Import` and the `Means`, entered in `SOURCES` in
`actions/importing/registry.py` under its `ImportSource`. All that it must remember is in
`Import.where` (plain values) and in each item's `where`; it is made anew in each worker that
goes on with the import, so it keeps nothing else.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from actions.arriving.incoming import UploadRules
from actions.deleting.retention import Retention
from actions.importing.name_rule import NameRule
from documents.import_items import ImportItem, SaidOfItem
from documents.imports import Import
from fetching.rules import FetchRules
from storage.bucket import Bucket


@dataclass(frozen=True, slots=True)
class Operator:
    """What the operator's command may reach besides: this machine's files, another bucket."""

    elsewhere: Bucket | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRules:
    """The limits of imports: `parallel` items of one are in work at the same time.

    Objects are imported from below `prefix` of our own bucket, and from nowhere else. The
    largest file that is fetched is the largest that may be uploaded. What `name_rule` reads
    from the name of a file holds where nothing else names its product. After `turn_seconds`
    a worker lets other jobs have their turn, if any wait. Only within `ecogram import` there is
    an `operator`.
    """

    parallel: int = 4
    prefix: str = "import/"
    fetching: FetchRules = field(default_factory=FetchRules)
    name_rule: NameRule | None = None
    max_archive_bytes: int = 5 * 1024**3
    turn_seconds: float = 60.0
    operator: Operator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a source works with. `folder` is a scratch folder, empty at first, removed after.

    A file that is replaced leaves as many earlier ones as `retention` says.
    """

    bucket: Bucket
    folder: Path
    uploads: UploadRules
    rules: ImportRules = field(default_factory=ImportRules)
    retention: Retention = field(default_factory=Retention)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An item that a source has found; see `ImportItem`.

    `name` is unique within the import and the same whenever it is listed again; `file_name`
    is what people call the file; `where` is what `open` needs to find it.
    """

    name: str
    file_name: str
    where: str
    said: SaidOfItem = field(default_factory=SaidOfItem)


class ItemRefused(Exception):
    """This one item cannot be had; the others can. `code` is one of UserErrorCode."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class SourceUnusable(Exception):
    """Nothing can be had from the source: the import FAILS as a whole, and may be retried."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Source(Protocol):
    """A place with files. Both methods raise SourceUnusable, and StorageError to be tried again."""

    def items(self) -> AsyncIterator[Planned]:
        """All files, in the same order each time, one by one: there may be 100,000.

        May be called again after a crash; items that are known by their name are not added
        again. What is known to be no picture (folders, hidden files) is left out.
        """
        ...

    async def open(self, item: ImportItem, to: Path) -> None:
        """Write the file of an item to `to`, which is not there yet, never more than the limit.

        Never holds a file in memory. `Means.uploads.max_bytes` is the limit. Raises ItemRefused,
        or ProcessingError (EmptyFile, FileTooLarge ...). Called for several items at a time.
        """
        ...


MakeSource: TypeAlias = Callable[[Import, Means], Source]
