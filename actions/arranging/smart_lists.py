"""The images of many smart collections at once: one query, and three for what their filters name.

A filter that names what is gone finds nothing: it never shows more than was wished for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from actions.access import Permission, Viewer, require
from actions.arranging.filters import FilterOutdated, all_gone, applied
from actions.library import MOST_COUNTED, NOTHING, Window
from actions.lists import Owner, each
from documents.images import Image
from documents.pages import Order, Page, Raw


@dataclass(frozen=True, slots=True)
class SmartAsked:
    """What a kept filter finds: a page of it, or, without window, how many."""

    filter: Raw
    window: Window | None = None


def order_of(kept: Mapping[str, object] | None) -> Order:
    """The order of a smart collection; newest first where none was kept."""
    said = kept or {}
    return Order(str(said.get("field", "created_at")), bool(said.get("descending", True)))


async def load_smart_pages(viewer: Viewer | None, asked: Sequence[SmartAsked]) -> list[Page]:
    """The page that each asked for, in their order."""
    require(viewer, Permission.READ_LIBRARY)
    found = await _found(asked, _page_of)
    windows = [one.window for one in asked]
    return [_page(found.get(str(n), []), window) for n, window in enumerate(windows)]


async def load_smart_counts(viewer: Viewer | None, asked: Sequence[SmartAsked]) -> list[int]:
    """How many images each finds, counting no further than MOST_COUNTED."""
    require(viewer, Permission.READ_LIBRARY)
    found = await _found(asked, _count_of)
    rows = [found.get(str(n), []) for n in range(len(asked))]
    return [one[0]["images"] if one else 0 for one in rows]


async def load_errors(viewer: Viewer | None, filters: Sequence[Raw]) -> list[list[Exception]]:
    """Why each filter finds nothing any more; mostly there is no reason."""
    require(viewer, Permission.READ_LIBRARY)
    return await _errors(filters)


async def listed(kept: Raw) -> Raw:
    """What a kept filter finds now, as MongoDB takes it; nothing of one that is unsound."""
    [errors] = await _errors([kept])
    return NOTHING if errors else applied(kept)


async def _errors(filters: Sequence[Raw]) -> list[list[Exception]]:
    gone = await all_gone(filters)
    return [[*_outdated(one), *some] for one, some in zip(filters, gone, strict=True)]


def _outdated(filter: Raw) -> list[Exception]:
    try:
        applied(filter)
    except FilterOutdated as error:
        return [error]
    return []


async def _found(
    asked: Sequence[SmartAsked], pipeline: Callable[[SmartAsked], list[Raw]]
) -> dict[Owner, list[Raw]]:
    """The rows that each pipeline gives, by the place of who asked; none for what is unsound."""
    errors = await _errors([one.filter for one in asked])
    sound = {str(n): one for n, one in enumerate(asked) if not errors[n]}
    if not sound:
        return {}
    pipelines: dict[Owner, list[Raw]] = {n: pipeline(one) for n, one in sound.items()}
    return await each(Image, list(pipelines), pipelines.__getitem__)


def _page_of(asked: SmartAsked) -> list[Raw]:
    assert asked.window is not None
    window = asked.window
    beyond = [] if window.after is None else [window.order.beyond(*window.after)]
    pipeline: list[Raw] = [
        {"$match": {"$and": [applied(asked.filter), *beyond]}},
        {"$sort": dict(window.order.sort)},
        {"$limit": window.first + 1},
    ]
    if window.fields is not None:
        pipeline.append({"$project": dict.fromkeys([window.order.field, *window.fields], 1)})
    return pipeline


def _count_of(asked: SmartAsked) -> list[Raw]:
    return [
        {"$match": applied(asked.filter)},
        {"$limit": MOST_COUNTED},
        {"$count": "images"},
    ]


def _page(rows: list[Raw], window: Window | None) -> Page:
    first = window.first if window else 0
    return Page(rows[:first], more=len(rows) > first)
