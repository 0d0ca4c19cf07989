"""Passwords, and what we keep in their place: Argon2id hashes with argon2-cffi's defaults."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar, TypeVarTuple

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from actions.errors import WeakPassword

Result = TypeVar("Result")
Given = TypeVarTuple("Given")

SHORTEST = 10
LONGEST = 128

HASHER = PasswordHasher()
# Each hash takes 64 MiB and four cores: a flood of sign-ins must neither exhaust the memory nor
# hold the threads that others wait for.
THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")


def check(password: str) -> None:
    """Refuse what is too short or too long. Raises WeakPassword."""
    actual = len(_normal(password))
    if not SHORTEST <= actual <= LONGEST:
        raise WeakPassword(SHORTEST, LONGEST, actual)


async def hashed(password: str) -> str:
    """The hash to keep of a password."""
    return await _in_thread(HASHER.hash, _encoded(password))


async def matches(digest: str | None, password: str) -> bool:
    """Whether the hash is this password's; without a hash the same work is done for nothing."""
    return await _in_thread(_verify, digest, _encoded(password))


def is_stale(digest: str) -> bool:
    """Whether the hash was made with parameters that are no longer the ones in use."""
    return HASHER.check_needs_rehash(digest)


def _verify(digest: str | None, password: bytes) -> bool:
    decoy = _decoy()
    try:
        return HASHER.verify(digest or decoy, password) and digest is not None
    except VerifyMismatchError:
        return False


@cache
def _decoy() -> str:
    return HASHER.hash("nobody's password")


def _normal(password: str) -> str:
    # Keyboards differ in how they compose an accented letter; the person who types it does not.
    return unicodedata.normalize("NFC", password)


def _encoded(password: str) -> bytes:
    return _normal(password).encode("utf-8", "surrogatepass")


async def _in_thread(work: Callable[[*Given], Result], *given: *Given) -> Result:
    return await asyncio.get_running_loop().run_in_executor(THREADS, work, *given)
