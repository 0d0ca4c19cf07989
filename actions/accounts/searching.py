"""Looking for accounts."""

import re
from dataclasses import dataclass

from actions.access import Permission, Viewer, require
from actions.texts import cleaned
from documents.pages import Order, Raw
from documents.users import Role

STATES: dict[bool, Raw | None] = {True: {"$ne": None}, False: None}
BY_EMAIL = Order("email", descending=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFilter:
    """Which accounts; None means any, all that is given must hold."""

    # How the address or the name begins; capitals do not matter.
    begins: str | None = None
    role: Role | None = None
    disabled: bool | None = None

    def where(self) -> Raw:
        """The filter as MongoDB takes it. Refused: TextTooLong."""
        role = {} if self.role is None else {"role": self.role}
        state = {} if self.disabled is None else {"disabled_at": STATES[self.disabled]}
        return {**role, **state, **self._beginning()}

    def _beginning(self) -> Raw:
        text = cleaned("search", self.begins)
        begins = {"$regex": f"^{re.escape(text or '')}", "$options": "i"}
        return {"$or": [{"email": begins}, {"name": begins}]} if text else {}


def asked(viewer: Viewer | None, filter: AccountFilter) -> Raw:
    """The filter for somebody who may manage accounts. Raises Unauthenticated, Forbidden."""
    require(viewer, Permission.MANAGE_ACCOUNTS)
    return filter.where()
