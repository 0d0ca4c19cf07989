"""Which keys of a bucket are ours, in the order in which a store lists them.

What lies elsewhere (an operator's own objects, a folder that is imported from) is never judged
and never touched; nor are `exports/` and `downloads/`, whose files expire by themselves.
"""

import re

from storage.filenames import split
from storage.keys import INCOMING, OWN, PUBLISHED, original, rendition

# Ids are hexadecimal, so these are all the beginnings of the keys of pictures.
REGIONS: tuple[str, ...] = (*"0123456789abcdef", INCOMING, PUBLISHED)
PICTURE = re.compile("([0-9a-f]{24})/(original|fullsize|thumb|preset[.][a-z][a-z0-9_]*)/([^/]+)")
# Behind every key that begins like it.
LAST = "\U0010ffff"
MARK = re.compile("[0-9a-f]{24}")


def is_ours(key: str) -> bool:
    """Whether only Ecogram makes objects under such a key."""
    return key.startswith((INCOMING, PUBLISHED)) or PICTURE.fullmatch(key) is not None


def original_of(key: str) -> str | None:
    """The original that a private key belongs to, itself included; None for other keys."""
    found = PICTURE.fullmatch(key)
    if found is None:
        return None
    prefix, preset, name = found.groups()
    return key if preset == "original" else original(prefix, _original_name(name))


def may_be_made_of(key: str, origin: str) -> bool:
    """Whether an original could have this private key, or a rendition of it, whatever its format.

    `origin` is what `original_of` says of the key.
    """
    if key == origin:
        return True
    prefix, folder, made = key.split("/")
    name, preset = origin.rpartition("/")[2], folder.removeprefix(OWN)
    return rendition(prefix, preset, name, split(made)[1].removeprefix(".") or None) == key


def published_hash(key: str) -> str | None:
    """The content hash of a public key; None for other keys."""
    return key.split("/")[1] if key.startswith(PUBLISHED) else None


def _original_name(name: str) -> str:
    """A rendition keeps the name of its original, or has the old ending behind a tilde."""
    stem, _ = split(name)
    before, tilde, ending = stem.rpartition("~")
    if not tilde or MARK.fullmatch(ending):
        return name
    return f"{before}.{ending}" if ending else before
