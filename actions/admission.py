"""Sorting out of many what can be done from what is refused."""

from collections.abc import Callable, Sequence

from beanie import PydanticObjectId

from actions.batches import ErrorPolicy, Outcomes
from actions.errors import Refused
from documents.images import Image

Refusals = list[tuple[int, Exception]]


class NotInCollection(Refused):
    """The image is not in the collection that it was named for."""

    code = "NOT_IN_COLLECTION"

    def __init__(self, path: Sequence[str] = ()) -> None:
        super().__init__("The image is not in this collection: add it first.")
        self.path = path


class NotOnProduct(Refused):
    """The image is not on the product that it was named for."""

    code = "NOT_ON_PRODUCT"

    def __init__(self) -> None:
        super().__init__("The image is not on this product: place it there first.")


def admitted(
    ids: Sequence[PydanticObjectId],
    why_not: Callable[[PydanticObjectId], Exception | None],
    policy: ErrorPolicy,
) -> tuple[list[PydanticObjectId], Refusals]:
    """Those to go on with, once each and in their order, and the others with their reasons.

    Under ABORT one refusal leaves none to go on with.
    """
    judged = [(place, id, why_not(id)) for place, id in enumerate(ids)]
    refused = [(place, why) for place, _, why in judged if why is not None]
    if refused and policy is ErrorPolicy.ABORT:
        return [], refused
    return list(dict.fromkeys(id for _, id, why in judged if why is None)), refused


async def as_they_are(outcome: Outcomes[PydanticObjectId]) -> Outcomes[Image]:
    """The same outcome with the images as they are now, without those that are gone meanwhile."""
    there = await Image.among(outcome.done)
    return Outcomes([there[id] for id in outcome.done if id in there], outcome.refused)
