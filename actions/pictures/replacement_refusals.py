"""Why a picture is not given another file."""

from actions.errors import Refused
from documents.processing_states import ProcessingState


class StillProcessing(Refused):
    """The file that is there has not been processed to its end."""

    code = "STILL_PROCESSING"

    def __init__(self, state: ProcessingState) -> None:
        super().__init__(f"The image is {state}: wait until it is READY or FAILED, then try again.")
        self.params = {"state": state.value}


class FileVersionGone(Refused):
    """There never was such a file, or it is kept no longer."""

    code = "FILE_VERSION_GONE"
    path = ("version",)

    def __init__(self, number: int) -> None:
        super().__init__(
            f"There is no file version {number} (any more): choose one of `fileVersions`."
        )
        self.params = {"version": number}


class AlreadyCurrent(Refused):
    """The file that was asked for is the one that the image has."""

    code = "ALREADY_CURRENT"
    path = ("version",)

    def __init__(self, number: int) -> None:
        super().__init__(
            f"File version {number} is the current one: to process it again, reprocess the image."
        )
        self.params = {"version": number}


class StoringTookTooLong(Refused):
    """The file was on its way into the store for so long that the sweeper gave it up."""

    code = "TIMED_OUT"

    def __init__(self) -> None:
        super().__init__("Storing the file took too long: send it again.")
