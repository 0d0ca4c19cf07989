"""The one place where what went wrong becomes what a client reads."""

import logging
from collections.abc import Mapping, Sequence
from enum import Enum

import strawberry
from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import MaskErrors
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from structlog.contextvars import get_contextvars

from actions.arriving.clashes import AlreadyThere
from actions.errors import ActionError, Forbidden, RateLimited, Refused, Unauthenticated
from actions.limiting.errors import CostExceeded
from actions.publishing.feed import CursorExpired
from archives.errors import ArchiveError
from documents.errors import CannotMove, NoSuchDocument
from fetching.errors import FetchError
from graph.ids import global_id
from processing.errors import ProcessingError
from storage.errors import StorageError

logger = logging.getLogger(__name__)
Path = Sequence[str]
# What a mutation may answer with `userErrors`; everything else is top-level.
EXPECTED = (ArchiveError, Refused, ProcessingError, StorageError, CannotMove, NoSuchDocument)


@strawberry.enum(description="Why something was refused. Codes are added, never changed.")
class UserErrorCode(Enum):
    """Every code of every error that is meant for people."""

    ADMIN_NEEDED = "ADMIN_NEEDED"
    AI_NOT_CONFIGURED = "AI_NOT_CONFIGURED"
    ALREADY_CURRENT = "ALREADY_CURRENT"
    ALREADY_DECIDED = "ALREADY_DECIDED"
    ALREADY_IMPORTED = "ALREADY_IMPORTED"
    ARCHIVE_CHANGED = "ARCHIVE_CHANGED"
    ARCHIVE_DAMAGED = "ARCHIVE_DAMAGED"
    ARCHIVE_GONE = "ARCHIVE_GONE"
    ARCHIVE_OVERLAPS = "ARCHIVE_OVERLAPS"
    ARCHIVE_TOO_FULL = "ARCHIVE_TOO_FULL"
    ARCHIVE_TOO_LARGE = "ARCHIVE_TOO_LARGE"
    BEING_PURGED = "BEING_PURGED"
    BULK_EDIT_RUNNING = "BULK_EDIT_RUNNING"
    CALL_IN_PROGRESS = "CALL_IN_PROGRESS"
    CHANNEL_RULES_UNMET = "CHANNEL_RULES_UNMET"
    CHECKSUM_MISMATCH = "CHECKSUM_MISMATCH"
    COLLECTION_IS_MANUAL = "COLLECTION_IS_MANUAL"
    COLLECTION_IS_SMART = "COLLECTION_IS_SMART"
    COLUMN_READ_ONLY = "COLUMN_READ_ONLY"
    CONFLICT = "CONFLICT"
    COUNT_DIFFERS = "COUNT_DIFFERS"
    COOKIE_UNAVAILABLE = "COOKIE_UNAVAILABLE"
    CRASHED = "CRASHED"
    CSV_COLUMN_MISSING = "CSV_COLUMN_MISSING"
    CSV_COLUMN_UNKNOWN = "CSV_COLUMN_UNKNOWN"
    CSV_EMPTY = "CSV_EMPTY"
    CSV_IMAGE_TWICE = "CSV_IMAGE_TWICE"
    CSV_ROW_TOO_WIDE = "CSV_ROW_TOO_WIDE"
    CSV_TOO_LONG = "CSV_TOO_LONG"
    CSV_UNREADABLE = "CSV_UNREADABLE"
    CUSTOM_FIELD_INVALID = "CUSTOM_FIELD_INVALID"
    CUSTOM_FIELD_KEY_TAKEN = "CUSTOM_FIELD_KEY_TAKEN"
    CUSTOM_FIELD_UNKNOWN = "CUSTOM_FIELD_UNKNOWN"
    DOWNLOAD_TOO_LARGE = "DOWNLOAD_TOO_LARGE"
    DRY_RUN_REPAIRS = "DRY_RUN_REPAIRS"
    DUPLICATE_IMAGE = "DUPLICATE_IMAGE"
    EMAIL_IN_USE = "EMAIL_IN_USE"
    EMPTY_FILE = "EMPTY_FILE"
    ENTRY_COMPRESSION_UNKNOWN = "ENTRY_COMPRESSION_UNKNOWN"
    ENTRY_DAMAGED = "ENTRY_DAMAGED"
    ENTRY_ENCRYPTED = "ENTRY_ENCRYPTED"
    ENTRY_IS_ARCHIVE = "ENTRY_IS_ARCHIVE"
    ENTRY_NAME_UNSAFE = "ENTRY_NAME_UNSAFE"
    ENTRY_NOT_A_FILE = "ENTRY_NOT_A_FILE"
    ENTRY_TOO_DENSE = "ENTRY_TOO_DENSE"
    ENTRY_TWICE = "ENTRY_TWICE"
    EVENTS_MISSING = "EVENTS_MISSING"
    EXIFTOOL_MISSING = "EXIFTOOL_MISSING"
    FIELD_MISSING = "FIELD_MISSING"
    FILE_CORRUPT = "FILE_CORRUPT"
    FILE_MISSING = "FILE_MISSING"
    FILE_REPLACED = "FILE_REPLACED"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    FILE_TRUNCATED = "FILE_TRUNCATED"
    FILE_VERSION_GONE = "FILE_VERSION_GONE"
    FILTER_OUTDATED = "FILTER_OUTDATED"
    FOUR_EYES = "FOUR_EYES"
    IMPORT_INTERRUPTED = "IMPORT_INTERRUPTED"
    INCOMPLETE = "INCOMPLETE"
    INVALID_CHECKSUM = "INVALID_CHECKSUM"
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    INVALID_EMAIL = "INVALID_EMAIL"
    INVALID_EXPIRY = "INVALID_EXPIRY"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    INVALID_FOCAL_POINT = "INVALID_FOCAL_POINT"
    INVALID_ID = "INVALID_ID"
    INVALID_IDEMPOTENCY_KEY = "INVALID_IDEMPOTENCY_KEY"
    INVALID_NAME = "INVALID_NAME"
    INVALID_PASSWORD_PASS = "INVALID_PASSWORD_PASS"  # noqa: S105  a code
    INVALID_PLACE = "INVALID_PLACE"
    INVALID_POSITION = "INVALID_POSITION"
    INVALID_PREFIX = "INVALID_PREFIX"
    INVALID_REFRESH_TOKEN = "INVALID_REFRESH_TOKEN"  # noqa: S105  a code
    INVALID_RULE = "INVALID_RULE"
    INVALID_TRANSITION = "INVALID_TRANSITION"
    INVALID_URL = "INVALID_URL"
    INVALID_VALIDITY = "INVALID_VALIDITY"
    INVALID_VALUE = "INVALID_VALUE"
    JOB_NOT_CANCELLABLE = "JOB_NOT_CANCELLABLE"
    JOB_NOT_RETRYABLE = "JOB_NOT_RETRYABLE"
    MANIFEST_COLUMN_UNKNOWN = "MANIFEST_COLUMN_UNKNOWN"
    MANIFEST_FILE_MISSING = "MANIFEST_FILE_MISSING"
    MANIFEST_FILE_TWICE = "MANIFEST_FILE_TWICE"
    MANIFEST_FILE_UNNAMED = "MANIFEST_FILE_UNNAMED"
    MANIFEST_ROW_TOO_WIDE = "MANIFEST_ROW_TOO_WIDE"
    MANIFEST_TOO_LONG = "MANIFEST_TOO_LONG"
    MANIFEST_UNREADABLE = "MANIFEST_UNREADABLE"
    MATCHES_NO_MORE = "MATCHES_NO_MORE"
    METADATA_UNREADABLE = "METADATA_UNREADABLE"
    METADATA_UNWRITABLE = "METADATA_UNWRITABLE"
    NAME_TAKEN = "NAME_TAKEN"
    NOTHING_TO_EDIT = "NOTHING_TO_EDIT"
    NOTHING_TO_REPAIR = "NOTHING_TO_REPAIR"
    NOTHING_TO_RETRY = "NOTHING_TO_RETRY"
    NOTHING_TO_UNDO = "NOTHING_TO_UNDO"
    NOT_A_REVIEWER = "NOT_A_REVIEWER"
    NOT_FOUND = "NOT_FOUND"
    NOT_IN_COLLECTION = "NOT_IN_COLLECTION"
    NOT_IN_PARTS = "NOT_IN_PARTS"
    NOT_IN_TRASH = "NOT_IN_TRASH"
    NOT_ON_PRODUCT = "NOT_ON_PRODUCT"
    NOT_READY = "NOT_READY"
    NOT_YOUR_DECISION = "NOT_YOUR_DECISION"
    NO_FILES = "NO_FILES"
    OBJECT_MISSING = "OBJECT_MISSING"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    PARTS_MISSING = "PARTS_MISSING"
    PART_OUT_OF_RANGE = "PART_OUT_OF_RANGE"
    PRODUCT_CODE_IN_USE = "PRODUCT_CODE_IN_USE"
    PRODUCT_CODE_MISSING = "PRODUCT_CODE_MISSING"
    PRODUCT_FULL = "PRODUCT_FULL"
    PRODUCT_HAS_IMAGES = "PRODUCT_HAS_IMAGES"
    REGISTRATION_CLOSED = "REGISTRATION_CLOSED"
    REGENERATION_RUNNING = "REGENERATION_RUNNING"
    REQUIRED_FIELDS_MISSING = "REQUIRED_FIELDS_MISSING"
    SCOPE_MISSING = "SCOPE_MISSING"
    SIZE_MISMATCH = "SIZE_MISMATCH"
    SMART_COLLECTION_NESTED = "SMART_COLLECTION_NESTED"
    STATS_REBUILDING = "STATS_REBUILDING"
    STILL_PROCESSING = "STILL_PROCESSING"
    STORE_UNAVAILABLE = "STORE_UNAVAILABLE"
    SUGGESTION_OUTDATED = "SUGGESTION_OUTDATED"
    SYNC_RUNNING = "SYNC_RUNNING"
    TEXT_MISSING = "TEXT_MISSING"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    TIMED_OUT = "TIMED_OUT"
    TOO_MANY = "TOO_MANY"
    TOO_MANY_KEYWORDS = "TOO_MANY_KEYWORDS"
    TYPE_MISMATCH = "TYPE_MISMATCH"
    UNDO_TOO_LATE = "UNDO_TOO_LATE"
    UNKNOWN_CHANNEL = "UNKNOWN_CHANNEL"
    UNKNOWN_PRESET = "UNKNOWN_PRESET"
    UNKNOWN_SCOPE = "UNKNOWN_SCOPE"
    TOO_MANY_FRAMES = "TOO_MANY_FRAMES"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    UNSUPPORTED_FORMAT = "UNSUPPORTED_FORMAT"
    UPLOAD_BUSY = "UPLOAD_BUSY"
    UPLOAD_CHANGED = "UPLOAD_CHANGED"
    UPLOAD_COMPLETED = "UPLOAD_COMPLETED"
    UPLOAD_EXPIRED = "UPLOAD_EXPIRED"
    UPLOAD_MISSING = "UPLOAD_MISSING"
    URL_ADDRESS_REFUSED = "URL_ADDRESS_REFUSED"
    URL_BAD_STATUS = "URL_BAD_STATUS"
    URL_CONTENT_ENCODED = "URL_CONTENT_ENCODED"
    URL_HOST_UNKNOWN = "URL_HOST_UNKNOWN"
    URL_PORT_REFUSED = "URL_PORT_REFUSED"
    URL_TIMED_OUT = "URL_TIMED_OUT"
    URL_TOO_MANY_REDIRECTS = "URL_TOO_MANY_REDIRECTS"
    URL_UNREACHABLE = "URL_UNREACHABLE"
    VALIDITY_OVER = "VALIDITY_OVER"
    WEAK_PASSWORD = "WEAK_PASSWORD"  # noqa: S105  a code
    WEBHOOK_QUERY_INVALID = "WEBHOOK_QUERY_INVALID"
    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105  a code


