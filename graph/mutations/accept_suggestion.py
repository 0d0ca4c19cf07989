"""acceptSuggestion: make what a model says part of a picture."""

from enum import Enum

import strawberry

from actions.analysing import suggestions
from actions.analysing.suggestions import Wording
from actions.readiness.judging import judge_changed
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.image import Image
from graph.types.suggestion import Suggestion


@strawberry.enum(description="A field of the metadata that a CUSTOM suggestion may be written to.")
class SuggestionField(Enum):
    """The texts of a picture."""

    TITLE = "title"
    HEADLINE = "headline"
    DESCRIPTION = "description"
    ALT_TEXT = "alt_text"
    EXTENDED_DESCRIPTION = "extended_description"


@strawberry.input(description="Which suggestion, and in which words.")
class AcceptSuggestionInput:
    """As it is, or edited."""

    id: strawberry.ID = strawberry.field(description="An OPEN suggestion.")
    expected_version: int = strawberry.field(
        description="The image's `version` that you read; CONFLICT if somebody changed it since."
    )
    text: str | None = strawberry.field(
        default=None,
        description=(
            "Other words, at most as many characters as the field takes; the model's if null. "
            "Other words count as yours: EDITED, not AI."
        ),
    )
    keywords: list[str] | None = strawberry.field(
        default=None,
        description="Other keywords, at most 100 of 64 characters; the model's if null.",
    )
    field: SuggestionField | None = strawberry.field(
        default=None, description="Where a CUSTOM suggestion is written; for those only."
    )

    def wording(self) -> Wording:
        """What the person makes of it."""
        return Wording(
            text=self.text,
            keywords=self.keywords,
            field=self.field.value if self.field else None,
        )


@strawberry.type(description="What came of it.")
class AcceptSuggestionPayload:
    """The suggestion, and the picture that says it now."""

    suggestion: Suggestion | None = strawberry.field(default=None, description="The suggestion.")
    image: Image | None = strawberry.field(default=None, description="The picture.")
    user_errors: list[UserError] = no_errors()


@mutation(AcceptSuggestionPayload)
async def accept_suggestion(info: Info, input: AcceptSuggestionInput) -> AcceptSuggestionPayload:
    """Write what a model suggests into the picture's metadata, with its history.

    An alternative text joins those in other languages; a description and keywords replace what
    is there. Needs the role IMPORTER.
    """
    suggestion, image = await suggestions.accept(
        info.context.viewer,
        object_id("Suggestion", input.id, ["id"]),
        input.wording(),
        input.expected_version,
    )
    await judge_changed([image.id], info.context.house.channels)
    [shown] = Image.of_all([image], info.context.house)
    raw = {"_id": suggestion.id, **suggestion.model_dump()}
    return AcceptSuggestionPayload(suggestion=Suggestion.of(raw), image=shown)
