"""Files that meet something which is gone a moment later."""

import pytest
from beanie import PydanticObjectId

from actions.arriving.clashes import DuplicateImage, NameTaken, Wishes
from actions.arriving.unless_there import unless_there
from actions.pictures.replacement_refusals import StoringTookTooLong
from actions.uploading.results import Accepted
from documents.duplicate_wishes import DuplicatePolicy
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.same_name import SameName

ID = PydanticObjectId()
WISHES = Wishes(duplicates=DuplicatePolicy.REUSE, same_name=SameName.REPLACE)


async def nothing(id: PydanticObjectId) -> Image:
    """There is none any more."""
    raise NoSuchDocument("image", str(id))


async def no_file(id: PydanticObjectId) -> Accepted:
    """There is none any more."""
    raise NoSuchDocument("image", str(id))


@pytest.mark.parametrize("clash", [DuplicateImage(ID), NameTaken(ID)])
async def test_what_is_gone_is_in_nobodys_way(clash: DuplicateImage | NameTaken) -> None:
    """The file is tried again, and not for ever."""
    tries: list[int] = []

    async def take_in() -> Accepted:
        tries.append(1)
        raise clash

    with pytest.raises(StoringTookTooLong):
        await unless_there(WISHES, take_in, reuse=nothing, replace=no_file)

    assert len(tries) == 3
