"""What senders wish for pictures that are there already."""

from enum import StrEnum

from pydantic import BaseModel


class DuplicatePolicy(StrEnum):
    """What becomes of a picture that is there already."""

    KEEP = "KEEP"
    REJECT = "REJECT"
    REUSE = "REUSE"


class DuplicateScope(StrEnum):
    """What makes a picture a duplicate: the same file, or the same pixels in any file."""

    FILE = "FILE"
    PICTURE = "PICTURE"


class DuplicateWish(BaseModel):
    """What its sender wishes for a picture that proves to be a duplicate of another one."""

    policy: DuplicatePolicy
    scope: DuplicateScope = DuplicateScope.FILE
