"""What may be wished for a file whose name is taken in its group."""

from enum import StrEnum


class SameName(StrEnum):
    """What becomes of a file whose name another one of its group has."""

    KEEP_BOTH = "KEEP_BOTH"
    REPLACE = "REPLACE"
    REJECT = "REJECT"
