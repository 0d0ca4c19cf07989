"""What an approval asks of a picture and of whoever gives it, where the settings say so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from beanie import PydanticObjectId

from actions.errors import Refused
from actions.metadata.custom_values import RequiredFieldsMissing, missing
from actions.readiness.approval import not_ready
from actions.readiness.rules import ChannelRules
from documents.clock import now
from documents.custom_fields import CustomField
from documents.file_versions import FileVersion
from documents.images import Image
from documents.processing_states import ProcessingState
from documents.transactions import Session

# The smallest that Google takes of any product.
LEAST_SIDE = 500


class ApprovalNeed(StrEnum):
    """One thing that a picture must have before it may be approved."""

    ALT_TEXT = "ALT_TEXT"
    CREDIT = "CREDIT"
    LICENCE = "LICENCE"
    MIN_SIZE = "MIN_SIZE"
    PRODUCT_CODE = "PRODUCT_CODE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRules:
    """What the settings ask: `least_side` is the shorter side in pixels that MIN_SIZE asks for.

    With `four_eyes` nobody approves what they brought in themselves.
    """

    four_eyes: bool = False
    needs: Sequence[ApprovalNeed] = ()
    least_side: int = LEAST_SIDE


class ImageNotReady(Refused):
    """Only a picture that was processed can be approved."""

    code = "NOT_READY"

    def __init__(self, state: ProcessingState) -> None:
        super().__init__(
            f"The image is {state}, not READY: wait until it is processed, or upload it anew."
        )
        self.params = {"state": state.value}


class ValidityOver(Refused):
    """The time in which a picture may be shown has ended."""

    code = "VALIDITY_OVER"

    def __init__(self) -> None:
        super().__init__("Its validUntil has passed: set another one with setImageValidity first.")


class Incomplete(Refused):
    """A picture lacks what this house asks of each that it approves."""

    code = "INCOMPLETE"

    def __init__(self, lacking: Sequence[ApprovalNeed], rules: ApprovalRules) -> None:
        named = ", ".join(lacking)
        super().__init__(
            f"It lacks what approval needs: {named}. Add that, or have an ADMIN override it."
        )
        self.params = {"missing": named, "count": len(lacking)}
        if ApprovalNeed.MIN_SIZE in lacking:
            self.params["minSide"] = rules.least_side


class FourEyes(Refused):
    """Whoever brought a picture in does not approve it."""

    code = "FOUR_EYES"

    def __init__(self) -> None:
        super().__init__(
            "You brought this picture or its present file in: somebody else has to approve it."
        )


@dataclass(frozen=True, slots=True)
class Standard:
    """All that approvals of one call are judged by, read once in its transaction."""

    rules: ApprovalRules
    channels: ChannelRules
    fields: Mapping[str, CustomField]
    # By image, whoever brought it or its present file in.
    hands: Mapping[PydanticObjectId, frozenset[PydanticObjectId]] = field(default_factory=dict)

    @classmethod
    async def read(
        cls,
        images: Sequence[Image],
        rules: ApprovalRules,
        channels: ChannelRules,
        session: Session | None = None,
    ) -> "Standard":
        """The standard for some images; a fixed number of queries."""
        fields = await CustomField.alive(session)
        hands = await _hands(images, session) if rules.four_eyes else {}
        return cls(rules, channels, fields, hands)

    def unmet(self, image: Image, approver: PydanticObjectId | None) -> list[Exception]:
        """All that stands against an approval and that an ADMIN may override."""
        own = approver is not None and approver in self.hands.get(image.id, ())
        return [*([FourEyes()] if own else []), *self.lacks(image)]

    def lacks(self, image: Image) -> list[Exception]:
        """What of it a picture alone answers for."""
        lacking = [need for need in self.rules.needs if not MET[need](image, self.rules)]
        keys = missing(image, self.fields)
        not_taken = not_ready(image, self.channels)
        return [
            *([Incomplete(lacking, self.rules)] if lacking else []),
            *([RequiredFieldsMissing(keys)] if keys else []),
            *([not_taken] if not_taken else []),
        ]


def is_over(image: Image) -> bool:
    """Whether the time in which a picture may be shown has ended."""
    return image.valid_until is not None and image.valid_until <= now()


def said(image: Image, name: str) -> object:
    """What people, else the file, say of a picture; None for nothing."""
    return (image.edits[name] if name in image.edits else image.metadata.get(name)) or None


def _alt_text(image: Image, _: ApprovalRules) -> bool:
    return any(said(image, name) for name in ("alt_text", "alt_texts", "decorative"))


def _credit(image: Image, _: ApprovalRules) -> bool:
    return said(image, "credit") is not None


def _licence(image: Image, _: ApprovalRules) -> bool:
    return any(said(image, name) for name in ("usage_terms", "license_url"))


def _large_enough(image: Image, rules: ApprovalRules) -> bool:
    return shorter_side(image) >= rules.least_side


def _on_product(image: Image, _: ApprovalRules) -> bool:
    return image.product_code is not None


def shorter_side(image: Image) -> int:
    """In pixels; 0 for what nobody has looked at."""
    return int(min(image.facts.get("width", 0), image.facts.get("height", 0)))


MET: Mapping[ApprovalNeed, Callable[[Image, ApprovalRules], bool]] = {
    ApprovalNeed.ALT_TEXT: _alt_text,
    ApprovalNeed.CREDIT: _credit,
    ApprovalNeed.LICENCE: _licence,
    ApprovalNeed.MIN_SIZE: _large_enough,
    ApprovalNeed.PRODUCT_CODE: _on_product,
}


async def _hands(
    images: Sequence[Image], session: Session | None
) -> dict[PydanticObjectId, frozenset[PydanticObjectId]]:
    replaced = {image.id: image.original.number for image in images if image.original.number > 1}
    senders = await FileVersion.senders(replaced, session)
    return {
        image.id: frozenset(
            sender
            for sender in (image.imported.importer_id, senders.get(image.id))
            if sender is not None
        )
        for image in images
    }
