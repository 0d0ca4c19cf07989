"""Remembering who asks, so that what is read again and again needs no look-up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from actions.access import Viewer
from actions.accounts.identity import identify
from actions.accounts.rules import AccountRules
from actions.publishing.freshness import Freshness
from documents.clock import now

# Keys and tokens are looked at again after so long; what becomes of them is heard of at once.
KNOWN_FOR = timedelta(seconds=30)
MOST_KNOWN = 1_000


class Remembered:
    """Viewers by what they showed, until something changes, or it runs out.

    Only for reading: whoever was signed out a moment ago may be taken for who they were, for as
    long as the change stream is behind.
    """

    def __init__(self, rules: AccountRules, freshness: Freshness) -> None:
        self._rules, self._freshness = rules, freshness
        self._epoch = -1
        self._known: dict[tuple[object, object], tuple[Viewer, datetime]] = {}

    async def identify(self, credentials: Mapping[str, object]) -> Viewer | None:
        """As `identity.identify`. Raises Unauthenticated, which is never remembered."""
        key = (credentials.get("x-api-key"), credentials.get("authorization"))
        found = self._found(key)
        if found is not None:
            return found
        epoch = self._epoch
        viewer = await identify(self._rules, credentials)
        if viewer is not None and epoch == self._freshness.epoch:
            self._remember(key, viewer)
        return viewer

    def _found(self, key: tuple[object, object]) -> Viewer | None:
        if self._epoch != self._freshness.epoch:
            self._epoch = self._freshness.epoch
            self._known.clear()
        viewer, until = self._known.get(key, (None, None))
        fresh = until is not None and self._freshness.known and now() < until
        return viewer if fresh else None

    def _remember(self, key: tuple[object, object], viewer: Viewer) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[key] = (viewer, known_until(viewer))


def known_until(viewer: Viewer) -> datetime:
    """How long a viewer may be remembered at most."""
    soon = now() + KNOWN_FOR
    return soon if viewer.expires_at is None else min(soon, viewer.expires_at)
