"""dropSuggestion: let what a model says be."""

import strawberry

from actions.analysing import suggestions
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.suggestion import Suggestion


@strawberry.input(description="Which suggestion.")
class DropSuggestionInput:
    """An id."""

    id: strawberry.ID = strawberry.field(description="An OPEN suggestion.")


@strawberry.type(description="What came of it.")
class DropSuggestionPayload:
    """The suggestion."""

    suggestion: Suggestion | None = strawberry.field(
        default=None, description="The suggestion, which stays for the record."
    )
    user_errors: list[UserError] = no_errors()


@mutation(DropSuggestionPayload)
async def drop_suggestion(info: Info, input: DropSuggestionInput) -> DropSuggestionPayload:
    """Let a suggestion be; the picture stays as it is. Needs the role IMPORTER."""
    id = object_id("Suggestion", input.id, ["id"])
    suggestion = await suggestions.drop(info.context.viewer, id)
    raw = {"_id": suggestion.id, **suggestion.model_dump()}
    return DropSuggestionPayload(suggestion=Suggestion.of(raw))
