"""Pictures that wait for a decision, without the work of processing them, and who is who."""

from typing import Any

from beanie import PydanticObjectId

from documents.audit import AuditEntry
from documents.images import Image
from documents.processing_states import ProcessingState
from documents.users import User
from graph.ids import global_id, object_id
from tests.documents.pictures import picture


async def waiting(count: int = 1, **said: Any) -> list[str]:
    """The ids of pictures that are READY and PENDING, oldest first."""
    given = {"state": ProcessingState.READY, **said}
    start = await Image.count()
    kept = [picture(start + number, **given) for number in range(count)]
    await Image.insert_many(kept)
    return [global_id("Image", image.id) for image in kept]


async def brought_by(id: str, sender: PydanticObjectId) -> None:
    """Say who sent a picture."""
    await Image.get_pymongo_collection().update_one(
        {"_id": inner(id)}, {"$set": {"imported.importer_id": sender}}
    )


async def changed(id: str, **sets: Any) -> None:
    """Change a record as nobody could through the API."""
    await Image.get_pymongo_collection().update_one({"_id": inner(id)}, {"$set": sets})


async def kept(id: str) -> Image:
    """The record of a picture."""
    return await Image.present(inner(id))


async def account(name: str) -> User:
    """The account that `sign_up` made under this name."""
    found = await User.by_email(f"{name}@example.com")
    assert found is not None
    return found


async def audited(id: str, action: str) -> list[AuditEntry]:
    """The entries of an action on a picture, oldest first."""
    where = {"subject_id": inner(id), "action": action}
    return await AuditEntry.find(where).sort("_id").to_list()


def inner(id: str) -> PydanticObjectId:
    """The inner id of a picture."""
    return object_id("Image", id)


def told(payload: dict[str, Any]) -> list[tuple[str, list[str], dict[str, str]]]:
    """Code, path and facts of each error of a payload."""
    return [
        (error["code"], error["path"], {one["name"]: one["value"] for one in error["params"]})
        for error in payload["userErrors"]
    ]
