"""Managing accounts."""

import asyncio

import pytest
from beanie import PydanticObjectId

from actions.access import OPERATOR, Viewer
from actions.accounts import accounts, people, sessions
from actions.errors import (
    AdminNeeded,
    EmailInUse,
    Forbidden,
    InvalidCredentials,
    InvalidRefreshToken,
    Unauthenticated,
    WeakPassword,
    Why,
)
from documents.audit import Actor, AuditEntry
from documents.errors import NoSuchDocument
from documents.users import Role, User
from tests.actions.members import PASSWORD, RULES, come_in, sign_in, sign_up

pytestmark = pytest.mark.usefixtures("database")
NOBODY = PydanticObjectId()


async def create(email: str, role: Role = Role.VIEWER) -> User:
    """An account made by the operator."""
    return await people.create_user(OPERATOR, email=email, password=PASSWORD, role=role)


async def test_an_operator_makes_accounts_that_can_sign_in() -> None:
    """The command line needs no account to make the first ones."""
    await create("ada@example.com", Role.ADMIN)
    bob = await create(" BOB@example.com ", Role.REVIEWER)

    assert (bob.email, bob.name, bob.role) == ("bob@example.com", "bob", Role.REVIEWER)
    assert (await sign_in("bob@example.com")).user.id == bob.id


async def test_the_first_account_is_an_admin_however_it_is_made() -> None:
    """There is never a house with people and without an ADMIN."""
    assert (await create("ada@example.com", Role.VIEWER)).role is Role.ADMIN
    assert (await sign_up("bob@example.com")).role is Role.VIEWER


async def test_an_address_that_has_an_account_is_told_to_those_who_manage() -> None:
    """Unlike a stranger who registers, they may know."""
    await create("ada@example.com")
    with pytest.raises(EmailInUse) as refused:
        await create("Ada@example.com")

    assert refused.value.params == {"email": "ada@example.com"}


async def test_a_weak_password_is_refused_here_too() -> None:
    """An administrator has no weaker passwords."""
    with pytest.raises(WeakPassword):
        await people.create_user(
            OPERATOR, email="ada@example.com", password="short", role=Role.ADMIN
        )


async def test_only_an_admin_manages() -> None:
    """A REVIEWER, whatever else they may do, gives out no roles; nobody even less."""
    await sign_up("ada@example.com")
    bob = await come_in("bob@example.com", Role.REVIEWER)
    for viewer, error in ((bob, Forbidden), (None, Unauthenticated)):
        for attempt in (
            people.set_role(viewer, NOBODY, Role.ADMIN),
            people.list_users(viewer),
            people.disable(viewer, NOBODY),
            people.enable(viewer, NOBODY),
            people.set_password(viewer, NOBODY, PASSWORD),
            people.create_user(viewer, email="e@e.e", password=PASSWORD, role=Role.ADMIN),
        ):
            with pytest.raises(error):
                await attempt


async def test_a_change_of_role_is_in_the_audit() -> None:
    """Who gave which role, and which it was before."""
    ada = await come_in("ada@example.com")
    bob = await sign_up("bob@example.com")
    changed = await people.set_role(ada, bob.id, Role.IMPORTER)
    [entry] = await AuditEntry.find({"action": "account.role_changed"}).to_list()

    assert changed.role is Role.IMPORTER
    assert (entry.actor, entry.subject_id) == (ada.actor(), bob.id)
    assert (entry.before, entry.after) == ({"role": "VIEWER"}, {"role": "IMPORTER"})


async def test_the_last_admin_stays_one() -> None:
    """A refusal changes nothing and leaves no trace in the audit."""
    ada = await create("ada@example.com", Role.ADMIN)
    await create("bob@example.com")
    for attempt in (
        people.set_role(OPERATOR, ada.id, Role.VIEWER),
        people.disable(OPERATOR, ada.id),
    ):
        with pytest.raises(AdminNeeded):
            await attempt

    assert await User.get(ada.id) == ada
    assert await AuditEntry.find({"subject_id": ada.id}).count() == 1


async def test_ten_admins_who_demote_each_other_at_once_leave_one() -> None:
    """Each sees the others as ADMINs still; the database does not let all of them be right."""
    admins = [await create(f"admin{number}@example.com", Role.ADMIN) for number in range(10)]
    demotions = (people.set_role(OPERATOR, admin.id, Role.VIEWER) for admin in admins)
    answers = await asyncio.gather(*demotions, return_exceptions=True)

    assert sum(isinstance(answer, AdminNeeded) for answer in answers) == 1
    assert sum(isinstance(answer, User) for answer in answers) == 9
    assert await User.find({"role": Role.ADMIN}).count() == 1
    assert await AuditEntry.find({"action": "account.role_changed"}).count() == 9


async def test_a_disabled_admin_does_not_count_as_one() -> None:
    """The last who can sign in must stay."""
    ada = await create("ada@example.com", Role.ADMIN)
    bob = await create("bob@example.com", Role.ADMIN)
    await people.disable(OPERATOR, bob.id)

    with pytest.raises(AdminNeeded):
        await people.set_role(OPERATOR, ada.id, Role.VIEWER)


async def test_disabling_ends_all_sessions_and_enabling_brings_none_back() -> None:
    """Somebody who leaves is out at once, and comes back only by signing in."""
    await create("ada@example.com")
    bob = await create("bob@example.com")
    open_before = [await sign_in("bob@example.com") for _ in range(2)]
    await people.disable(OPERATOR, bob.id)
    await people.enable(OPERATOR, bob.id)

    for signed_in in open_before:
        with pytest.raises(Unauthenticated) as refused:
            await accounts.identify(RULES, signed_in.access_token)
        assert refused.value.why is Why.ENDED
        with pytest.raises(InvalidRefreshToken):
            await sessions.refresh(RULES, signed_in.refresh_token)
    assert (await sign_in("bob@example.com")).user.id == bob.id
    [entry] = await AuditEntry.find({"action": "account.disabled"}).to_list()
    assert (entry.actor, entry.after["sessions_ended"]) == (Actor(), 2)


async def test_a_new_password_ends_all_sessions() -> None:
    """Whoever knew the old password is out."""
    ada = await create("ada@example.com")
    before = await sign_in("ada@example.com")
    await people.set_password(OPERATOR, ada.id, "another good password")

    with pytest.raises(Unauthenticated):
        await accounts.identify(RULES, before.access_token)
    with pytest.raises(InvalidCredentials):
        await sign_in("ada@example.com")
    assert (await sign_in("ada@example.com", "another good password")).user.id == ada.id
    assert await AuditEntry.find({"action": "account.password_changed"}).count() == 1


async def test_nobody_is_not_managed() -> None:
    """An id without an account is told, and changes nothing."""
    await create("ada@example.com")
    for attempt in (
        people.set_role(OPERATOR, NOBODY, Role.ADMIN),
        people.disable(OPERATOR, NOBODY),
        people.enable(OPERATOR, NOBODY),
        people.set_password(OPERATOR, NOBODY, PASSWORD),
    ):
        with pytest.raises(NoSuchDocument):
            await attempt


async def test_accounts_are_listed_oldest_first_a_page_at_a_time() -> None:
    """The next page begins behind the last account of this one."""
    made = [(await create(f"person{number}@example.com")).id for number in range(5)]
    first = await people.list_users(OPERATOR, first=3)
    second = await people.list_users(OPERATOR, first=3, after=first[-1].id)

    assert [user.id for user in first + second] == made


def test_an_operator_is_nobody_in_the_audit() -> None:
    """A command on the machine acts as Ecogram itself."""
    assert OPERATOR.actor() == Actor() == Viewer().actor()
