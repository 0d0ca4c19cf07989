"""What a list of pictures is made of, to choose from."""

from collections.abc import Sequence

from actions.access import Permission, Viewer, require
from actions.searching.errors import FacetsTookTooLong, TooManyValuesOfFacets
from documents import facets
from documents.facets import CountingTookTooLong, Facets
from documents.pages import Raw

# Pictures that are counted, values that are told of each facet, and how long it may take.
MOST_COUNTED, MOST_VALUES, MILLISECONDS = 10_000, 50, 3_000


async def count(viewer: Viewer | None, where: Raw, names: Sequence[str], first: int) -> Facets:
    """The `first` commonest values of each facet; nothing is read where there are no `names`.

    Raises TooManyValuesOfFacets, FacetsTookTooLong.
    """
    require(viewer, Permission.READ_LIBRARY)
    if not 1 <= first <= MOST_VALUES:
        raise TooManyValuesOfFacets(first, MOST_VALUES)
    try:
        return await facets.facets(
            where, names, first=first, at_most=MOST_COUNTED, milliseconds=MILLISECONDS
        )
    except CountingTookTooLong as error:
        raise FacetsTookTooLong(MILLISECONDS) from error
