"""Rows that are answered by the JSON that they were answered by before.

What is kept was made of the bytes of a row, and of nothing else that changes: so it is never old,
for the rows are read each time.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import orjson

# What an entry takes beside its bytes.
OVERHEAD_BYTES = 400
Key = tuple[Hashable, Hashable, bytes]


class Fragments:
    """At most `most_bytes` of what was made of rows; what nobody asked for lately goes first.

    What is asked for is among the young ones. When these fill half of the room, they become the
    old ones, and the old ones go.
    """

    def __init__(self, most_bytes: int) -> None:
        self._half = most_bytes // 2
        self._young: dict[Key, tuple[Any, int]] = {}
        self._old: dict[Key, tuple[Any, int]] = {}
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def find(self, key: Key) -> Any:
        """What is kept; None where nothing is."""
        found = self._young.get(key)
        if found is None:
            found = self._old.pop(key, None)
            if found is None:
                return None
            self._keep(key, found)
        return found[0]

    def keep(self, key: Key, made: Any, size: int) -> Any:
        """Keep what was made, of so many bytes, and give it back."""
        self._keep(key, (made, size + len(key[2]) + OVERHEAD_BYTES))
        return made

    def _keep(self, key: Key, made: tuple[Any, int]) -> None:
        if self.bytes + made[1] > self._half:
            self._old, self._young, self.bytes = self._young, {}, 0
        if made[1] <= self._half:
            self._young[key] = made
            self.bytes += made[1]


@dataclass(frozen=True, slots=True)
class Packing:
    """How the packed rows of one list are answered.

    `unpack` makes a raw row; `period` is whatever answers depend on beside the row and the
    process: links are signed for a while only.
    """

    fragments: Fragments
    unpack: Callable[[bytes], dict[str, Any]]
    period: Hashable = None

    def json(self, run: Callable[[Any], Any], one: Any, row: bytes) -> orjson.Fragment:
        """The answer that `run` gives of the object over a row, or raises; kept if it gives one."""
        key = (run, self.period, row)
        found: orjson.Fragment | None = self.fragments.find(key)
        if found is None:
            text = orjson.dumps(run(one))
            found = self.fragments.keep(key, orjson.Fragment(text), len(text))
        return found

    def cursor(self, field: str, encode: Callable[[Any, Any], str], row: bytes) -> str:
        """The cursor of a row in the order of a field."""
        key = (field, None, row)
        found: str | None = self.fragments.find(key)
        if found is None:
            raw = self.unpack(row)
            made = encode(raw[field], raw["_id"])
            found = self.fragments.keep(key, made, len(made))
        return found
