"""Who may come in, and what for."""

from datetime import datetime
from enum import StrEnum

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from documents.clock import now
from documents.errors import DocumentsError, NoSuchDocument
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


ACTIVE_ADMIN = {"role": Role.ADMIN, "disabled_at": None}


class User(Document):
    """One account. Its address is unique; `first` marks the one that came before all others."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    email: str
    name: str
    password_hash: str = Field(repr=False)
    role: Role
    first: bool = False
    # Counts the changes of the admins' circle; see `hold_admins`.
    circle: int = 0
    created_at: datetime = Field(default_factory=now)
    disabled_at: datetime | None = None

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
    async def hold_admins(cls, session: Session) -> int:
        """How many active ADMINs there are, true until the transaction ends.

        A plain count would let two ADMINs demote each other at the same moment. Writing to
        each of them makes two such transactions collide, and the driver repeats one.
        """
        circle = cls.get_pymongo_collection()
        held = await circle.update_many(ACTIVE_ADMIN, {"$inc": {"circle": 1}}, session=session)
        return held.matched_count

    @classmethod
    async def set_role(cls, id: PydanticObjectId, role: Role, session: Session) -> "User":
        """Give the role and return the account as it was. Raises NoSuchDocument, LastAdmin."""
        admins = await cls.hold_admins(session)
        before = await cls._change(id, {"role": role}, session)
        if before.role is Role.ADMIN and role is not Role.ADMIN and before.alive and admins < 2:
            raise LastAdmin
        return before

    @classmethod
    async def disable(cls, id: PydanticObjectId, session: Session) -> "User":
        """Shut the account and return it as it was. Raises NoSuchDocument, LastAdmin."""
        admins = await cls.hold_admins(session)
        before = await cls._change(id, {"disabled_at": now()}, session)
        if before.role is Role.ADMIN and before.alive and admins < 2:
            raise LastAdmin
        return before

    @classmethod
    async def enable(cls, id: PydanticObjectId, session: Session) -> "User":
        """Open the account again and return it as it was. Raises NoSuchDocument."""
        return await cls._change(id, {"disabled_at": None}, session)

    @classmethod
    async def set_password(cls, id: PydanticObjectId, digest: str, session: Session) -> "User":
        """Keep the hash of a new password. Raises NoSuchDocument."""
        return await cls._change(id, {"password_hash": digest}, session)

    @classmethod
    async def _change(
        cls, id: PydanticObjectId, values: dict[str, object], session: Session
    ) -> "User":
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id},
            {"$set": values},
            return_document=ReturnDocument.BEFORE,
            session=session,
        )
        if raw is None:
            raise NoSuchDocument("account", str(id))
        return cls.model_validate(raw)

    @classmethod
    async def rehash(cls, id: PydanticObjectId, old: str, new: str) -> None:
        """Replace the hash of the same password, unless the password was changed meanwhile."""
        await cls.get_pymongo_collection().update_one(
            {"_id": id, "password_hash": old}, {"$set": {"password_hash": new}}
        )
