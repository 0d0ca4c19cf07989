"""What is always true of accounts."""

from typing import Any

import pytest

from documents.transactions import Session, together
from documents.users import EmailTaken, NotFirst, Role, User

pytestmark = pytest.mark.usefixtures("database")


def somebody(email: str, **values: Any) -> User:
    """An account that is not kept yet."""
    return User(email=email, name="Ada", password_hash="-", role=Role.ADMIN, **values)


async def add(user: User) -> None:
    """Keep it, in a transaction of its own."""

    async def work(session: Session) -> None:
        await user.add(session)

    await together(work)


async def test_an_address_has_one_account() -> None:
    """The index says so, whoever looked before."""
    await add(somebody("ada@example.com"))
    with pytest.raises(EmailTaken):
        await add(somebody("ada@example.com"))


async def test_there_is_one_first_account() -> None:
    """And any number of others."""
    await add(somebody("ada@example.com", first=True))
    await add(somebody("bob@example.com"))
    await add(somebody("cyd@example.com"))
    with pytest.raises(NotFirst):
        await add(somebody("eve@example.com", first=True))

    assert await User.find_all().count() == 3


async def test_a_hash_is_renewed_only_in_place_of_the_one_that_was_checked() -> None:
    """A password that was changed meanwhile stays changed."""
    ada = somebody("ada@example.com")
    await add(ada)
    await User.rehash(ada.id, "an older hash", "a newer hash of the old password")

    assert await User.get(ada.id) == ada


@pytest.mark.parametrize(
    "where", [{"email": "ada@example.com"}, {"first": True}, {"role": "ADMIN", "disabled_at": None}]
)
async def test_every_search_has_an_index(where: dict[str, Any]) -> None:
    """Nobody's sign-in reads all accounts."""
    plan = await User.get_pymongo_collection().find(where).explain()

    assert "IXSCAN" in str(plan["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
