"""Who is behind an access token: the account and the session, in one look-up."""

from typing import Any

from beanie import PydanticObjectId

from documents.clock import now
from documents.pages import Raw
from documents.sessions import UserSession
from documents.users import User

NEEDED = {"role": 1, "email": 1, "name": 1, "disabled_at": 1}


async def signed_in(user_id: PydanticObjectId, session_id: PydanticObjectId) -> Raw | None:
    """The raw account: role, email, name, and `until` when the session lasts by itself.

    None where it or the session has ended.
    """
    users = User.get_pymongo_collection().name
    joined = {"from": users, "localField": "user_id", "foreignField": "_id", "as": "users"}
    steps: list[dict[str, Any]] = [
        {"$match": {"_id": session_id, "user_id": user_id, "ended_at": None}},
        {"$lookup": {**joined, "pipeline": [{"$project": NEEDED}]}},
        {"$project": {"expires_at": 1, "users": 1}},
    ]
    found = await UserSession.get_pymongo_collection().aggregate(steps)
    for session in await found.to_list():
        for user in session["users"]:
            if session["expires_at"] > now() and user.get("disabled_at") is None:
                return {**user, "until": session["expires_at"]}
    return None
