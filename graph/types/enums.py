"""Closed sets of the lower floors, told to the schema; import them from here."""

import strawberry

from actions.access import Permission
from actions.arranging.grouping import GroupImages
from actions.arranging.placing import RowEnd
from actions.arranging.products import ProductImages
from actions.batches import ErrorPolicy
from actions.pushing.reading import ShopPushState
from actions.reviewing.queue import QueueAssignee, QueueChange
from documents.analyses import AnalysisKind
from documents.api_keys import Scope as ApiKeyScope
from documents.audit_exports import AuditFormat
from documents.bulk_edits import BulkOutcome
from documents.changes import ChangeKind
from documents.collections import CollectionKind
from documents.custom_fields import CustomFieldType
from documents.deliveries import DeliveryState
from documents.downloads import DownloadMetadata
from documents.duplicate_wishes import DuplicatePolicy, DuplicateScope
from documents.exports import ExportFormat, ExportState
from documents.image_files import ImportSource
from documents.import_items import ItemState
from documents.imports import ImportState
from documents.jobs import JobKind, JobState
from documents.metadata_imports import RowOutcome
from documents.metadata_revisions import RevisionKind
from documents.notices import NoticeKind
from documents.processing_states import ProcessingState
from documents.products import ProductRole
from documents.review_rules import RuleAction
from documents.reviews import ReviewReason, ReviewState
from documents.same_name import SameName
from documents.suggestions import SuggestionState
from documents.syncs import FindingState, SyncClass
from documents.uploads import UploadMethod
from documents.users import Role
from documents.webhooks import WebhookState
from feeds.items import SkipReason
from processing.channels.judging import ReadinessState
from processing.formats import Format
from processing.presets import Fit, Privacy, Right
from processing.quality.judging import CheckState
from processing.quality.rules import QualityRule

__all__ = [
    "AnalysisKind",
    "ApiKeyScope",
    "AuditFormat",
    "BulkOutcome",
    "ChangeKind",
    "CheckState",
    "CollectionKind",
    "CustomFieldType",
    "DeliveryState",
    "DownloadMetadata",
    "DuplicatePolicy",
    "DuplicateScope",
    "ErrorPolicy",
    "ExportFormat",
    "ExportState",
    "FindingState",
    "Fit",
    "Format",
    "GroupImages",
    "ImportSource",
    "ImportState",
    "ItemState",
    "JobKind",
    "JobState",
    "NoticeKind",
    "Permission",
    "Privacy",
    "ProcessingState",
    "ProductImages",
    "ProductRole",
    "QualityRule",
    "QueueAssignee",
    "QueueChange",
    "ReadinessState",
    "ReviewReason",
    "ReviewState",
    "RevisionKind",
    "Right",
    "Role",
    "RowEnd",
    "RowOutcome",
    "RuleAction",
    "SameName",
    "ShopPushState",
    "SkipReason",
    "SuggestionState",
    "SyncClass",
    "UploadMethod",
    "WebhookState",
]