@strawberry.type(description="A fact of an error, so that clients can word it in any language.")
class ErrorParam:
    """A name and a value, such as the limit that was passed."""

    name: str = strawberry.field(description="What the value is: limit, actual, field ...")
    value: str = strawberry.field(description="The value as text.")


@strawberry.type(description="Something in the input that could not be done, and why.")
class UserError:
    """What people may read and programs may switch on."""

    code: UserErrorCode = strawberry.field(description="The reason, for programs.")
    message: str = strawberry.field(description="The reason and the way out, in English.")
    path: list[str] = strawberry.field(
        description="Where in the input, list places included; empty for the whole of it."
    )
    params: list[ErrorParam] = strawberry.field(description="The facts of the message.")


def user_error(error: Exception, path: Path = ()) -> UserError:
    """What a client reads of `error`. Whatever is not meant for clients is raised again."""
    code, params, own_path = _read(error)
    return UserError(
        code=UserErrorCode(code),
        message=str(error),
        path=list(path or own_path),
        params=[ErrorParam(name=name, value=str(value)) for name, value in params.items()],
    )


def _read(error: Exception) -> tuple[str, Mapping[str, object], Path]:
    match error:
        case Refused():
            return error.code, _params(error), [str(step) for step in error.path]
        case ProcessingError() | FetchError():
            return error.code, error.params, ()
        case ArchiveError():
            return error.code, error.params, error.path
        case CannotMove():
            return "INVALID_TRANSITION", {"from": error.here, "to": error.there}, ()
        case NoSuchDocument():
            return "NOT_FOUND", {"kind": error.kind}, ()
        case StorageError():
            return "STORE_UNAVAILABLE", {}, ()
        case _:
            raise error


