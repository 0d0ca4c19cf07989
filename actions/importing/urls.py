"""Importing files from addresses that strangers give."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from actions.access import Viewer
from actions.arriving.said import Batch
from actions.batches import within
from actions.delivery import Deliver
from actions.importing.beginning import Request, begin
from actions.importing.refusals import NothingToImport
from actions.importing.sources import ImportRules, ItemRefused, Means, Planned
from documents.image_files import ImportSource
from documents.import_items import ImportItem, SaidOfItem
from documents.imports import Import
from documents.problems import Problem
from fetching.errors import FetchError
from fetching.fetch import fetch
from fetching.targets import target

MOST_URLS = 250
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class FromUrl:
    """A file to fetch; without `file_name`, it is called as its address ends."""

    url: str
    file_name: str | None = None
    said: SaidOfItem = field(default_factory=SaidOfItem)

    def planned(self, place: int) -> Planned:
        """The item at this place; the same address may stand at several."""
        name = (self.file_name or _ending(self.url) or "image")[:LONGEST_NAME]
        return Planned(name=str(place), file_name=name, where=self.url, said=self.said)


@dataclass(frozen=True, slots=True)
class Begun:
    """An import, and what is wrong with addresses at which places: these items are REFUSED."""

    import_: Import
    refused: list[tuple[int, FetchError]]


async def import_from_urls(
    viewer: Viewer | None,
    files: Sequence[FromUrl],
    batch: Batch,
    *,
    rules: ImportRules,
    deliver: Deliver,
    key: str | None = None,
) -> Begun:
    """Import files from their addresses; those that can be no addresses are refused at once.

    Raises NothingToImport, TooMany, and what `begin` raises.
    """
    if not files:
        raise NothingToImport("urls")
    within("urls", files, MOST_URLS)
    refused = [(place, wrong) for place, one in enumerate(files) if (wrong := _wrong(one, rules))]
    places = {place for place, _ in refused}
    request = Request(
        source=ImportSource.URL,
        batch=batch,
        # An address that may be of any length is not kept.
        planned=[
            replace(one.planned(place), where="" if place in places else one.url)
            for place, one in enumerate(files)
        ],
        refused={place: Problem(code=e.code, message=str(e)) for place, e in refused},
    )
    return Begun(await begin(viewer, request, deliver=deliver, key=key), refused)


class UrlSource:
    """The addresses that the items were begun with."""

    def __init__(self, _: Import, means: Means) -> None:
        self._rules = replace(means.rules.fetching, max_bytes=means.uploads.max_bytes)

    async def items(self) -> AsyncIterator[Planned]:
        """None that are not known: all were given when the import was begun."""
        nothing: tuple[Planned, ...] = ()
        for one in nothing:
            yield one

    async def open(self, item: ImportItem, to: Path) -> None:
        """Fetch the file."""
        try:
            await fetch(item.where, to, rules=self._rules)
        except FetchError as error:
            raise ItemRefused(error.code, str(error)) from error


def _wrong(file: FromUrl, rules: ImportRules) -> FetchError | None:
    try:
        target(file.url, rules.fetching)
    except FetchError as error:
        return error
    return None


def _ending(url: str) -> str:
    try:
        return PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:
        return ""
