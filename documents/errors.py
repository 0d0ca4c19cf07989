"""What can go wrong with what we keep."""


class DocumentsError(Exception):
    """The base of every error of this package."""


class CannotMove(DocumentsError):
    """A state may only change along the arrows drawn in its table."""

    def __init__(self, here: str, there: str) -> None:
        super().__init__(f"Cannot go from {here} to {there}.")
        self.here, self.there = here, there


class NoSuchDocument(DocumentsError):
    """Nothing is kept under this id, or no longer."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"There is no {kind} with the id {id}.")
        self.kind, self.id = kind, id


class VersionConflict(DocumentsError):
    """Somebody changed it since the version that the caller has seen."""

    def __init__(self, expected: int, current: int) -> None:
        super().__init__(
            f"Version {expected} was expected, but it is at version {current} now: "
            "read it again, then repeat the change."
        )
        self.expected, self.current = expected, current