strawberry.enum(
    AnalysisKind,
    name="AnalysisKind",
    description=(
        "What a model is asked for: an alternative text of at most 512 characters (ALT_TEXT), a "
        "DESCRIPTION, KEYWORDS, or whatever the prompt says (CUSTOM), in at most 5,000 characters."
    ),
)
strawberry.enum(
    ApiKeyScope,
    name="ApiKeyScope",
    description="What an API key is for: CATALOG_READ reads approved pictures, nothing else.",
)
strawberry.enum(
    ChangeKind,
    name="ChangeKind",
    description=(
        "What became of a picture in the catalogue: it came in (PUBLISHED), is shown otherwise "
        "(UPDATED), stands elsewhere among the pictures of its product or as something else to it "
        "(REORDERED), is shown no longer (WITHDRAWN), or is in the trash or gone (DELETED)."
    ),
)
strawberry.enum(
    AuditFormat,
    name="AuditFormat",
    description="How entries of the audit are written: as a CSV table, or an object in each line.",
)
strawberry.enum(
    CheckState,
    name="QualityCheckState",
    description=(
        "What a check came to: PASS, WARN, FAIL, or NOT_APPLICABLE where no threshold is set or "
        "nothing could be measured."
    ),
)
strawberry.enum(
    DuplicatePolicy,
    name="DuplicatePolicy",
    description=(
        "What becomes of a picture that is there already: KEEP takes it in all the same, REJECT "
        "refuses it with DUPLICATE_IMAGE, REUSE gives back the image that was there first."
    ),
)
strawberry.enum(
    DuplicateScope,
    name="DuplicateScope",
    description=(
        "What makes a picture a duplicate: the same FILE, byte for byte, or the same PICTURE, "
        "pixel for pixel, also in another file."
    ),
)
strawberry.enum(
    DownloadMetadata,
    name="DownloadMetadata",
    description=(
        "What a downloaded file tells beside its pixels: what people say now, written into the "
        "file (MERGED), what it came with (ORIGINAL), or nothing (NONE): no place, no camera, no "
        "names, only its colour profile and orientation."
    ),
)
strawberry.enum(
    ErrorPolicy,
    description="Whether one refusal of a call stops the others: ABORT does all or none.",
)
strawberry.enum(
    ExportFormat,
    name="ExportFormat",
    description=(
        "What is written, each as docs/exports.md tells: JSON_LINES with all that shops may see; "
        "CSV and XLSX with a row for each picture; SHOPIFY_CSV with the headers of Shopify's "
        "products today (URL handle, Product image URL), SHOPIFY_CSV_LEGACY with those of before "
        "(Handle, Image Src); GOOGLE_XML and GOOGLE_TSV, supplemental sources of Google Merchant "
        "Center with image_link, additional_image_link and lifestyle_image_link; a ZIP of the "
        "originals, with what people say written into them and a table, `manifest.csv`."
    ),
)
strawberry.enum(
    ExportState,
    name="ExportState",
    description=(
        "Where an export is. CANCELLING until its worker has seen so; FAILED and CANCELLED ones "
        "may be resumed."
    ),
)
strawberry.enum(
    SkipReason,
    name="ExportSkipReason",
    description=(
        "Why a published picture is not in an export: it is on no product (NO_PRODUCT); the "
        "product's code is too long for the format (CODE_TOO_LONG), would be taken for a formula "
        "(CODE_UNSAFE), or gives a handle that another one has (HANDLE_TAKEN); the channel that "
        "was asked for does not take it, or never judged it (CHANNEL_REFUSES); its largest public "
        "JPEG has too few or too many pixels or bytes (IMAGE_TOO_SMALL, IMAGE_TOO_LARGE), an "
        "ending that is not its type's, or is none (TYPE_REFUSED, FILE_MISSING), or an address "
        "that is not taken (URL_REFUSED); the product (TOO_MANY_IMAGES), the sheet "
        "(TOO_MANY_ROWS) or the archive (ARCHIVE_FULL) is full; the original is gone "
        "(IMAGE_GONE, FILE_MISSING) or cannot be written into (UNREADABLE)."
    ),
)
strawberry.enum(
    FindingState,
    name="SyncFindingState",
    description=(
        "What became of a difference: SUSPECTED at first sight, CONFIRMED at the second, then "
        "REPAIRED, or LEFT because it could not be."
    ),
)
strawberry.enum(
    Fit,
    name="PresetFit",
    description=(
        "How a picture meets the box of a preset; it is never enlarged. INSIDE: the whole picture, "
        "no larger than the box. COVER: the shape of the box, filled, with the focal point in it; "
        "smaller where the picture is. PAD: exactly the box, the whole picture in its middle."
    ),
)
strawberry.enum(Format, name="PictureFormat", description="A format of pictures.")
strawberry.enum(
    GroupImages,
    name="GroupImages",
    description=(
        "What becomes of the images of a group that is deleted: DELETE deletes them too, KEEP "
        "leaves them in the library, in no group."
    ),
)
strawberry.enum(ImportSource, description="The way a picture came in.")
strawberry.enum(
    ImportState,
    description=(
        "Where an import is. FINISHED: every item is accounted for, though some may be refused; "
        "FAILED: it could not go on as a whole, and may be retried."
    ),
)
strawberry.enum(
    ItemState,
    name="ImportItemState",
    description=(
        "What became of an item: TAKEN as an image, whose own processing tells the rest; SKIPPED "
        "for the library has the file already; REFUSED with a reason, to be retried; CANCELLED."
    ),
)
strawberry.enum(
    Privacy,
    name="PrivacyProfile",
    description=(
        "What a file tells beside its pixels. BARE: nothing at all, so no place, camera, owner, "
        "maker note, text, comment or preview, nor a colour profile, for its colours are sRGB. "
        "RIGHTS: creator, credit, copyright or digital source type, as its preset says, where they "
        "are known, and nothing else."
    ),
)
strawberry.enum(
    ProcessingState,
    description=(
        "Where a picture is on its way in: AWAITING_UPLOAD, QUEUED, PROCESSING, "
        "then READY or FAILED."
    ),
)
strawberry.enum(
    ProductImages,
    name="ProductImages",
    description=(
        "What becomes of the images of a product that is to be deleted: REFUSE keeps a product "
        "that has any, KEEP leaves them in the library, on no product."
    ),
)
strawberry.enum(
    ProductRole,
    name="ProductRole",
    description=(
        "What an image is to its product: its one MAIN picture, an ADDITIONAL view, the product "
        "in use (LIFESTYLE), a sample of its material or colour (SWATCH), or a DETAIL of it."
    ),
)
strawberry.enum(
    ReadinessState,
    description=(
        "How a picture answers a channel's rule, or the whole channel: it meets it (PASS), does "
        "not meet what is advised (WARN) or what must be (FAIL), was not measured, which is never "
        "a PASS (NOT_MEASURED), or is not asked for its role (NOT_APPLICABLE). A channel has the "
        "gravest answer to its rules."
    ),
)
strawberry.enum(
    QualityRule,
    name="QualityRule",
    description=(
        "What is looked at, each as docs/quality.md tells: SHARPNESS of the sharpest part; "
        "BRIGHTNESS; CLIPPED_SHADOWS and CLIPPED_HIGHLIGHTS of the subject; CONTRAST; NOISE; "
        "RESOLUTION, the longest side in pixels; ASPECT_RATIO, the longer side by the shorter; "
        "BORDER_UNIFORMITY; BACKGROUND_WHITENESS; SUBJECT_FILL, how much of the frame's side it "
        "takes; JPEG_QUALITY of the file that came in; COLOR_PROFILE, 1 where it is sure which "
        "colours are meant, else 0; UPSCALING, a suspicion."
    ),
)
strawberry.enum(
    QueueAssignee,
    name="ReviewQueueAssignee",
    description="Whose queue: what was given to you (ME), to nobody (UNASSIGNED), or all of it.",
)
strawberry.enum(
    QueueChange,
    name="ReviewQueueChange",
    description="What became of a picture in a queue of reviewers.",
)
strawberry.enum(
    ReviewReason,
    description="Why a picture was rejected or withdrawn; EXPIRED when its `validUntil` came.",
)
strawberry.enum(
    ReviewState, description="What people decided about a picture; only APPROVED ones are public."
)
strawberry.enum(
    RevisionKind,
    name="MetadataRevisionKind",
    description=(
        "How metadata came to be changed: people wrote it (EDIT), copied it from another picture "
        "(COPY), went back to an earlier state (REVERT), removed the place (LOCATION_REMOVED), or "
        "accepted what a model suggests (SUGGESTION)."
    ),
)
strawberry.enum(
    CustomFieldType,
    name="CustomFieldType",
    description=(
        "What a custom field holds: a TEXT, a NUMBER, a BOOLEAN, a DATE, one of its allowed values "
        "(CHOICE) or any number of them (CHOICES)."
    ),
)
strawberry.enum(
    BulkOutcome,
    name="BulkEditOutcome",
    description=(
        "What became of an image: it was EDITED; it says so already (UNCHANGED); it was changed or "
        "deleted before its turn, so that the filter finds it no more (SKIPPED); or it was REFUSED."
    ),
)
strawberry.enum(
    CollectionKind,
    description=(
        "Who says what is in a collection: people, one image after another (MANUAL), or a filter, "
        "whenever somebody asks (SMART)."
    ),
)
strawberry.enum(JobKind, description="What a job does.")
strawberry.enum(JobState, description="Where a job is.")
strawberry.enum(Permission, description="One thing that a role or a scope may allow.")
strawberry.enum(
    Right,
    name="PresetRight",
    description="What a file may say of whose picture it is, and how it was made.",
)
strawberry.enum(
    Role,
    description=(
        "What somebody is: a VIEWER reads the library, an IMPORTER also adds and edits, "
        "a REVIEWER also decides and deletes, an ADMIN also manages accounts and keys."
    ),
)
strawberry.enum(
    RowEnd, name="RowEnd", description="An end of a row: before all others (START), or after (END)."
)
strawberry.enum(
    RowOutcome,
    name="MetadataRowOutcome",
    description=(
        "What became of a row of a table: it CHANGED its image, or would; the image says so "
        "already (UNCHANGED); or it was REFUSED, as `error` says, and nothing of it was written."
    ),
)
strawberry.enum(
    RuleAction,
    name="ReviewRuleAction",
    description=(
        "What an automatic rule does: APPROVE, unless the picture lacks what approval asks for; "
        "REJECT with a reason; ROUTE to a reviewer, unless somebody has the picture already."
    ),
)
strawberry.enum(
    SameName,
    name="SameName",
    description=(
        "What becomes of a file whose name another one of its group has, whatever its capitals: "
        "KEEP_BOTH takes it in under a numbered name, REPLACE gives it to that image as by "
        "replaceImageFile, REJECT refuses it with NAME_TAKEN."
    ),
)
strawberry.enum(
    SuggestionState,
    name="SuggestionState",
    description="Whether somebody has accepted or dropped a suggestion; OPEN before.",
)
strawberry.enum(
    SyncClass,
    name="SyncClass",
    description=(
        "How store and records may differ, and what a repair does. OBJECT_WITHOUT_RECORD: nothing "
        "claims the object; it is deleted. ORIGINAL_MISSING: copied from an earlier version with "
        "the same bytes, else the picture is marked with a problem. RENDITION_MISSING: the "
        "picture is processed again. PUBLISHED_MISSING: published again. VERSION_MISSING: copied "
        "from the present file if it is the same, else the version is forgotten. SIZE_DIFFERS: "
        "renditions and public files are made again, a picture whose original differs is marked. "
        "CHECKSUM_DIFFERS, found by a deep run only: the picture is marked. UNFINISHED_PARTS: "
        "aborted."
    ),
)
strawberry.enum(
    UploadMethod,
    description=(
        "How bytes are sent to the store: as a form (POST), as one request (PUT), or in parts."
    ),
)
strawberry.enum(
    DeliveryState,
    name="WebhookDeliveryState",
    description=(
        "What became of a delivery: PENDING until the receiver takes it (DELIVERED); FAILED where "
        "it has not at the last try, which pauses the webhook until somebody resumes it; SKIPPED "
        "where it was left out then."
    ),
)
strawberry.enum(
    NoticeKind,
    name="NoticeKind",
    description=(
        "What people must be told: a webhook is paused for its receiver does not take events "
        "(WEBHOOK_PAUSED), one was behind so long that events are lost (EVENTS_LOST), or a "
        "picture cannot be brought to the shop (SHOP_PUSH_STUCK)."
    ),
)
strawberry.enum(
    WebhookState,
    name="WebhookState",
    description="Whether events are sent (ACTIVE) or wait (PAUSED).",
)
strawberry.enum(
    ShopPushState,
    name="ShopPushState",
    description=(
        "What is being done for the shop: nothing, for none is configured (OFF), all pictures "
        "are gone through (COPYING), changes are (FOLLOWING), it has all of them (IN_STEP), or it "
        "cannot go on now, as `lastError` says (WAITING)."
    ),
)
