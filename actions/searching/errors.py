"""What cannot be looked for."""

from actions.errors import ActionError
from actions.metadata.values import camel


class SearchError(ActionError):
    """A filter or a text that goes too far."""


class FilterTooDeep(SearchError):
    """Filters within filters within filters."""

    def __init__(self, most: int) -> None:
        super().__init__(f"`and`, `or` and `not` go {most} levels deep: lay the filter out flat.")


class TooManyConditions(SearchError):
    """More conditions than an index can be chosen for."""

    def __init__(self, actual: int, most: int) -> None:
        super().__init__(f"A filter has at most {most} conditions in all, but this has {actual}.")


class TooManyValues(SearchError):
    """A list of values that is too long."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(f"`in` takes at most {most} values, and `{camel(field)}` has more.")


class NoSuchPlace(SearchError):
    """A place that is not on Earth, or a circle around nothing."""

    def __init__(self, takes: str) -> None:
        super().__init__(f"`place` takes {takes}.")


class SearchTooLong(SearchError):
    """A text that is no search."""

    def __init__(self, most: int, words: int) -> None:
        super().__init__(f"A search has at most {most} characters and {words} words.")


class NothingToRank(SearchError):
    """An order by words that nobody looks for."""

    def __init__(self) -> None:
        super().__init__("RELEVANCE is the order of `images` with words to `search` for.")


class TooManyToRank(SearchError):
    """More pictures than are put in order for a page."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"RELEVANCE orders up to {most} pictures, but more are found: add a word or a "
            "condition, or take another order."
        )


class TooManyValuesOfFacets(SearchError):
    """Fewer than one or more than are told at once."""

    def __init__(self, actual: int, most: int) -> None:
        super().__init__(f"`first` of facets goes from 1 to {most}, but is {actual}.")


class FacetsTookTooLong(SearchError):
    """The list is too large to be counted on the way."""

    def __init__(self, milliseconds: int) -> None:
        super().__init__(f"Facets were not counted within {milliseconds} ms: narrow `where`.")
