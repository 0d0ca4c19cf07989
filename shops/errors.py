"""What can go wrong with a shop."""

from datetime import timedelta


class ShopError(Exception):
    """The base of every error of this package."""

    code = "SHOP_FAILED"


class ShopWaits(ShopError):
    """The shop cannot now: `wait` is how long it asks for; the same may well succeed then."""

    code = "SHOP_UNAVAILABLE"

    def __init__(self, message: str, wait: timedelta = timedelta()) -> None:
        super().__init__(message)
        self.wait = wait


class FileNotReady(ShopWaits):
    """The shop is still at work on the file."""


class ShopThrottles(ShopWaits):
    """There were too many calls of late."""

    code = "SHOP_THROTTLED"


class ShopForbids(ShopError):
    """The token is wrong, or may not do this: nothing goes until somebody mends that."""

    code = "SHOP_FORBIDDEN"


class ShopRefuses(ShopError):
    """The shop does not take this file."""

    code = "SHOP_REFUSED"


class FileGone(ShopRefuses):
    """The shop has no such file any more."""

    code = "SHOP_FILE_GONE"