def _params(error: Refused) -> Mapping[str, object]:
    """The facts of a refusal; images by the ids that clients know."""
    if isinstance(error, AlreadyThere):
        return {"image": global_id("Image", error.image_id)}
    return error.params


# The top-level codes; a class of errors stands before those that it is one of.
CODES: dict[type[BaseException], str] = {
    Unauthenticated: "UNAUTHENTICATED",
    Forbidden: "FORBIDDEN",
    RateLimited: "RATE_LIMITED",
    NoSuchDocument: "NOT_FOUND",
    CostExceeded: "COST_EXCEEDED",
    CursorExpired: "CURSOR_EXPIRED",
    ActionError: "BAD_REQUEST",
}

# What Strawberry says of documents without an operation that could be run.
OF_THE_REQUEST = (CannotGetOperationTypeError, InvalidOperationTypeError, MissingQueryError)


def _extensions(error: BaseException) -> dict[str, object] | None:
    """The code of a top-level error that is meant for clients; None for all others."""
    code = next((code for kind, code in CODES.items() if isinstance(error, kind)), None)
    if code is None:
        return None
    return {"code": code, **_facts(error)}


def _facts(error: BaseException) -> dict[str, object]:
    match error:
        case CostExceeded():
            waiting = {"retryAfter": error.retry_after_seconds}
            facts: dict[str, object] = {"requested": error.cost, "limit": error.limit}
            return facts | (waiting if error.retry_after_seconds else {})
        case RateLimited():
            return {"retryAfter": error.retry_after_seconds}
        case Unauthenticated():
            # EXPIRED tells a client that a refresh will help.
            return {"reason": error.why.value}
        case Refused() if error.path:
            return {"argument": [str(step) for step in error.path]}
    return {}


