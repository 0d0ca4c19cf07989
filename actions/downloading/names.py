"""The names of the files of one archive: safe, and unique on every file system."""

from collections.abc import Iterable, Iterator
from itertools import chain, count

from storage import keys
from storage.filenames import split


class Names:
    """Gives each file a name that no other has, in any case; never one of those that are taken."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {keys.clash_form(name) for name in taken}

    def of(self, sent: str) -> str:
        """A name as its sender gave it, with a number before its ending where it is taken."""
        return self._free(_tries(sent))

    def beside(self, name: str) -> str:
        """The name of an XMP file that belongs to `name`: with its stem alone, if that is free."""
        return self._free(chain([f"{split(name)[0]}.xmp"], _tries(f"{name}.xmp")))

    def _free(self, tries: Iterator[str]) -> str:
        name = next(one for one in tries if keys.clash_form(one) not in self._taken)
        self._taken.add(keys.clash_form(name))
        return name


def _tries(name: str) -> Iterator[str]:
    safe = keys.safe_file_name(name)
    return chain([safe], (keys.numbered(safe, n) for n in count(2)))
