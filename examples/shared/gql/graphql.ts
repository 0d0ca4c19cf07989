/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What a model is asked for: an alternative text of at most 512 characters (ALT_TEXT), a DESCRIPTION, KEYWORDS, or whatever the prompt says (CUSTOM), in at most 5,000 characters. */
export type AnalysisKind =
  | 'ALT_TEXT'
  | 'DESCRIPTION'
  | 'KEYWORDS'
  | 'CUSTOM';

/** One thing that a model is asked about a picture. */
export type AnalyzeInput = {
  /** What to write. */
  readonly kind: AnalysisKind;
  /** What else the model is told, at most 2,000 characters; CUSTOM needs one, and it is all that CUSTOM asks for. */
  readonly prompt?: string | null | undefined;
  /** The language to write in, such as en or pt-BR; the model's own choice if null. An alternative text is kept under it. */
  readonly locale?: string | null | undefined;
};

/** What an API key is for: CATALOG_READ reads approved pictures, nothing else. */
export type ApiKeyScope =
  | 'CATALOG_READ';

/** Which pictures to approve. */
export type ApproveImagesInput = {
  /** The images, at most 250 together with `decisions`. */
  readonly ids?: ReadonlyArray<string | number>;
  /** Images with the versions that you saw; they come after `ids`. */
  readonly decisions?: ReadonlyArray<ImageDecisionInput>;
  /** ABORT approves all or none. */
  readonly errorPolicy?: ErrorPolicy;
  /** Whether to approve what lacks something, or what you brought in yourself where that is forbidden. Needs the role ADMIN and a reason, and is kept in the audit. */
  readonly override?: boolean;
  /** Why, where `override` is true; at most 2,000 characters. */
  readonly overrideReason?: string | null | undefined;
};

/** A number of bytes; all that is given must hold. */
export type ByteCountIs = {
  /** Exactly this. */
  readonly eq?: number | null | undefined;
  /** More than this. */
  readonly gt?: number | null | undefined;
  /** This or more. */
  readonly gte?: number | null | undefined;
  /** Less than this. */
  readonly lt?: number | null | undefined;
  /** This or less. */
  readonly lte?: number | null | undefined;
};

/** Pictures by how they answer a channel. */
export type ChannelReadinessWhere = {
  /** The channel, such as `google`. */
  readonly channel: string;
  /** The answers, of which any will do; none finds nothing. */
  readonly state: ReadonlyArray<ReadinessState>;
};

/** Which uploads were sent. */
export type CompleteUploadsInput = {
  /** The uploads, at most 250. */
  readonly ids: ReadonlyArray<string | number>;
};

/** The new key. */
export type CreateApiKeyInput = {
  /** 1 to 100 characters. */
  readonly name: string;
  /** What it is for; at least one. */
  readonly scopes: ReadonlyArray<ApiKeyScope>;
  /** When it ends, in the future; null for never. */
  readonly expiresAt?: string | null | undefined;
};