class TranslateErrors(MaskErrors):
    """Gives every top-level error its code, and hides those that are bugs of ours."""

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        """The error as the client reads it."""
        return translated(error)


def translated(error: GraphQLError) -> GraphQLError:
    """A top-level error with its code, and the id under which the log has it."""
    if "code" in (error.extensions or {}):
        return error
    correlation = {"correlationId": get_contextvars().get("request_id")}
    if _is_of_the_request(error):
        return _copy(error, error.message, {"code": "BAD_REQUEST", **correlation})
    known = _extensions(error.original_error or error)
    if known is None:
        logger.error("A resolver failed.", exc_info=error.original_error)
        hidden = {"code": "INTERNAL", **correlation}
        return _copy(error, "Something went wrong on our side.", hidden)
    return _copy(error, str(error.original_error), {**known, **correlation})


def coded(code: str, message: str) -> GraphQLError:
    """A top-level error of the transport: it has a code already, and is no bug of ours."""
    correlation = {"correlationId": get_contextvars().get("request_id")}
    return GraphQLError(message, extensions={"code": code, **correlation})


def _is_of_the_request(error: GraphQLError) -> bool:
    """Whether the document or its variables are wrong: no field is, and nothing of ours failed."""
    cause = error.original_error
    if cause is None or isinstance(cause, OF_THE_REQUEST):
        return True
    return error.path is None and bool(error.locations)


def _copy(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    """A new error: the one of a document that was validated before is kept, and shared."""
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
