"""What can go wrong where bytes live."""


class StorageError(Exception):
    """The base of what the object store may answer and we know by name."""


class ObjectMissing(StorageError):
    """There is no object under this key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no object {key!r}.")
        self.key = key


class ObjectChanged(StorageError):
    """Other bytes are under this key now than those that were looked at."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key!r} was sent again meanwhile.")
        self.key = key


class RangeNotSatisfiable(StorageError):
    """The range that was asked for lies outside the object."""

    def __init__(self, key: str, byte_range: str) -> None:
        super().__init__(f"{key!r} has nothing in the range {byte_range!r}.")
        self.key, self.byte_range = key, byte_range


class NotDeleted(StorageError):
    """Some objects could not be deleted; carries their keys with the store's reasons."""

    def __init__(self, reasons: dict[str, str]) -> None:
        key, reason = next(iter(reasons.items()))
        super().__init__(f"{len(reasons)} objects were not deleted; {key!r}: {reason}.")
        self.reasons = reasons


class StoreUnavailable(StorageError):
    """The object store does not answer, or answers that it cannot serve now."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The object store does not answer: {reason}")
