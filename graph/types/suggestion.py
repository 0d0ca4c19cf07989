"""What a model suggests to say of a picture."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from actions.metadata.values import camel
from documents.pages import Raw
from graph.ids import global_id
from graph.types.enums import AnalysisKind, SuggestionState

Wanted: TypeAlias = Annotated[
    SuggestionState | None,
    strawberry.argument(description="Only those in this state; all of them if null."),
]


@strawberry.type(
    description="What a model says of a picture. It is part of the picture only once accepted."
)
class Suggestion:
    """One answer; its words never change."""

    id: strawberry.ID = strawberry.field(
        description="What `acceptSuggestion` and `dropSuggestion` take."
    )
    kind: AnalysisKind = strawberry.field(description="What the model was asked for.")
    text: str | None = strawberry.field(description="What it says; null for KEYWORDS.")
    keywords: list[str] = strawberry.field(description="What it says; empty but for KEYWORDS.")
    locale: str | None = strawberry.field(description="The language that it was to write in.")
    model: str = strawberry.field(description="The model, as its endpoint calls it.")
    prompt: str = strawberry.field(description="What it was told to write.")
    tokens_in: int = strawberry.field(
        description="What question and picture cost, in tokens, as the endpoint says."
    )
    tokens_out: int = strawberry.field(
        description="What the answer cost, in tokens, as the endpoint says."
    )
    state: SuggestionState = strawberry.field(description="What became of it.")
    field: str | None = strawberry.field(
        description="Once ACCEPTED: the metadata's field that it was written to, such as altTexts."
    )
    edited: bool = strawberry.field(
        description="Whether it was accepted in other words, which count as the person's."
    )
    created_at: datetime = strawberry.field(description="When the model said it.")
    decided_at: datetime | None = strawberry.field(description="When it was accepted or dropped.")
    decided_by_user_id: strawberry.ID | None = strawberry.field(
        description="The account of who did that; null where a setting had Ecogram accept it."
    )

    @classmethod
    def of(cls, raw: Raw) -> Self:
        """The suggestion of a raw row."""
        by = (raw["decided_by"] or {}).get("user_id")
        same = ("text", "keywords", "locale", "model", "prompt", "tokens_in", "tokens_out")
        return cls(
            id=strawberry.ID(global_id("Suggestion", raw["_id"])),
            kind=AnalysisKind(raw["kind"]),
            state=SuggestionState(raw["state"]),
            field=camel(raw["field"]) if raw["field"] else None,
            edited=raw["edited"],
            created_at=raw["created_at"],
            decided_at=raw["decided_at"],
            decided_by_user_id=strawberry.ID(global_id("User", by)) if by else None,
            **{name: raw[name] for name in same},
        )
