"""What a deployment decides about accounts."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from actions.accounts.tokens import Signing
from documents.users import Role


class Registration(StrEnum):
    """Who may get an account without an administrator."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class AccountRules:
    """All that a deployment decides about accounts. Attempts are counted in fixed windows."""

    signing: Signing
    refresh_lifetime: timedelta = timedelta(days=30)
    # All tabs of a browser share one cookie, and a session that is restored opens many at once.
    cookie_rest: timedelta = timedelta(seconds=30)
    # Whether clients only ever find us by https, whatever a request seems to have come by.
    only_https: bool = False
    # How long a pass for choosing a password is good.
    pass_lifetime: timedelta = timedelta(days=7)
    registration: Registration = Registration.OPEN
    default_role: Role = Role.VIEWER
    attempt_window: timedelta = timedelta(minutes=15)
    logins_per_account: int = 10
    # An office, or a whole mobile network, may share one address.
    logins_per_client: int = 100
    registrations_per_client: int = 20
