"""Finding the text of a document that a client only names."""

import re
from collections import OrderedDict
from dataclasses import dataclass, field

from actions.persisting.errors import HashMismatch, NotFound, NotSupported, NotTrusted
from actions.persisting.trusted import Trusted, hash_of
from documents.persisted_queries import PersistedQuery

HASH = re.compile(r"[0-9a-f]{64}")
# Kept for all processes, kept in this one, and the longest text that is: longer ones still run.
MOST_KEPT, MOST_CACHED, LONGEST = 10_000, 512, 32 * 1024


@dataclass(slots=True)
class NamedDocuments:
    """Trusted documents, and those that clients sent before (automatic persisted queries)."""

    trusted: Trusted = field(default_factory=Trusted)
    only_trusted: bool = False
    automatic: bool = True
    _cached: OrderedDict[str, str] = field(default_factory=OrderedDict)

    async def text(self, sent: str | None, id: str | None, *, may_ask_anything: bool) -> str | None:
        """The text to run, of what was sent and how it was named; None where neither was.

        Raises NotFound, NotSupported, HashMismatch, NotTrusted.
        """
        if sent is None and id is None:
            return None
        known = self.trusted.text_of(id) if id is not None else None
        if known is not None and sent in (None, known):
            return known
        if self.only_trusted and not may_ask_anything:
            if sent is None or not self.trusted.has(sent):
                raise NotTrusted
            return sent
        if id is None:
            return sent
        return await self._automatic(sent, id)

    async def _automatic(self, sent: str | None, id: str) -> str:
        if sent is not None:
            if hash_of(sent) != id:
                raise HashMismatch
            return sent
        if not self.automatic:
            raise NotSupported
        text = await self._found(id) if HASH.fullmatch(id) else None
        if text is None:
            raise NotFound
        return text

    async def _found(self, hash: str) -> str | None:
        if hash in self._cached:
            self._cached.move_to_end(hash)
            return self._cached[hash]
        text = await PersistedQuery.text_of(hash)
        # Whoever may write to the database cannot have another document run under this name.
        if text is None or hash_of(text) != hash:
            return None
        self._cache(hash, text)
        return text

    async def keep(self, id: str, text: str) -> None:
        """Keep a valid document that was sent under its hash, for whoever names it next."""
        is_known = id in self._cached or self.trusted.text_of(id) is not None
        if is_known or not self.automatic or self.only_trusted or len(text.encode()) > LONGEST:
            return
        await PersistedQuery.keep(id, text, most=MOST_KEPT)
        self._cache(id, text)

    def _cache(self, hash: str, text: str) -> None:
        self._cached[hash] = text
        while len(self._cached) > MOST_CACHED:
            self._cached.popitem(last=False)
