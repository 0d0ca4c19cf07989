"""Who we are to the store."""

from collections.abc import Callable
from typing import NamedTuple

import boto3

from storage.client import S3Location


class Credentials(NamedTuple):
    """A pair of keys, with the session token of a role if it is a role's."""

    access_key: str
    secret_key: str
    token: str | None = None


def credentials(location: S3Location) -> Callable[[], Credentials]:
    """Ask it before each use: a role's keys change every few hours.

    Raises LookupError when the location has no keys and the machine has no role.
    """
    if location.access_key and location.secret_key:
        fixed = Credentials(location.access_key, location.secret_key)
        return lambda: fixed
    found = boto3.Session(region_name=location.region).get_credentials()
    if found is None:
        raise LookupError("There are neither keys for the object store nor a role.")

    def current() -> Credentials:
        frozen = found.get_frozen_credentials()
        return Credentials(frozen.access_key or "", frozen.secret_key or "", frozen.token)

    return current
