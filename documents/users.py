"""Who may come in, and what for."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from documents.clock import now
from documents.errors import DocumentsError, NoSuchDocument
from documents.kept import Kept
from documents.transactions import Session


class Role(StrEnum):
    """What somebody is in the house; `actions.access` says what each may do."""

    VIEWER = "VIEWER"
    IMPORTER = "IMPORTER"
    REVIEWER = "REVIEWER"
    ADMIN = "ADMIN"


class EmailTaken(DocumentsError):
    """Somebody has an account under this address."""

    def __init__(self) -> None:
        super().__init__("There is an account with this email address.")


class NotFirst(DocumentsError):
    """Somebody else became the first account."""

    def __init__(self) -> None:
        super().__init__("There is a first account already.")


class LastAdmin(DocumentsError):
    """Nobody could manage the accounts if the last ADMIN were one no more."""

    def __init__(self) -> None:
        super().__init__("This is the last ADMIN: make somebody else an ADMIN first.")


class Changed(NamedTuple):
    """An account before and after a change."""

    before: "User"
    after: "User"


# The index that lists accounts are read by, whatever the filter.
LISTED = "listed"
ACTIVE_ADMIN = {"role": Role.ADMIN, "disabled_at": None}


class User(Kept):
    """One account. Its address is unique; `first` marks the one that came before all others."""

    email: str
    name: str
    password_hash: str = Field(repr=False)
    role: Role
    first: bool = False
    # Counts the changes of the admins' circle; see `_change_circle`.
    circle: int = 0
    created_at: datetime = Field(default_factory=now)
    disabled_at: datetime | None = None
    # Lets whoever holds its secret choose a password, once and until then.
    pass_hash: str | None = Field(default=None, repr=False)
    pass_expires_at: datetime | None = None

    class Settings:
        """Where and how accounts are kept."""

        name = "users"
        indexes = [
            IndexModel([("email", ASCENDING)], name="email", unique=True),
            IndexModel(
                [("first", ASCENDING)],
                name="first",
                unique=True,
                partialFilterExpression={"first": True},
            ),
            IndexModel([("role", ASCENDING)], name="role"),
            IndexModel([("email", ASCENDING), ("_id", ASCENDING)], name=LISTED),
        ]

    @property
    def alive(self) -> bool:
        """Whether the account may be used."""
        return self.disabled_at is None

    @classmethod
    async def by_email(cls, email: str) -> "User | None":
        """The account under this normalised address."""
        return await cls.find_one({"email": email})

    @classmethod
    async def has_first(cls) -> bool:
        """Whether there ever was an account."""
        return await cls.find_one({"first": True}) is not None

    async def add(self, session: Session) -> None:
        """Keep a new account. Raises EmailTaken, or NotFirst if it claims to be the first."""
        try:
            await self.insert(session=session)
        except DuplicateKeyError as error:
            taken = (error.details or {}).get("keyPattern", {})
            raise (NotFirst if "first" in taken else EmailTaken) from error

    @classmethod
    async def oldest(cls, first: int, after: PydanticObjectId | None = None) -> list["User"]:
        """Up to `first` accounts, oldest first, from behind `after` on."""
        where = {} if after is None else {"_id": {"$gt": after}}
        return await cls.find(where).sort("_id").limit(first).to_list()

    @classmethod
    async def set_role(cls, id: PydanticObjectId, role: Role, session: Session) -> Changed:
        """Give the account a role. Raises NoSuchDocument, LastAdmin."""
        return await cls._change_circle(id, {"role": role}, session)

    @classmethod
    async def disable(cls, id: PydanticObjectId, session: Session) -> Changed:
        """Shut the account. Raises NoSuchDocument, LastAdmin."""
        return await cls._change_circle(id, {"disabled_at": now()}, session)

    @classmethod
    async def enable(cls, id: PydanticObjectId, session: Session) -> Changed:
        """Open the account again. Raises NoSuchDocument."""
        return await cls._change(id, {"disabled_at": None}, session)

    @classmethod
    async def set_password(cls, id: PydanticObjectId, digest: str, session: Session) -> Changed:
        """Keep the hash of a new password; no pass is good any more. Raises NoSuchDocument."""
        return await cls._change(id, {"password_hash": digest, "pass_hash": None}, session)

    @classmethod
    async def replace_password(
        cls, id: PydanticObjectId, old: str, new: str, session: Session
    ) -> bool:
        """As `set_password`, unless the password was changed since its hash was read."""
        changed = await cls.get_pymongo_collection().update_one(
            {"_id": id, "password_hash": old},
            {"$set": {"password_hash": new, "pass_hash": None}},
            session=session,
        )
        return changed.modified_count == 1

    @classmethod
    async def name_anew(
        cls, id: PydanticObjectId, values: dict[str, object], session: Session
    ) -> Changed:
        """Give the account another name or address. Raises NoSuchDocument, EmailTaken."""
        try:
            return await cls._change(id, values, session)
        except DuplicateKeyError as error:
            raise EmailTaken from error

    @classmethod
    async def give_pass(
        cls, id: PydanticObjectId, digest: str, expires_at: datetime, session: Session
    ) -> Changed:
        """Let one person choose a password, in place of any other. Raises NoSuchDocument."""
        return await cls._change(id, {"pass_hash": digest, "pass_expires_at": expires_at}, session)

    @classmethod
    async def with_pass(cls, id: PydanticObjectId, digest: str) -> bool:
        """Whether this pass of an account is good."""
        return await cls.find_one(_passing(id, digest)) is not None

    @classmethod
    async def spend_pass(
        cls, id: PydanticObjectId, digest: str, password: str, session: Session
    ) -> bool:
        """Keep the hash of the password that was chosen with a pass; False if it is not good."""
        chosen = {"password_hash": password, "pass_hash": None, "pass_expires_at": None}
        spent = await cls.get_pymongo_collection().update_one(
            _passing(id, digest), {"$set": chosen}, session=session
        )
        return spent.modified_count == 1

    @classmethod
    async def _change_circle(
        cls, id: PydanticObjectId, values: dict[str, object], session: Session
    ) -> Changed:
        # Two ADMINs who demote each other at once would each still see the other as one. Writing
        # to every ADMIN makes two such transactions collide, and the driver repeats one of them.
        users = cls.get_pymongo_collection()
        await users.update_many(ACTIVE_ADMIN, {"$inc": {"circle": 1}}, session=session)
        changed = await cls._change(id, values, session)
        if await users.find_one(ACTIVE_ADMIN, session=session) is None:
            raise LastAdmin
        return changed

    @classmethod
    async def _change(
        cls, id: PydanticObjectId, values: dict[str, object], session: Session
    ) -> Changed:
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id}, {"$set": values}, session=session
        )
        if raw is None:
            raise NoSuchDocument("account", str(id))
        before = cls.model_validate(raw)
        return Changed(before, before.model_copy(update=values))

    @classmethod
    async def rehash(cls, id: PydanticObjectId, old: str, new: str) -> None:
        """Replace the hash of the same password, unless the password was changed meanwhile."""
        await cls.get_pymongo_collection().update_one(
            {"_id": id, "password_hash": old}, {"$set": {"password_hash": new}}
        )


def _passing(id: PydanticObjectId, digest: str) -> dict[str, object]:
    """The account, as long as this pass of it is good."""
    return {
        "_id": id,
        "pass_hash": digest,
        "pass_expires_at": {"$gt": now()},
        "disabled_at": None,
    }
