"""Why a direct upload cannot go on; every sentence tells the way out."""

from actions.errors import Refused


class InvalidChecksum(Refused):
    """A checksum is not a SHA-256."""

    code = "INVALID_CHECKSUM"

    def __init__(self) -> None:
        super().__init__("A sha256 has 64 hexadecimal digits: send the file's, or none.")


class UploadMissing(Refused):
    """The store has no object yet."""

    code = "UPLOAD_MISSING"

    def __init__(self) -> None:
        super().__init__("The file is not there yet: send it to its url, then complete it.")


class PartsMissing(Refused):
    """Parts of an upload are not there yet, or not whole."""

    code = "PARTS_MISSING"

    def __init__(self, missing: list[int], count: int) -> None:
        first = ", ".join(map(str, missing[:10]))
        super().__init__(
            f"{len(missing)} of {count} parts are not there yet, first {first}: "
            "sign and send them, then complete the upload."
        )
        self.params = {"missing": first, "count": count}


class SizeMismatch(Refused):
    """The object has another size than was announced, in bytes."""

    code = "SIZE_MISMATCH"

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(
            f"The file has {actual:,} bytes, but {expected:,} were announced: send it again."
        )
        self.params = {"expected": expected, "actual": actual}


class TypeMismatch(Refused):
    """The object has another type than was announced."""

    code = "TYPE_MISMATCH"

    def __init__(self, expected: str, actual: str) -> None:
        super().__init__(f"The file came as {actual}, but {expected} was announced: send it again.")
        self.params = {"expected": expected, "actual": actual}


class UploadChanged(Refused):
    """The object was replaced while it was taken over."""

    code = "UPLOAD_CHANGED"

    def __init__(self) -> None:
        super().__init__("The file was sent again meanwhile: complete the upload once more.")


class UploadBusy(Refused):
    """Another call is taking the upload over and has not ended yet."""

    code = "UPLOAD_BUSY"

    def __init__(self) -> None:
        super().__init__("Another call is completing this upload: ask again in some seconds.")


class UploadExpired(Refused):
    """The upload was not completed in time."""

    code = "UPLOAD_EXPIRED"

    def __init__(self) -> None:
        super().__init__("The upload has expired: create it anew and send the file again.")


class UploadCompleted(Refused):
    """The upload is completed; nothing more can be sent."""

    code = "UPLOAD_COMPLETED"

    def __init__(self) -> None:
        super().__init__("The upload is completed already: look at its image.")


class NotInParts(Refused):
    """The upload is sent as a whole."""

    code = "NOT_IN_PARTS"
    path = ("uploadId",)

    def __init__(self) -> None:
        super().__init__("This upload is sent as a whole: use the url that it was created with.")


class PartOutOfRange(Refused):
    """There is no part of this number."""

    code = "PART_OUT_OF_RANGE"

    def __init__(self, number: int, count: int, place: int) -> None:
        super().__init__(f"There is no part {number}: this upload has the parts 1 to {count}.")
        self.params = {"number": number, "min": 1, "max": count}
        self.path = ("partNumbers", place)
