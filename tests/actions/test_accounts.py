"""Registering and signing in."""

import asyncio
import time
from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from actions.access import OPERATOR
from actions.accounts import accounts, people
from actions.accounts.rules import Registration
from actions.errors import (
    InvalidCredentials,
    InvalidEmail,
    InvalidName,
    RateLimited,
    RegistrationClosed,
    WeakPassword,
)
from documents.audit import AuditEntry
from documents.sessions import UserSession
from documents.users import Role, User
from tests.actions.members import CENTURY, CLIENT, PASSWORD, RULES, come_in, sign_in, sign_up

pytestmark = pytest.mark.usefixtures("database")


async def test_the_first_account_becomes_admin_and_others_get_the_default_role() -> None:
    """Whoever sets the service up need not be made an administrator by hand."""
    ada = await sign_up("ada@example.com")
    bob = await sign_up("bob@example.com", rules=replace(RULES, default_role=Role.IMPORTER))

    assert (ada.role, bob.role) == (Role.ADMIN, Role.IMPORTER)


async def test_only_one_of_twenty_at_once_becomes_admin() -> None:
    """The first ADMIN is decided by the database, not by who looked first."""
    await asyncio.gather(*(sign_up(f"person{number}@example.com") for number in range(20)))
    roles = [user.role async for user in User.find_all()]

    assert sorted(roles) == [Role.ADMIN] + [Role.VIEWER] * 19
    assert await User.find({"first": True}).count() == 1
    assert await AuditEntry.find({"action": "account.registered"}).count() == 20


async def test_twenty_registrations_of_one_address_make_one_account() -> None:
    """Nobody shares an account by racing for it, and all get the same answer."""
    passwords = [f"{PASSWORD} {number}" for number in range(20)]
    await asyncio.gather(*(sign_up("ada@example.com", password) for password in passwords))

    assert await User.find_all().count() == 1
    assert await AuditEntry.find({"action": "account.registered"}).count() == 1


async def test_a_known_address_is_not_told_and_keeps_its_account() -> None:
    """Registering cannot be used to learn who has an account, nor to change it."""
    before = await sign_up("ada@example.com")
    await accounts.register(
        RULES, email=" ADA@Example.com", password="another password", name="Eve", client=CLIENT
    )

    assert await User.get(before.id) == before
    assert await User.find_all().count() == 1
    with pytest.raises(InvalidCredentials):
        await sign_in("ada@example.com", "another password")


async def test_the_address_is_the_same_however_it_is_typed() -> None:
    """Blanks, capitals and composition of letters do not matter."""
    await accounts.register(
        RULES, email="  Jose\u0301@Example.COM ", password=PASSWORD, name="José", client=CLIENT
    )
    signed_in = await sign_in("JOSÉ@example.com")

    assert signed_in.user.email == "jos\u00e9@example.com"


async def test_nobody_registers_where_registration_is_closed() -> None:
    """A closed house is closed to its very first visitor too."""
    rules = replace(RULES, registration=Registration.CLOSED)
    with pytest.raises(RegistrationClosed):
        await sign_up("ada@example.com", rules=rules)

    assert await User.find_all().count() == 0


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "@example.com",
        "ada@",
        "a b@example.com",
        "a@b@c",
        "a@b..c",
        "a\x00@b.c",
        "a\ud800@b.c",
        f"{'a' * 250}@example.com",
    ],
)
async def test_what_is_no_address_is_refused(email: str) -> None:
    """A typing error is told while it can be mended."""
    with pytest.raises(InvalidEmail):
        await accounts.register(RULES, email=email, password=PASSWORD, name="Ada", client=CLIENT)


@pytest.mark.parametrize("length", [0, 9, 129])
async def test_a_password_has_10_to_128_characters(length: int) -> None:
    """The limits are in the error, so that a form can show them."""
    with pytest.raises(WeakPassword) as refused:
        await sign_up("ada@example.com", "é" * length)

    assert refused.value.params == {"min": 10, "max": 128, "actual": length}
    assert refused.value.path == ("password",)


async def test_all_of_a_long_password_counts() -> None:
    """Nothing is cut off at 72 bytes or anywhere else."""
    await sign_up("ada@example.com", "é" * 127 + "a")

    assert (await sign_in("ada@example.com", "é" * 127 + "a")).user.email == "ada@example.com"
    with pytest.raises(InvalidCredentials):
        await sign_in("ada@example.com", "é" * 127 + "b")


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "a\nb", "abc\u202e"])
async def test_a_name_can_be_shown(name: str) -> None:
    """Neither empty nor endless names, nor ones that turn the text around them."""
    with pytest.raises(InvalidName):
        await accounts.register(
            RULES, email="ada@example.com", password=PASSWORD, name=name, client=CLIENT
        )


