"""Where pictures are on their way in."""

from enum import StrEnum


class ProcessingState(StrEnum):
    """Where a picture is on its way in."""

    AWAITING_UPLOAD = "AWAITING_UPLOAD"
    QUEUED = "QUEUED"
    PROCESSING = "PROCESSING"
    READY = "READY"
    FAILED = "FAILED"


PROCESSING_ARROWS = {
    ProcessingState.AWAITING_UPLOAD: {ProcessingState.QUEUED},
    ProcessingState.QUEUED: {ProcessingState.PROCESSING},
    ProcessingState.PROCESSING: {ProcessingState.READY, ProcessingState.FAILED},
    ProcessingState.FAILED: {ProcessingState.QUEUED},
    ProcessingState.READY: {ProcessingState.QUEUED},
}
