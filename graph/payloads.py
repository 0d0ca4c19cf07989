"""How every mutation answers: with its payload, whatever of the input was refused."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

import strawberry
from strawberry.extensions import FieldExtension

from actions.batches import Outcomes
from graph.context import Info
from graph.errors import EXPECTED, UserError, user_error


class Payload(Protocol):
    """A payload can be made of errors alone; all of its other fields have a default."""

    user_errors: list[UserError]

    def __init__(self, *, user_errors: list[UserError]) -> None: ...


Resolver = TypeVar("Resolver", bound=Callable[..., Any])


class RefusalsInPayload(FieldExtension):
    """Answers an expected refusal with the payload; lets everything else fly."""

    def __init__(self, payload: type[Payload]) -> None:
        self.payload = payload

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Info, **kwargs: Any
    ) -> Any:
        """Run the mutation."""
        try:
            return await next_(source, info, **kwargs)
        except EXPECTED as refusal:
            return self.payload(user_errors=[user_error(refusal)])


def mutation(payload: Any) -> Callable[[Resolver], Any]:
    """A mutation that answers with `payload`; its docstring is its description."""

    def field(resolver: Resolver) -> Any:
        made = strawberry.mutation(
            resolver,
            description=" ".join((resolver.__doc__ or "").split()),
            extensions=[RefusalsInPayload(payload)],
        )
        for argument in made.arguments:
            argument.description = "All that the mutation is told."
        return made

    return field


def no_errors() -> Any:
    """The field `userErrors`, which every payload has."""
    return strawberry.field(
        default_factory=list, description="What was refused and why; empty when all was done."
    )


def idempotency_key() -> Any:
    """The field `idempotencyKey`, which every input that creates something has."""
    return strawberry.field(
        default=None,
        description=(
            "1 to 128 characters of your choice: sent again with the same key within a day, the "
            "call is not done again but answered as before."
        ),
    )


def refusals(outcome: Outcomes[Any]) -> list[UserError]:
    """One error for each id that was refused, pointing at its place in the input."""
    return refused("ids", outcome.refused)


def refused(field: str, places: Iterable[tuple[int, Exception]]) -> list[UserError]:
    """One error for each place of the list `field` of the input that was refused."""
    return [user_error(error, [field, str(place)]) for place, error in places]


def refused_fields(field: str, places: Iterable[tuple[int, Exception]]) -> list[UserError]:
    """As `refused`, for a list of inputs with fields of their own, which the paths name too."""
    return [
        user_error(error, [field, str(place), *(str(step) for step in getattr(error, "path", ()))])
        for place, error in places
    ]