async def test_no_password_and_no_token_is_kept() -> None:
    """A stolen database opens no door."""
    await sign_up("ada@example.com")
    signed_in = await sign_in("ada@example.com")
    session = await UserSession.find_one()

    assert session is not None
    assert session.token_hash not in signed_in.refresh_token
    assert session.family_hash not in signed_in.refresh_token
    assert PASSWORD not in signed_in.user.password_hash
    assert signed_in.user.password_hash.startswith("$argon2id$")
    assert signed_in.user.password_hash not in repr(signed_in.user)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.com", "wrong password"),
        ("ada@example.com", ""),
        ("ada@example.com", "\ud800" * 12),
        ("nobody@example.com", PASSWORD),
        ("no address", PASSWORD),
        ("\ud800@example.com", PASSWORD),
    ],
)
async def test_whatever_is_wrong_gets_the_same_answer(email: str, password: str) -> None:
    """An answer does not tell whether the address or the password was wrong."""
    await sign_up("ada@example.com")
    with pytest.raises(InvalidCredentials) as refused:
        await sign_in(email, password)

    assert str(refused.value) == "The email address or the password is wrong: try again."
    assert await UserSession.find_all().count() == 0


async def test_an_unknown_address_takes_as_long_as_a_known_one() -> None:
    """Nor does the time tell it: without an account the same hash is computed for nothing."""
    await sign_up("ada@example.com")
    known = min([await _seconds("ada@example.com") for _ in range(4)])
    unknown = min([await _seconds("bob@example.com") for _ in range(4)])

    assert 0.5 < unknown / known < 2


async def _seconds(email: str) -> float:
    began = time.perf_counter()
    with pytest.raises(InvalidCredentials):
        await sign_in(email, "wrong password")
    return time.perf_counter() - began


async def test_a_sign_in_is_in_the_audit() -> None:
    """Who came in, and with which session, can be read later."""
    viewer = await come_in("ada@example.com")
    entry = await AuditEntry.find_one({"action": "session.begun"})

    assert entry is not None
    assert entry.actor == viewer.actor()
    assert entry.subject_id == viewer.session_id


async def test_an_old_hash_is_renewed_at_sign_in() -> None:
    """Stronger parameters reach old accounts without anybody changing a password."""
    ada = await sign_up("ada@example.com")
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    await User.rehash(ada.id, ada.password_hash, weak)
    await sign_in("ada@example.com")
    renewed = await User.get(ada.id)

    assert renewed is not None
    assert not PasswordHasher().check_needs_rehash(renewed.password_hash)
    assert (await sign_in("ada@example.com")).user.id == ada.id


async def test_guessing_at_one_account_is_limited_wherever_it_comes_from() -> None:
    """The limit also holds against twenty guesses at once, from twenty clients."""
    await sign_up("ada@example.com")
    guesses = [
        accounts.login(
            RULES, email="ada@example.com", password=f"guess {number}", client=f"192.0.2.{number}"
        )
        for number in range(20)
    ]
    answers = await asyncio.gather(*guesses, return_exceptions=True)

    assert [type(answer) for answer in answers].count(InvalidCredentials) == 10
    assert [type(answer) for answer in answers].count(RateLimited) == 10
    with pytest.raises(RateLimited) as limited:
        await sign_in("ada@example.com")
    assert 1 <= limited.value.retry_after_seconds <= CENTURY.total_seconds()


async def test_an_unknown_account_is_limited_like_a_known_one() -> None:
    """The limit does not tell either whether an address exists."""
    rules = replace(RULES, logins_per_account=1)
    for error in (InvalidCredentials, RateLimited):
        with pytest.raises(error):
            await sign_in("nobody@example.com", rules=rules)


async def test_signing_in_forgives_earlier_errors() -> None:
    """Three typing errors a day do not add up to a lock."""
    await sign_up("ada@example.com")
    rules = replace(RULES, logins_per_account=2)
    for _ in range(3):
        with pytest.raises(InvalidCredentials):
            await sign_in("ada@example.com", "wrong password", rules)
        await sign_in("ada@example.com", rules=rules)


async def test_a_client_over_its_limit_cannot_lock_accounts() -> None:
    """What a blocked client tries does not count against the account it names."""
    await sign_up("ada@example.com")
    rules = replace(RULES, logins_per_client=3, logins_per_account=4)
    for _ in range(6):
        with pytest.raises((InvalidCredentials, RateLimited)):
            await sign_in("ada@example.com", "wrong password", rules)
    elsewhere = await accounts.login(
        rules, email="ada@example.com", password=PASSWORD, client="198.51.100.7"
    )

    assert elsewhere.user.email == "ada@example.com"


async def test_registering_is_limited_for_each_client() -> None:
    """Nobody fills the house with accounts from one place."""
    rules = replace(RULES, registrations_per_client=2)
    await sign_up("ada@example.com", rules=rules)
    await sign_up("bob@example.com", rules=rules)
    with pytest.raises(RateLimited):
        await sign_up("eve@example.com", rules=rules)

    assert await User.find_all().count() == 2


async def test_a_disabled_account_cannot_sign_in() -> None:
    """It looks like a wrong password, to a guesser and to its owner alike."""
    await sign_up("ada@example.com")
    bob = await sign_up("bob@example.com")
    await people.disable(OPERATOR, bob.id)

    with pytest.raises(InvalidCredentials):
        await sign_in("bob@example.com")
