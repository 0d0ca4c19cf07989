"""What the store answers, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

from storage.errors import ObjectChanged, ObjectMissing, RangeNotSatisfiable, StoreUnavailable

MISSING = {"NoSuchKey", "NoSuchUpload", "404", "NotFound"}
CHANGED = {"PreconditionFailed", "412"}
OUT_OF_RANGE = {"InvalidRange", "416"}
BUSY = {"SlowDown", "ServiceUnavailable", "InternalError", "500", "502", "503", "504"}


@contextmanager
def translated(key: str, *, byte_range: str | None = None) -> Iterator[None]:
    """Raise the answers that we know by name as StorageErrors, and let the rest fly."""
    try:
        yield
    except ClientError as error:
        if code(error) in MISSING:
            raise ObjectMissing(key) from error
        if code(error) in CHANGED:
            raise ObjectChanged(key) from error
        if code(error) in OUT_OF_RANGE:
            raise RangeNotSatisfiable(key, byte_range or "") from error
        if code(error) in BUSY:
            raise StoreUnavailable(str(error)) from error
        raise
    except (HTTPClientError, NoConnection) as error:
        raise StoreUnavailable(str(error)) from error


def code(error: ClientError) -> str:
    """The store's own name for what went wrong."""
    return error.response.get("Error", {}).get("Code", "")
