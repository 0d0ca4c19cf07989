"""The people of these tests, and how they come in."""

from dataclasses import replace
from datetime import timedelta

from actions.access import Viewer
from actions.accounts import accounts
from actions.accounts.rules import AccountRules
from actions.accounts.sessions import SignedIn
from actions.accounts.tokens import Signing
from documents.users import Role, User

SIGNING = Signing(secrets=("a secret of these tests, and of nothing else",))
# No window of attempts ends while a test runs.
CENTURY = timedelta(days=36_500)
RULES = AccountRules(signing=SIGNING, attempt_window=CENTURY)
PASSWORD = "correct horse battery"
CLIENT = "192.0.2.1"


async def sign_up(email: str, password: str = PASSWORD, rules: AccountRules = RULES) -> User:
    """Register and find the account that came of it."""
    await accounts.register(
        rules, email=email, password=password, name=email.partition("@")[0], client=CLIENT
    )
    user = await User.by_email(email)
    assert user is not None
    return user


async def sign_in(email: str, password: str = PASSWORD, rules: AccountRules = RULES) -> SignedIn:
    """Begin a session."""
    return await accounts.login(rules, email=email, password=password, client=CLIENT)


async def come_in(email: str, role: Role = Role.VIEWER) -> Viewer:
    """Register with this role (the first is an ADMIN all the same), sign in and be known."""
    await sign_up(email, rules=replace(RULES, default_role=role))
    return await accounts.identify(RULES, (await sign_in(email)).access_token)


def with_access_for(lifetime: timedelta) -> AccountRules:
    """The rules with another lifetime of access tokens."""
    return replace(RULES, signing=replace(SIGNING, lifetime=lifetime))