/** The files, and what is said of all of them. */
export type CreateUploadsInput = {
  /** At most 250. */
  readonly files: ReadonlyArray<UploadFileInput>;
  /** POST for browsers, PUT for programs; MULTIPART sends files larger than 32 MiB in parts and the others by PUT. */
  readonly method?: UploadMethod;
  /** The SKU that they show, at most 64 characters. */
  readonly productCode?: string | null | undefined;
  /** The name of the product, should it be new; at most 256. */
  readonly productName?: string | null | undefined;
  /** The group that they belong to. */
  readonly group?: UploadGroupInput | null | undefined;
  /** The collections to put them into. */
  readonly collectionIds?: ReadonlyArray<string | number>;
  /** What becomes of a file that is there already. It is seen at once where the checksum is known, else once the picture is checked: with REJECT it is FAILED then, with DUPLICATE_IMAGE; with REUSE it is removed, its job ends with the stage REUSED, and its upload points to the image that was there. A reused image comes into the collections, and into the group and onto the product if it is in or on none. */
  readonly duplicates?: DuplicatePolicy;
  /** PICTURE counts the same pixels in another file too, once they are checked. */
  readonly duplicatesBy?: DuplicateScope;
  /** What becomes of a file whose name another one of the group has when it is announced or completed. With REPLACE, `completeUploads` gives the file to that image, which keeps its edits, product and collections, and is PENDING again; the announced image goes, and the file is not compared with duplicates once more. Without a group no names clash. */
  readonly sameName?: SameName;
  /** What a model is asked about each new picture once it is READY, at most 4 things; nothing by default. Not about a reused image, nor one whose file is replaced. Refused with AI_NOT_CONFIGURED where there is no model. */
  readonly analyze?: ReadonlyArray<AnalyzeInput>;
  /** 1 to 128 characters of your choice: sent again with the same key within a day, the same uploads are signed anew. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Pictures by a custom field: any value, or what its one other field says. */
export type CustomFieldFilter = {
  /** The field's key. */
  readonly key: string;
  /** Exactly this TEXT. */
  readonly text?: string | null | undefined;
  /** A NUMBER in a range. */
  readonly number?: NumberRange | null | undefined;
  /** This BOOLEAN. */
  readonly boolean?: boolean | null | undefined;
  /** A DATE in a range. */
  readonly date?: DateRange | null | undefined;
  /** This CHOICE, or this one among CHOICES. */
  readonly choice?: string | null | undefined;
};

/** From one day to another, both included; null is no limit. */
export type DateRange = {
  /** The first day. */
  readonly min?: string | null | undefined;
  /** The last day. */
  readonly max?: string | null | undefined;
};

/** What makes another picture the same as one. */
export type DuplicateKind =
  /** The same file, byte for byte. */
  | 'EXACT'
  /** The same pixels in another file, as with other metadata. */
  | 'SAME_PICTURE';

/** What becomes of a picture that is there already: KEEP takes it in all the same, REJECT refuses it with DUPLICATE_IMAGE, REUSE gives back the image that was there first. */
export type DuplicatePolicy =
  | 'KEEP'
  | 'REJECT'
  | 'REUSE';

/** What makes a picture a duplicate: the same FILE, byte for byte, or the same PICTURE, pixel for pixel, also in another file. */
export type DuplicateScope =
  | 'FILE'
  | 'PICTURE';

/** Whether one refusal of a call stops the others: ABORT does all or none. */
export type ErrorPolicy =
  | 'CONTINUE'
  | 'ABORT';

/** An object; all that is given must hold. */
export type IdIs = {
  /** Exactly this. */
  readonly eq?: string | number | null | undefined;
  /** One of these; at most 100, and none finds nothing. */
  readonly in?: ReadonlyArray<string | number> | null | undefined;
  /** Whether there is any. */
  readonly exists?: boolean | null | undefined;
};

/** A picture that something is decided about, as the caller saw it. */
export type ImageDecisionInput = {
  /** The image. */
  readonly id: string | number;
  /** The `version` that you read: CONFLICT if it changed since; null is any. */
  readonly expectedVersion?: number | null | undefined;
};

/** Whether a picture is wider or higher, as it is seen. */
export type ImageShape =
  /** Wider than high. */
  | 'LANDSCAPE'
  /** Higher than wide. */
  | 'PORTRAIT'
  /** As wide as high, to within 1 %. */
  | 'SQUARE';

/** A shape; all that is given must hold. */
export type ImageShapeIs = {
  /** Exactly this. */
  readonly eq?: ImageShape | null | undefined;
  /** One of these; at most 100, and none finds nothing. */
  readonly in?: ReadonlyArray<ImageShape> | null | undefined;
};

/** Which images; all that is given must hold. */
export type ImagesWhere = {
  /** What people decided. */
  readonly reviewState?: ReviewState | null | undefined;
  /** Where they are on their way in. */
  readonly state?: ProcessingState | null | undefined;
  /** The product that they show, by its exact code. */
  readonly productCode?: string | null | undefined;
  /** The group that they are in. */
  readonly groupId?: string | number | null | undefined;
  /** A collection that they are in. */
  readonly collectionId?: string | number | null | undefined;
  /** Conditions on the house's own fields; at most 5. */
  readonly customFields?: ReadonlyArray<CustomFieldFilter> | null | undefined;
  /** How they answer a sales channel. */
  readonly channelReadiness?: ChannelReadinessWhere | null | undefined;
  /** Whose `validUntil` is to come within so many days, 1 to 3,660. */
  readonly expiringWithinDays?: number | null | undefined;
  /** How they were judged. Where thresholds have changed, lists follow within minutes. */
  readonly quality?: QualityFilter | null | undefined;
  /** Words in names, titles, descriptions, keywords and codes, each of which must be there in some form; the last one may be a beginning. At most 200 characters and 12 words. */
  readonly search?: string | null | undefined;
  /** Where they are on their way in. */
  readonly processing?: ProcessingStateIs | null | undefined;
  /** What people decided. */
  readonly review?: ReviewStateIs | null | undefined;
  /** The code of the product that they show, capitals as they are. */
  readonly product?: TextIs | null | undefined;
  /** The group that they are in. */
  readonly group?: IdIs | null | undefined;
  /** A collection that they are in. */
  readonly collection?: IdIs | null | undefined;
  /** The account that sent them. */
  readonly importer?: IdIs | null | undefined;
  /** The way they came in. */
  readonly source?: ImportSourceIs | null | undefined;
  /** When they came in. */
  readonly createdAt?: TimeIs | null | undefined;
  /** When anything of them changed last. */
  readonly updatedAt?: TimeIs | null | undefined;
  /** When they were taken; as if in UTC where no offset is known. */
  readonly capturedAt?: TimeIs | null | undefined;
  /** When the last decision was made. */
  readonly decidedAt?: TimeIs | null | undefined;
  /** When their time ends. */
  readonly validUntil?: TimeIs | null | undefined;
  /** The size of the original. */
  readonly bytes?: ByteCountIs | null | undefined;
  /** In pixels, upright. */
  readonly width?: NumberIs | null | undefined;
  /** In pixels, upright. */
  readonly height?: NumberIs | null | undefined;
  /** Width times height. */
  readonly pixels?: NumberIs | null | undefined;
  /** Width by height, to four digits: 1.5 is 3:2. */
  readonly ratio?: NumberIs | null | undefined;
  /** Whether they are wider or higher. */
  readonly shape?: ImageShapeIs | null | undefined;
  /** Who made the camera, whatever the capitals and accents. */
  readonly cameraMake?: TextIs | null | undefined;
  /** The camera, whatever the capitals and accents. */
  readonly cameraModel?: TextIs | null | undefined;
  /** The lens, whatever the capitals and accents. */
  readonly lensModel?: TextIs | null | undefined;
  /** One of the keywords, whatever the capitals and accents. */
  readonly keyword?: TextIs | null | undefined;
  /** The type of the original, such as image/jpeg. */
  readonly contentType?: TextIs | null | undefined;
  /** The name of the file at its sender, whatever the capitals and accents. */
  readonly fileName?: TextIs | null | undefined;
  /** The code of what went wrong with those that FAILED. */
  readonly problem?: TextIs | null | undefined;
  /** Where they were taken. */
  readonly place?: PlaceIs | null | undefined;
  /** At least one of these is missing. */
  readonly missing?: ReadonlyArray<MissingPart> | null | undefined;
  /** Another picture is the same in one of these ways; those in the trash or FAILED are none. Lists follow within minutes. What looks alike is found by `similarTo`. */
  readonly duplicates?: ReadonlyArray<DuplicateKind> | null | undefined;
  /** All of these hold. Filters go 4 levels deep, with 50 conditions in all. */
  readonly and?: ReadonlyArray<ImagesWhere> | null | undefined;
  /** One of these holds; none finds nothing. */
  readonly or?: ReadonlyArray<ImagesWhere> | null | undefined;
  /** This does not hold. */
  readonly not?: ImagesWhere | null | undefined;
};

/** The way a picture came in. */
export type ImportSource =
  | 'UPLOAD'
  | 'DIRECT'
  | 'URL'
  | 'ARCHIVE'
  | 'BUCKET'
  | 'FOLDER';

/** A way in; all that is given must hold. */
export type ImportSourceIs = {
  /** Exactly this. */
  readonly eq?: ImportSource | null | undefined;
  /** One of these; at most 100, and none finds nothing. */
  readonly in?: ReadonlyArray<ImportSource> | null | undefined;
};

/** Who signs in. */
export type LoginInput = {
  /** The account's address; capitals do not matter. */
  readonly email: string;
  /** The account's password. */
  readonly password: string;
  /** Where the refresh token goes. */
  readonly sessionDelivery?: SessionDelivery;
};

/** What a picture may lack. */
export type MissingPart =
  /** A text for those who cannot see, in any language, unless it only decorates. */
  | 'ALT_TEXT'
  /** A description. */
  | 'DESCRIPTION'
  /** Keywords. */
  | 'KEYWORDS'
  /** A product that it shows. */
  | 'PRODUCT'
  /** A title. */
  | 'TITLE';

/** A number; all that is given must hold. */
export type NumberIs = {
  /** Exactly this. */
  readonly eq?: number | null | undefined;
  /** More than this. */
  readonly gt?: number | null | undefined;
  /** This or more. */
  readonly gte?: number | null | undefined;
  /** Less than this. */
  readonly lt?: number | null | undefined;
  /** This or less. */
  readonly lte?: number | null | undefined;
};

/** From one number to another, both included; null is no limit. */
export type NumberRange = {
  /** The least. */
  readonly min?: number | null | undefined;
  /** The most. */
  readonly max?: number | null | undefined;
};

/** One thing that a role or a scope may allow. */
export type Permission =
  | 'READ_CATALOG'
  | 'READ_LIBRARY'
  | 'IMPORT_IMAGES'
  | 'EDIT_IMAGES'
  | 'SEE_PRIVATE_METADATA'
  | 'SEE_RAW_METADATA'
  | 'REVIEW_IMAGES'
  | 'DELETE_IMAGES'
  | 'PURGE_IMAGES'
  | 'MANAGE_JOBS'
  | 'MANAGE_KEYS'
  | 'MANAGE_ACCOUNTS'
  | 'MANAGE_CUSTOM_FIELDS'
  | 'MANAGE_WEBHOOKS'
  | 'MANAGE_REVIEW_RULES'
  | 'OVERRIDE_APPROVAL'
  | 'READ_AUDIT'
  | 'REBUILD_STATS'
  | 'REGENERATE_RENDITIONS'
  | 'SYNCHRONIZE';

/** Between two parallels and two meridians, in degrees of WGS 84. */
export type PlaceBox = {
  /** From -90. */
  readonly south: number;
  /** From -180; greater than `east` where the box reaches over the date line. */
  readonly west: number;
  /** To 90. */
  readonly north: number;
  /** To 180. */
  readonly east: number;
};

/** Around a point, in degrees of WGS 84. */
export type PlaceCircle = {
  /** From -90 to 90. */
  readonly latitude: number;
  /** From -180 to 180. */
  readonly longitude: number;
  /** The radius, up to 20,000,000. */
  readonly metres: number;
};

/** Where a picture was taken; all that is given must hold. */
export type PlaceIs = {
  /** Within this box. */
  readonly box?: PlaceBox | null | undefined;
  /** Within this circle. */
  readonly circle?: PlaceCircle | null | undefined;
};

/** Where a picture is on its way in: AWAITING_UPLOAD, QUEUED, PROCESSING, then READY or FAILED. */
export type ProcessingState =
  | 'AWAITING_UPLOAD'
  | 'QUEUED'
  | 'PROCESSING'
  | 'READY'
  | 'FAILED';

/** A state of processing; all that is given must hold. */
export type ProcessingStateIs = {
  /** Exactly this. */
  readonly eq?: ProcessingState | null | undefined;
  /** One of these; at most 100, and none finds nothing. */
  readonly in?: ReadonlyArray<ProcessingState> | null | undefined;
};

/** How images were judged; all that is given must hold. */
export type QualityFilter = {
  /** The least score, itself included: 0 to 100. */
  readonly minScore?: number | null | undefined;
  /** The highest score, itself included: 0 to 100. */
  readonly maxScore?: number | null | undefined;
  /** At least one of these rules came to FAIL. */
  readonly failed?: ReadonlyArray<QualityRule> | null | undefined;
  /** At least one of these rules came to WARN. */
  readonly warned?: ReadonlyArray<QualityRule> | null | undefined;
};

/** What is looked at, each as docs/quality.md tells: SHARPNESS of the sharpest part; BRIGHTNESS; CLIPPED_SHADOWS and CLIPPED_HIGHLIGHTS of the subject; CONTRAST; NOISE; RESOLUTION, the longest side in pixels; ASPECT_RATIO, the longer side by the shorter; BORDER_UNIFORMITY; BACKGROUND_WHITENESS; SUBJECT_FILL, how much of the frame's side it takes; JPEG_QUALITY of the file that came in; COLOR_PROFILE, 1 where it is sure which colours are meant, else 0; UPSCALING, a suspicion. */
export type QualityRule =
  | 'SHARPNESS'
  | 'BRIGHTNESS'
  | 'CLIPPED_SHADOWS'
  | 'CLIPPED_HIGHLIGHTS'
  | 'CONTRAST'
  | 'NOISE'
  | 'RESOLUTION'
  | 'ASPECT_RATIO'
  | 'BORDER_UNIFORMITY'
  | 'BACKGROUND_WHITENESS'
  | 'SUBJECT_FILL'
  | 'JPEG_QUALITY'
  | 'COLOR_PROFILE'
  | 'UPSCALING';

/** How a picture answers a channel's rule, or the whole channel: it meets it (PASS), does not meet what is advised (WARN) or what must be (FAIL), was not measured, which is never a PASS (NOT_MEASURED), or is not asked for its role (NOT_APPLICABLE). A channel has the gravest answer to its rules. */
export type ReadinessState =
  | 'PASS'
  | 'WARN'
  | 'FAIL'
  | 'NOT_MEASURED'
  | 'NOT_APPLICABLE';

/** Which session goes on. */
export type RefreshSessionInput = {
  /** The refresh token of the last `login` or `refreshSession`. Null takes the one in the cookie, and the next one goes into the cookie, too, whatever `sessionDelivery` says. */
  readonly refreshToken?: string | null | undefined;
  /** Where the next refresh token goes. */
  readonly sessionDelivery?: SessionDelivery;
};

/** Who wants an account. */
export type RegisterInput = {
  /** An email address; capitals do not matter. */
  readonly email: string;
  /** 10 to 128 characters. */
  readonly password: string;
  /** What to call them, 1 to 100 characters. */
  readonly name: string;
};

/** Why a picture was rejected or withdrawn; EXPIRED when its `validUntil` came. */
export type ReviewReason =
  | 'QUALITY'
  | 'WRONG_PRODUCT'
  | 'DUPLICATE'
  | 'RIGHTS'
  | 'PRIVACY'
  | 'OUTDATED'
  | 'EXPIRED'
  | 'OTHER';

/** What people decided about a picture; only APPROVED ones are public. */
export type ReviewState =
  | 'PENDING'
  | 'APPROVED'
  | 'REJECTED'
  | 'WITHDRAWN';

/** A state of review; all that is given must hold. */
export type ReviewStateIs = {
  /** Exactly this. */
  readonly eq?: ReviewState | null | undefined;
  /** One of these; at most 100, and none finds nothing. */
  readonly in?: ReadonlyArray<ReviewState> | null | undefined;
};

/** What somebody is: a VIEWER reads the library, an IMPORTER also adds and edits, a REVIEWER also decides and deletes, an ADMIN also manages accounts and keys. */
export type Role =
  | 'VIEWER'
  | 'IMPORTER'
  | 'REVIEWER'
  | 'ADMIN';

/** What becomes of a file whose name another one of its group has, whatever its capitals: KEEP_BOTH takes it in under a numbered name, REPLACE gives it to that image as by replaceImageFile, REJECT refuses it with NAME_TAKEN. */
export type SameName =
  | 'KEEP_BOTH'
  | 'REPLACE'
  | 'REJECT';

/** How a client gets the refresh token of its session. */
export type SessionDelivery =
  /** In the answer. */
  | 'BODY'
  /** In a cookie that scripts cannot read (HttpOnly, SameSite=Strict), only for pages of this very origin. It serves `refreshSession` and `logout`, and nothing else. */
  | 'COOKIE';

/** Which parts of which upload. */
export type SignUploadPartsInput = {
  /** An upload by MULTIPART. */
  readonly uploadId: string | number;
  /** The parts, from 1 to `partCount`; at most 250 in a call. */
  readonly partNumbers: ReadonlyArray<number>;
};

/** A text; all that is given must hold. */
export type TextIs = {
  /** Exactly this. */
  readonly eq?: string | null | undefined;
  /** One of these; at most 100, and none finds nothing. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** How it begins. */
  readonly startsWith?: string | null | undefined;
  /** Whether there is any. */
  readonly exists?: boolean | null | undefined;
};

/** A moment; all that is given must hold. */
export type TimeIs = {
  /** Later than this. */
  readonly gt?: string | null | undefined;
  /** Then or later. */
  readonly gte?: string | null | undefined;
  /** Earlier than this. */
  readonly lt?: string | null | undefined;
  /** Then or earlier. */
  readonly lte?: string | null | undefined;
  /** Whether there is any. */
  readonly exists?: boolean | null | undefined;
};

/** What to change. Not sent: stays; null: cleared. */
export type UpdateImageInput = {
  /** The image. */
  readonly id: string | number;
  /** The `version` that you read; CONFLICT if somebody changed it since. */
  readonly expectedVersion: number;
  /** At most 256 characters. */
  readonly title?: string | null | undefined;
  /** At most 5,000 characters. */
  readonly description?: string | null | undefined;
  /** At most 100 of 64 characters; doubles and blanks are dropped. */
  readonly keywords?: ReadonlyArray<string> | null | undefined;
  /** The SKU that it shows, at most 64 characters; a new one makes its product. */
  readonly productCode?: string | null | undefined;
  /** Renames the product, for all of its images; at most 256 characters. */
  readonly productName?: string | null | undefined;
};

/** A file that is going to be sent. */
export type UploadFileInput = {
  /** The file's name. */
  readonly fileName: string;
  /** image/jpeg, image/png, image/webp, image/tiff, image/gif, image/avif, image/heic or image/heif. */
  readonly contentType: string;
  /** The exact size of the file; the limit is a setting, 50 MiB by default. */
  readonly size: number;
  /** The file's SHA-256 in hex: another file that comes in its place is FAILED. */
  readonly sha256?: string | null | undefined;
};

/** The group of the images: a known or a new one. */
export type UploadGroupInput =
  {   /** A known group. */
  readonly id: string | number; readonly name?: never; }
  |  { readonly id?: never;   /** A new group with this name, 1 to 200 characters. */
  readonly name: string; };

/** The files, and what is said of all of them. */
export type UploadImagesInput = {
  /** JPEG, PNG, WebP, TIFF, GIF, AVIF or HEIC, at most 250 files in a call. The size limit of each is a setting, 50 MiB by default. */
  readonly files: ReadonlyArray<Blob>;
  /** The SKU that they show, at most 64 characters. */
  readonly productCode?: string | null | undefined;
  /** The name of the product, should it be new; at most 256. */
  readonly productName?: string | null | undefined;
  /** The group that they belong to. */
  readonly group?: UploadGroupInput | null | undefined;
  /** The collections to put them into. */
  readonly collectionIds?: ReadonlyArray<string | number>;
  /** What becomes of a file that is there already. It is seen at once where the checksum is known, else once the picture is checked: with REJECT it is FAILED then, with DUPLICATE_IMAGE; with REUSE it is removed, its job ends with the stage REUSED, and its upload points to the image that was there. A reused image comes into the collections, and into the group and onto the product if it is in or on none. */
  readonly duplicates?: DuplicatePolicy;
  /** PICTURE counts the same pixels in another file too, once they are checked. */
  readonly duplicatesBy?: DuplicateScope;
  /** What becomes of a file whose name another one of the group has. With REPLACE only the file changes: the image keeps its edits, product and collections, and is PENDING again. Without a group no names clash. */
  readonly sameName?: SameName;
  /** What a model is asked about each new picture once it is READY, at most 4 things; nothing by default. Not about a reused image, nor one whose file is replaced. Refused with AI_NOT_CONFIGURED where there is no model. */
  readonly analyze?: ReadonlyArray<AnalyzeInput>;
  /** 1 to 128 characters of your choice: sent again with the same key within a day, the call is not done again but answered as before. */
  readonly idempotencyKey?: string | null | undefined;
};

/** How bytes are sent to the store: as a form (POST), as one request (PUT), or in parts. */
export type UploadMethod =
  | 'POST'
  | 'PUT'
  | 'MULTIPART';

/** Why something was refused. Codes are added, never changed. */
export type UserErrorCode =
  | 'ADMIN_NEEDED'
  | 'AI_NOT_CONFIGURED'
  | 'ALREADY_CURRENT'
  | 'ALREADY_DECIDED'
  | 'ALREADY_IMPORTED'
  | 'ARCHIVE_CHANGED'
  | 'ARCHIVE_DAMAGED'
  | 'ARCHIVE_GONE'
  | 'ARCHIVE_OVERLAPS'
  | 'ARCHIVE_TOO_FULL'
  | 'ARCHIVE_TOO_LARGE'
  | 'BEING_PURGED'
  | 'BULK_EDIT_RUNNING'
  | 'CALL_IN_PROGRESS'
  | 'CHANNEL_RULES_UNMET'
  | 'CHECKSUM_MISMATCH'
  | 'COLLECTION_IS_MANUAL'
  | 'COLLECTION_IS_SMART'
  | 'COLUMN_READ_ONLY'
  | 'CONFLICT'
  | 'COUNT_DIFFERS'
  | 'COOKIE_UNAVAILABLE'
  | 'CRASHED'
  | 'CSV_COLUMN_MISSING'
  | 'CSV_COLUMN_UNKNOWN'
  | 'CSV_EMPTY'
  | 'CSV_IMAGE_TWICE'
  | 'CSV_ROW_TOO_WIDE'
  | 'CSV_TOO_LONG'
  | 'CSV_UNREADABLE'
  | 'CUSTOM_FIELD_INVALID'
  | 'CUSTOM_FIELD_KEY_TAKEN'
  | 'CUSTOM_FIELD_UNKNOWN'
  | 'DOWNLOAD_TOO_LARGE'
  | 'DRY_RUN_REPAIRS'
  | 'DUPLICATE_IMAGE'
  | 'EMAIL_IN_USE'
  | 'EMPTY_FILE'
  | 'ENTRY_COMPRESSION_UNKNOWN'
  | 'ENTRY_DAMAGED'
  | 'ENTRY_ENCRYPTED'
  | 'ENTRY_IS_ARCHIVE'
  | 'ENTRY_NAME_UNSAFE'
  | 'ENTRY_NOT_A_FILE'
  | 'ENTRY_TOO_DENSE'
  | 'ENTRY_TWICE'
  | 'EVENTS_MISSING'
  | 'EXIFTOOL_MISSING'
  | 'FIELD_MISSING'
  | 'FILE_CORRUPT'
  | 'FILE_MISSING'
  | 'FILE_REPLACED'
  | 'FILE_TOO_LARGE'
  | 'FILE_TRUNCATED'
  | 'FILE_VERSION_GONE'
  | 'FILTER_OUTDATED'
  | 'FOUR_EYES'
  | 'IMPORT_INTERRUPTED'
  | 'INCOMPLETE'
  | 'INVALID_CHECKSUM'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_EMAIL'
  | 'INVALID_EXPIRY'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'INVALID_FOCAL_POINT'
  | 'INVALID_ID'
  | 'INVALID_IDEMPOTENCY_KEY'
  | 'INVALID_NAME'
  | 'INVALID_PASSWORD_PASS'
  | 'INVALID_PLACE'
  | 'INVALID_POSITION'
  | 'INVALID_PREFIX'
  | 'INVALID_REFRESH_TOKEN'
  | 'INVALID_RULE'
  | 'INVALID_TRANSITION'
  | 'INVALID_URL'
  | 'INVALID_VALIDITY'
  | 'INVALID_VALUE'
  | 'JOB_NOT_CANCELLABLE'
  | 'JOB_NOT_RETRYABLE'
  | 'MANIFEST_COLUMN_UNKNOWN'
  | 'MANIFEST_FILE_MISSING'
  | 'MANIFEST_FILE_TWICE'
  | 'MANIFEST_FILE_UNNAMED'
  | 'MANIFEST_ROW_TOO_WIDE'
  | 'MANIFEST_TOO_LONG'
  | 'MANIFEST_UNREADABLE'
  | 'MATCHES_NO_MORE'
  | 'METADATA_UNREADABLE'
  | 'METADATA_UNWRITABLE'
  | 'NAME_TAKEN'
  | 'NOTHING_TO_EDIT'
  | 'NOTHING_TO_REPAIR'
  | 'NOTHING_TO_RETRY'
  | 'NOTHING_TO_UNDO'
  | 'NOT_A_REVIEWER'
  | 'NOT_FOUND'
  | 'NOT_IN_COLLECTION'
  | 'NOT_IN_PARTS'
  | 'NOT_IN_TRASH'
  | 'NOT_ON_PRODUCT'
  | 'NOT_READY'
  | 'NOT_YOUR_DECISION'
  | 'NO_FILES'
  | 'OBJECT_MISSING'
  | 'OUT_OF_MEMORY'
  | 'PARTS_MISSING'
  | 'PART_OUT_OF_RANGE'
  | 'PRODUCT_CODE_IN_USE'
  | 'PRODUCT_CODE_MISSING'
  | 'PRODUCT_FULL'
  | 'PRODUCT_HAS_IMAGES'
  | 'REGISTRATION_CLOSED'
  | 'REGENERATION_RUNNING'
  | 'REQUIRED_FIELDS_MISSING'
  | 'SCOPE_MISSING'
  | 'SIZE_MISMATCH'
  | 'SMART_COLLECTION_NESTED'
  | 'STATS_REBUILDING'
  | 'STILL_PROCESSING'
  | 'STORE_UNAVAILABLE'
  | 'SUGGESTION_OUTDATED'
  | 'SYNC_RUNNING'
  | 'TEXT_MISSING'
  | 'TEXT_TOO_LONG'
  | 'TIMED_OUT'
  | 'TOO_MANY'
  | 'TOO_MANY_KEYWORDS'
  | 'TYPE_MISMATCH'
  | 'UNDO_TOO_LATE'
  | 'UNKNOWN_CHANNEL'
  | 'UNKNOWN_PRESET'
  | 'UNKNOWN_SCOPE'
  | 'TOO_MANY_FRAMES'
  | 'TOO_MANY_PIXELS'
  | 'UNSUPPORTED_FORMAT'
  | 'UPLOAD_BUSY'
  | 'UPLOAD_CHANGED'
  | 'UPLOAD_COMPLETED'
  | 'UPLOAD_EXPIRED'
  | 'UPLOAD_MISSING'
  | 'URL_ADDRESS_REFUSED'
  | 'URL_BAD_STATUS'
  | 'URL_CONTENT_ENCODED'
  | 'URL_HOST_UNKNOWN'
  | 'URL_PORT_REFUSED'
  | 'URL_TIMED_OUT'
  | 'URL_TOO_MANY_REDIRECTS'
  | 'URL_UNREACHABLE'
  | 'VALIDITY_OVER'
  | 'WEAK_PASSWORD'
  | 'WEBHOOK_QUERY_INVALID'
  | 'WRONG_PASSWORD';

/** Which pictures to withdraw, and why. */
export type WithdrawImagesInput = {
  /** The images, at most 250 together with `decisions`. */
  readonly ids?: ReadonlyArray<string | number>;
  /** Images with the versions that you saw; they come after `ids`. */
  readonly decisions?: ReadonlyArray<ImageDecisionInput>;
  /** Why, for the importer. */
  readonly reason: ReviewReason;
  /** What to do about it, at most 2,000 characters. */
  readonly note?: string | null | undefined;
  /** ABORT does all or none. */
  readonly errorPolicy?: ErrorPolicy;
};

export type ProblemsFragment = { readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

export type TokensFragment = { readonly __typename: 'Session', readonly accessToken: string, readonly refreshToken: string, readonly expiresAt: string };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { readonly __typename: 'Mutation', readonly register: { readonly __typename: 'RegisterPayload', readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { readonly __typename: 'Mutation', readonly login: { readonly __typename: 'LoginPayload', readonly session: { readonly __typename: 'Session', readonly accessToken: string, readonly refreshToken: string, readonly expiresAt: string } | null, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type RefreshSessionMutationVariables = Exact<{
  input: RefreshSessionInput;
}>;


export type RefreshSessionMutation = { readonly __typename: 'Mutation', readonly refreshSession: { readonly __typename: 'RefreshSessionPayload', readonly session: { readonly __typename: 'Session', readonly accessToken: string, readonly refreshToken: string, readonly expiresAt: string } | null, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { readonly __typename: 'Mutation', readonly logout: { readonly __typename: 'LogoutPayload', readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly __typename: 'Query', readonly viewer: { readonly __typename: 'Viewer', readonly id: string, readonly email: string | null, readonly role: Role | null, readonly permissions: ReadonlyArray<Permission> } | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly __typename: 'Mutation', readonly createApiKey: { readonly __typename: 'CreateApiKeyPayload', readonly secret: string | null, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type UploadImagesMutationVariables = Exact<{
  input: UploadImagesInput;
}>;


export type UploadImagesMutation = { readonly __typename: 'Mutation', readonly uploadImages: { readonly __typename: 'UploadImagesPayload', readonly results: ReadonlyArray<{ readonly __typename: 'UploadResult', readonly fileName: string, readonly imageId: string | null, readonly error: { readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> } | null }>, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type CreateUploadsMutationVariables = Exact<{
  input: CreateUploadsInput;
}>;


export type CreateUploadsMutation = { readonly __typename: 'Mutation', readonly createUploads: { readonly __typename: 'CreateUploadsPayload', readonly results: ReadonlyArray<{ readonly __typename: 'CreateUploadResult', readonly uploadId: string | null, readonly imageId: string | null, readonly method: UploadMethod | null, readonly url: string | null, readonly partBytes: number | null, readonly partCount: number | null, readonly error: { readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> } | null, readonly fields: ReadonlyArray<{ readonly __typename: 'UploadField', readonly name: string, readonly value: string }>, readonly headers: ReadonlyArray<{ readonly __typename: 'UploadField', readonly name: string, readonly value: string }> }>, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type TicketFragment = { readonly __typename: 'CreateUploadResult', readonly uploadId: string | null, readonly imageId: string | null, readonly method: UploadMethod | null, readonly url: string | null, readonly partBytes: number | null, readonly partCount: number | null, readonly fields: ReadonlyArray<{ readonly __typename: 'UploadField', readonly name: string, readonly value: string }>, readonly headers: ReadonlyArray<{ readonly __typename: 'UploadField', readonly name: string, readonly value: string }> };

export type SignUploadPartsMutationVariables = Exact<{
  input: SignUploadPartsInput;
}>;


export type SignUploadPartsMutation = { readonly __typename: 'Mutation', readonly signUploadParts: { readonly __typename: 'SignUploadPartsPayload', readonly parts: ReadonlyArray<{ readonly __typename: 'SignedUploadPart', readonly partNumber: number, readonly url: string, readonly bytes: number, readonly headers: ReadonlyArray<{ readonly __typename: 'UploadField', readonly name: string, readonly value: string }> }>, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type PartFragment = { readonly __typename: 'SignedUploadPart', readonly partNumber: number, readonly url: string, readonly bytes: number, readonly headers: ReadonlyArray<{ readonly __typename: 'UploadField', readonly name: string, readonly value: string }> };

export type CompleteUploadsMutationVariables = Exact<{
  input: CompleteUploadsInput;
}>;


export type CompleteUploadsMutation = { readonly __typename: 'Mutation', readonly completeUploads: { readonly __typename: 'CompleteUploadsPayload', readonly results: ReadonlyArray<{ readonly __typename: 'CompleteUploadResult', readonly imageId: string | null, readonly error: { readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> } | null }>, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type ImageProcessingSubscriptionVariables = Exact<{
  imageIds?: ReadonlyArray<string | number> | string | number | null | undefined;
}>;


export type ImageProcessingSubscription = { readonly imageProcessing: { readonly __typename: 'ImageProcessingEvent', readonly imageId: string, readonly stage: string, readonly problem: { readonly __typename: 'Problem', readonly code: string, readonly message: string } | null } };

export type RowFragment = { readonly __typename: 'Image', readonly id: string, readonly version: number, readonly fileName: string, readonly title: string | null, readonly description: string | null, readonly review: { readonly __typename: 'Review', readonly state: ReviewState } };

export type ImagesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  where?: ImagesWhere | null | undefined;
}>;


export type ImagesQuery = { readonly __typename: 'Query', readonly images: { readonly __typename: 'ImageConnection', readonly edges: ReadonlyArray<{ readonly __typename: 'ImageEdge', readonly cursor: string, readonly node: { readonly __typename: 'Image', readonly id: string, readonly version: number, readonly fileName: string, readonly title: string | null, readonly description: string | null, readonly review: { readonly __typename: 'Review', readonly state: ReviewState } } }>, readonly pageInfo: { readonly __typename: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type ImageQueryVariables = Exact<{
  id: string | number;
}>;


export type ImageQuery = { readonly __typename: 'Query', readonly node:
    | { readonly __typename: 'Collection', readonly id: string }
    | { readonly __typename: 'Export', readonly id: string }
    | { readonly __typename: 'Image', readonly id: string, readonly version: number, readonly fileName: string, readonly title: string | null, readonly description: string | null, readonly publication: { readonly __typename: 'Publication', readonly at: string, readonly renditions: ReadonlyArray<{ readonly __typename: 'PublishedRendition', readonly url: string }> } | null, readonly review: { readonly __typename: 'Review', readonly state: ReviewState } }
    | { readonly __typename: 'ImageGroup', readonly id: string }
    | { readonly __typename: 'Import', readonly id: string }
    | { readonly __typename: 'Job', readonly id: string }
    | { readonly __typename: 'Product', readonly id: string }
   | null };

export type UpdateImageMutationVariables = Exact<{
  input: UpdateImageInput;
}>;


export type UpdateImageMutation = { readonly __typename: 'Mutation', readonly updateImage: { readonly __typename: 'UpdateImagePayload', readonly image: { readonly __typename: 'Image', readonly id: string, readonly version: number, readonly fileName: string, readonly title: string | null, readonly description: string | null, readonly review: { readonly __typename: 'Review', readonly state: ReviewState } } | null, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type ApproveImagesMutationVariables = Exact<{
  input: ApproveImagesInput;
}>;


export type ApproveImagesMutation = { readonly __typename: 'Mutation', readonly approveImages: { readonly __typename: 'ApproveImagesPayload', readonly images: ReadonlyArray<{ readonly __typename: 'Image', readonly id: string, readonly version: number, readonly fileName: string, readonly title: string | null, readonly description: string | null, readonly review: { readonly __typename: 'Review', readonly state: ReviewState } }>, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type WithdrawImagesMutationVariables = Exact<{
  input: WithdrawImagesInput;
}>;


export type WithdrawImagesMutation = { readonly __typename: 'Mutation', readonly withdrawImages: { readonly __typename: 'WithdrawImagesPayload', readonly images: ReadonlyArray<{ readonly __typename: 'Image', readonly id: string, readonly version: number, readonly fileName: string, readonly title: string | null, readonly description: string | null, readonly review: { readonly __typename: 'Review', readonly state: ReviewState } }>, readonly userErrors: ReadonlyArray<{ readonly __typename: 'UserError', readonly code: UserErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }> } };

export type ProductsQueryVariables = Exact<{
  codes?: ReadonlyArray<string> | string | null | undefined;
}>;


export type ProductsQuery = { readonly __typename: 'Query', readonly products: { readonly __typename: 'CatalogProductConnection', readonly missingCodes: ReadonlyArray<string>, readonly nodes: ReadonlyArray<{ readonly __typename: 'CatalogProduct', readonly id: string, readonly code: string, readonly name: string | null, readonly images: ReadonlyArray<{ readonly __typename: 'CatalogImage', readonly id: string, readonly altText: string | null, readonly renditions: ReadonlyArray<{ readonly __typename: 'PublishedRendition', readonly url: string, readonly width: number }> }> }> } };

export const ProblemsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ProblemsFragment, unknown>;
export const TokensFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Tokens"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<TokensFragment, unknown>;
export const TicketFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Ticket"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUploadResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"uploadId"}},{"kind":"Field","name":{"kind":"Name","value":"imageId"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"partBytes"}},{"kind":"Field","name":{"kind":"Name","value":"partCount"}}]}}]} as unknown as DocumentNode<TicketFragment, unknown>;
export const PartFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Part"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedUploadPart"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"partNumber"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}}]}}]} as unknown as DocumentNode<PartFragment, unknown>;
export const RowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Row"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"review"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]} as unknown as DocumentNode<RowFragment, unknown>;
export const RegisterDocument = {"__meta__":{"hash":"sha256:c27a688b6433f97336ace75364f01111baf50eeb8914079a620dc0f851cbe80c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Register"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"register"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<RegisterMutation, RegisterMutationVariables>;
export const LoginDocument = {"__meta__":{"hash":"sha256:a7c67a8868bbf93a3a6c7ed8f36f8efa6db9da0d346a5ad4f9979a92292782d9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Login"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Tokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Tokens"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<LoginMutation, LoginMutationVariables>;
export const RefreshSessionDocument = {"__meta__":{"hash":"sha256:476c76bd6d0c59ae4b271af57f5d0fd75ca73686338ad06359595965df0c1e12"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RefreshSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"refreshSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Tokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Tokens"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const LogoutDocument = {"__meta__":{"hash":"sha256:9e5e9fa8eeea9b0927f234ccc57b9fd73484b0031d6c45d67a66def26d03ce6a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Logout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"logout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<LogoutMutation, LogoutMutationVariables>;
export const ViewerDocument = {"__meta__":{"hash":"sha256:1b17d426ee0f119eb35662353dc6fa6ef779fd19bae13d4073c9498b8591bc92"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const CreateApiKeyDocument = {"__meta__":{"hash":"sha256:62b73c29a7b21c26580df1d80a8d79bf3ede48c25007bd8a6f1a05ef5670296e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const UploadImagesDocument = {"__meta__":{"hash":"sha256:af80a00859f14bfdaa3509d939f4e62de182062b59d7c8a05652b08ce7217455"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UploadImages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UploadImagesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"uploadImages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"imageId"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<UploadImagesMutation, UploadImagesMutationVariables>;
export const CreateUploadsDocument = {"__meta__":{"hash":"sha256:16188e9784ee71df2f43ea25f2ac4f6bd44a3e3b49914be2407155902679a60a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateUploads"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUploadsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"createUploads"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Ticket"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Ticket"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUploadResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"uploadId"}},{"kind":"Field","name":{"kind":"Name","value":"imageId"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"partBytes"}},{"kind":"Field","name":{"kind":"Name","value":"partCount"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CreateUploadsMutation, CreateUploadsMutationVariables>;
export const SignUploadPartsDocument = {"__meta__":{"hash":"sha256:5bab930b90a6a5a1c35a404654574a4a3e9b9fef041a586bc6d17e9a2b5dd444"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignUploadParts"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignUploadPartsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"signUploadParts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"parts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Part"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Part"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedUploadPart"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"partNumber"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<SignUploadPartsMutation, SignUploadPartsMutationVariables>;
export const CompleteUploadsDocument = {"__meta__":{"hash":"sha256:3d9b7136529fe4bfb03faedf0e83f1c6e0fe2c23eb10d5fb5992bcc107712908"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompleteUploads"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteUploadsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"completeUploads"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"imageId"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CompleteUploadsMutation, CompleteUploadsMutationVariables>;
export const ImageProcessingDocument = {"__meta__":{"hash":"sha256:282418690efb8ab8441e73697d61571ce455f4355ae22571d176e54cf967b9bc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ImageProcessing"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"imageIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageProcessing"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"imageIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"imageIds"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"imageId"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ImageProcessingSubscription, ImageProcessingSubscriptionVariables>;
export const ImagesDocument = {"__meta__":{"hash":"sha256:c5c3a00a07556b3c87212602f9b2021ec248a3c9865fb2ef993393bf3e77aafc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Images"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"where"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesWhere"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"where"},"value":{"kind":"Variable","name":{"kind":"Name","value":"where"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Row"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Row"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"review"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]} as unknown as DocumentNode<ImagesQuery, ImagesQueryVariables>;
export const ImageDocument = {"__meta__":{"hash":"sha256:b75d7a623b5a2cccd0037fb8e95af81e75053580ef8e5c17aa3be62e7d5893b9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Image"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Row"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"publication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"renditions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Row"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"review"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]} as unknown as DocumentNode<ImageQuery, ImageQueryVariables>;
export const UpdateImageDocument = {"__meta__":{"hash":"sha256:35e3928a32163f1dd97d68ed618d365c6126b53132ad8fc9a30ee7c881bc6275"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateImage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateImageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateImage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Row"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Row"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"review"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<UpdateImageMutation, UpdateImageMutationVariables>;
export const ApproveImagesDocument = {"__meta__":{"hash":"sha256:beceb26764d1509c9808e5cbba602cf4d644067d77f4f3b3307722b4691e17b2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ApproveImages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApproveImagesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"approveImages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"images"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Row"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Row"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"review"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ApproveImagesMutation, ApproveImagesMutationVariables>;
export const WithdrawImagesDocument = {"__meta__":{"hash":"sha256:f7f0357ccd95cf9a87c3a780d0ac109b645817e120255b0ff4a018f7960449d0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"WithdrawImages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WithdrawImagesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"withdrawImages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"images"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Row"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problems"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Row"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"review"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problems"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<WithdrawImagesMutation, WithdrawImagesMutationVariables>;
export const ProductsDocument = {"__meta__":{"hash":"sha256:26956dd0e3238c9d42f64c27bee0974ff23d677d99f1504e4e6dd3b3662dc5b1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Products"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"codes"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"codes"},"value":{"kind":"Variable","name":{"kind":"Name","value":"codes"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"images"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"altText"}},{"kind":"Field","name":{"kind":"Name","value":"renditions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"width"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"missingCodes"}}]}}]}}]} as unknown as DocumentNode<ProductsQuery, ProductsQueryVariables>;