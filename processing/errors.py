"""What can be wrong with a picture, each as a sentence that carries its facts.

An error is a function of its code and its parameters, so it survives the trip out of a child
process (`told` and `retold`) and through pickle.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

ACCEPTED = "JPEG, PNG, WebP, TIFF, GIF, AVIF and HEIC"


class Told(NamedTuple):
    """An error in plain values, fit for JSON."""

    code: str
    params: dict[str, str | int]


class ProcessingError(Exception):
    """A picture could not be processed; `code` and `params` are for clients, `str()` for people."""

    code: ClassVar[str] = "PROCESSING_FAILED"
    # Whether the same file may well succeed when it is simply tried again.
    passing: ClassVar[bool] = False

    def __init__(self, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.params: dict[str, str | int] = params

    def told(self) -> Told:
        """Everything that `retold` needs to make an equal error elsewhere."""
        return Told(self.code, dict(self.params))

    def __reduce__(self) -> tuple[Any, ...]:
        return retold, tuple(self.told())


class EmptyFile(ProcessingError):
    """The file has no bytes at all."""

    code = "EMPTY_FILE"

    def __init__(self) -> None:
        super().__init__("The file is empty (0 bytes). Please upload it again.")


class UnsupportedFormat(ProcessingError):
    """The content is of a kind that we do not take in, whatever the file is called.

    `found` says what it is; `hint` says what to do with that kind.
    """

    code = "UNSUPPORTED_FORMAT"

    def __init__(self, *, found: str, hint: str = "", accepted: str = ACCEPTED) -> None:
        advice = hint or "Please export the picture in one of these formats."
        super().__init__(
            f"The file's content is {found}; accepted are {accepted}. {advice}",
            found=found,
            hint=hint,
            accepted=accepted,
        )
        self.found, self.hint, self.accepted = found, hint, accepted


class FileTruncated(ProcessingError):
    """The end of the file is missing, as after an upload or a copy that broke off."""

    code = "FILE_TRUNCATED"

    def __init__(self, *, format: str) -> None:
        super().__init__(
            f"The {format} file breaks off before its end. Please upload the complete file again.",
            format=format,
        )
        self.format = format


class FileTooLarge(ProcessingError):
    """The file has more bytes than the limit; both counts are in bytes."""

    code = "FILE_TOO_LARGE"

    def __init__(self, *, limit: int, actual: int) -> None:
        super().__init__(
            f"The file has {actual:,} bytes; the limit is {limit:,}."
            " Please upload it with stronger compression or fewer pixels.",
            limit=limit,
            actual=actual,
        )
        self.limit, self.actual = limit, actual


class TooManyPixels(ProcessingError):
    """The picture has, or claims to have, more pixels than the limit."""

    code = "TOO_MANY_PIXELS"

    def __init__(self, *, limit: int, actual: int) -> None:
        super().__init__(
            f"The picture has {actual:,} pixels; the limit is {limit:,}."
            " Please scale it down and upload it again.",
            limit=limit,
            actual=actual,
        )
        self.limit, self.actual = limit, actual


class TooManyFrames(ProcessingError):
    """An animation or a document of many pages is longer than the limit."""

    code = "TOO_MANY_FRAMES"

    def __init__(self, *, limit: int, actual: int) -> None:
        super().__init__(
            f"The file has {actual:,} frames or pages; the limit is {limit:,}."
            " Please upload a single picture.",
            limit=limit,
            actual=actual,
        )
        self.limit, self.actual = limit, actual


class FileCorrupt(ProcessingError):
    """The container looks whole, but its content cannot be decoded."""

    code = "FILE_CORRUPT"

    def __init__(self, *, format: str) -> None:
        super().__init__(
            f"The {format} file is damaged and cannot be decoded."
            " Please open it in an editor, save it anew and upload that.",
            format=format,
        )
        self.format = format


class ChecksumMismatch(ProcessingError):
    """The file is not the one that its sender announced; both are SHA-256 in hex."""

    code = "CHECKSUM_MISMATCH"

    def __init__(self, *, expected: str, actual: str) -> None:
        super().__init__(
            f"The file's SHA-256 is {actual}, but {expected} was announced."
            " Please upload the file again.",
            expected=expected,
            actual=actual,
        )
        self.expected, self.actual = expected, actual


class ProcessingTimedOut(ProcessingError):
    """The work took more than its time, so its process was ended."""

    code = "TIMED_OUT"
    # A machine that was busy then may have the time now.
    passing = True

    def __init__(self, *, seconds: int) -> None:
        super().__init__(
            f"The picture could not be processed within {seconds} s."
            " Please upload it with fewer pixels.",
            seconds=seconds,
        )
        self.seconds = seconds


class ProcessingOutOfMemory(ProcessingError):
    """The work needed more memory than its process may have."""

    code = "OUT_OF_MEMORY"

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            f"The picture needs more memory than the {limit:,} bytes allowed."
            " Please upload it with fewer pixels.",
            limit=limit,
        )
        self.limit = limit


class ProcessingCrashed(ProcessingError):
    """The process that worked on the picture died, or answered nonsense."""

    code = "CRASHED"
    passing = True

    def __init__(self, *, reason: str) -> None:
        super().__init__(
            f"Processing the picture ended unexpectedly ({reason})."
            " Please try again; if it happens again, save the picture anew and upload that.",
            reason=reason,
        )
        self.reason = reason


class MetadataUnreadable(ProcessingError):
    """ExifTool gave no answer for the file: too slow, too large, or the file broke it."""

    code = "METADATA_UNREADABLE"

    def __init__(self, *, reason: str) -> None:
        super().__init__(
            f"The picture's metadata could not be read ({reason})."
            " The picture itself is usable; its fields can be filled in by hand.",
            reason=reason,
        )
        self.reason = reason


class MetadataUnwritable(ProcessingError):
    """ExifTool could not change the file's metadata as asked, so nothing of it is given out."""

    code = "METADATA_UNWRITABLE"

    def __init__(self, *, reason: str) -> None:
        super().__init__(
            f"The metadata could not be written into the file ({reason})."
            " The untouched original can be downloaded.",
            reason=reason,
        )
        self.reason = reason


class ExifToolMissing(ProcessingError):
    """The program that reads metadata is not installed on this machine."""

    code = "EXIFTOOL_MISSING"

    def __init__(self, *, command: str) -> None:
        super().__init__(
            f"The program {command!r}, which reads metadata, is not installed."
            " Install it with: apt-get install libimage-exiftool-perl",
            command=command,
        )
        self.command = command


LEAVES: dict[str, type[ProcessingError]] = {
    leaf.code: leaf
    for leaf in (
        EmptyFile,
        UnsupportedFormat,
        FileTruncated,
        FileTooLarge,
        TooManyPixels,
        TooManyFrames,
        FileCorrupt,
        ChecksumMismatch,
        ProcessingTimedOut,
        ProcessingOutOfMemory,
        ProcessingCrashed,
        MetadataUnreadable,
        MetadataUnwritable,
        ExifToolMissing,
    )
}


def retold(code: str, params: Mapping[str, str | int]) -> ProcessingError:
    """The error that was told. Raises KeyError or TypeError for what no error of ours tells."""
    make: Any = LEAVES[code]
    error: ProcessingError = make(**params)
    return error
