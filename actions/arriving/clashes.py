"""Files that meet something that is there already, and what their sender wishes then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from beanie import PydanticObjectId

from actions.errors import Refused
from documents import likeness
from documents.duplicate_wishes import DuplicatePolicy, DuplicateScope, DuplicateWish
from documents.images import unplaced
from documents.problems import Problem
from documents.same_name import SameName
from documents.transactions import Session
from documents.turns import Turn


class AlreadyThere(Refused):
    """Something is there already; `image_id` is what."""

    def __init__(self, message: str, image_id: PydanticObjectId) -> None:
        super().__init__(message)
        self.image_id = image_id
        self.params = {"image": str(image_id)}

    def problem(self) -> Problem:
        """The refusal as it is kept."""
        return Problem(code=self.code, message=str(self), image_id=self.image_id)


class DuplicateImage(AlreadyThere):
    """The library has this file, or these pixels."""

    code = "DUPLICATE_IMAGE"

    def __init__(self, image_id: PydanticObjectId) -> None:
        super().__init__(
            "The library has this picture already: use the image that is there, or send the file "
            "with duplicates: KEEP.",
            image_id,
        )


class NameTaken(AlreadyThere):
    """An image of the group has a file of this name."""

    code = "NAME_TAKEN"

    def __init__(self, image_id: PydanticObjectId) -> None:
        super().__init__(
            "An image of the group has a file of this name already: give it another name, or send "
            "it with sameName: KEEP_BOTH or REPLACE.",
            image_id,
        )


# By the code under which a refusal is remembered for a call that is repeated.
CLASHES = {one.code: one for one in (DuplicateImage, NameTaken)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is to become of files that meet something that is there already."""

    duplicates: DuplicatePolicy = DuplicatePolicy.KEEP
    duplicates_by: DuplicateScope = DuplicateScope.FILE
    same_name: SameName = SameName.KEEP_BOTH
    # Whether a file is there, too, of which an image FAILED: it would only fail once more.
    failed_too: bool = False

    def once_checked(self) -> DuplicateWish | None:
        """What is left to do when the picture has been checked; None for nothing."""
        if self.duplicates is DuplicatePolicy.KEEP:
            return None
        return DuplicateWish(policy=self.duplicates, scope=self.duplicates_by)

    def once_accepted(self) -> DuplicateWish | None:
        """The same for a file whose checksum is known already when it is accepted."""
        by_pixels = self.duplicates_by is DuplicateScope.PICTURE
        return self.once_checked() if by_pixels else None


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file on its way in: what it is, and what it is called in which group."""

    sha256: str
    folded_name: str
    group_id: PydanticObjectId | None


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a picture is to belong to; `places` are its numbers in its collections.

    On its product it stands at `product_position`, behind all that is placed; by default last.
    """

    product_code: str | None = None
    product_name: str | None = None
    group_id: PydanticObjectId | None = None
    places: Mapping[PydanticObjectId, int] = field(default_factory=dict)
    product_position: int = field(default_factory=unplaced)


async def make_sure(wishes: Wishes, file: Arriving, session: Session | None = None) -> None:
    """Raise DuplicateImage or NameTaken where that is not wished for.

    In a transaction, first of all, it holds until that has ended: whoever wishes the same for
    the same file goes before or after.
    """
    if wishes.duplicates is not DuplicatePolicy.KEEP:
        if session is not None:
            await Turn.take(f"file:{file.sha256}", session)
        there = likeness.EVER_THERE if wishes.failed_too else likeness.THERE
        if twin := await likeness.twin(likeness.FILE, file.sha256, among=there, session=session):
            raise DuplicateImage(twin)
    if wishes.same_name is not SameName.KEEP_BOTH and file.group_id is not None:
        if session is not None:
            await Turn.take(f"name:{file.group_id}:{file.folded_name}", session)
        if other := await likeness.named(file.group_id, file.folded_name, session):
            raise NameTaken(other)
