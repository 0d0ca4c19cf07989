"""Why an edit of many is not begun, or an image of it not edited."""

from actions.errors import Refused


class NothingToEdit(Refused):
    """An edit that says nothing."""

    code = "NOTHING_TO_EDIT"
    path = ("edit",)

    def __init__(self) -> None:
        super().__init__("The edit is empty: say what to change.")


class CountDiffers(Refused):
    """The filter finds more or fewer images than the caller saw."""

    code = "COUNT_DIFFERS"
    path = ("expectedCount",)

    def __init__(self, expected: int, current: int) -> None:
        super().__init__(
            f"The filter finds {current} images, not {expected}: look again before you edit them."
        )
        self.params = {"expected": expected, "current": current}


class BulkEditRunning(Refused):
    """What is still being edited cannot be taken back."""

    code = "BULK_EDIT_RUNNING"
    path = ("id",)

    def __init__(self) -> None:
        super().__init__("It is still under way: wait for the end, or cancel it.")


class IsRevert(Refused):
    """What takes back an edit is not taken back itself."""

    code = "NOTHING_TO_UNDO"
    path = ("id",)

    def __init__(self) -> None:
        super().__init__("This took an edit back itself: make that edit again instead.")


class MatchesNoMore(Refused):
    """The image was found, but was changed or deleted before its turn."""

    code = "MATCHES_NO_MORE"

    def __init__(self) -> None:
        super().__init__("When its turn came, the filter did not find the image any more.")


class EditedSince(Refused):
    """Somebody edited the image after the edit that is to be taken back."""

    code = "CONFLICT"

    def __init__(self) -> None:
        super().__init__(
            "The image was edited since: revertMetadata takes it back along with what came after."
        )
