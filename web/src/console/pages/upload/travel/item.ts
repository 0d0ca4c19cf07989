import type { CreateUploadsInput } from "../../../generated/schema";
import type { TravelImageFragment } from "./travel.generated";

/**
 * Where a file is on its way.
 *
 * CHOSEN: nothing has left yet. WAITING, SENDING, PAUSED: its bytes have to travel. ARRIVING: they
 * are in the store. PROCESSING: Ecogram looks at them. READY, THERE (the library had it already)
 * and REFUSED are ends. FAILED may be tried again. LOST: the browser has not kept the file over a
 * reload, so it has to be chosen again.
 */
export type ItemState =
  | "CHOSEN"
  | "WAITING"
  | "SENDING"
  | "PAUSED"
  | "ARRIVING"
  | "PROCESSING"
  | "READY"
  | "THERE"
  | "REFUSED"
  | "FAILED"
  | "LOST";

/** Why a file was not taken in: a code of the API, and its English sentence. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
}

/** A file on its way, as it is drawn and as it is kept; replaced, never changed. */
export interface Item {
  readonly id: string;
  /** The tab whose file it is. */
  readonly owner: string;
  readonly account: string;
  readonly name: string;
  /** With the folders that it was dropped in. */
  readonly path: string;
  readonly size: number;
  readonly type: string;
  readonly lastModified: number;
  readonly addedAt: number;
  readonly state: ItemState;
  /** Bytes that have left. */
  readonly sent: number;
  /** Of its processing: QUEUED, CHECKED, METADATA, RENDITIONS. */
  readonly stage: string | null;
  readonly trouble: Trouble | null;
  /** In hex; null until it is known, and where the browser cannot tell. */
  readonly sha256: string | null;
  /** Whether it is known by now if the library has it. */
  readonly checked: boolean;
  /** The picture of the library that it is. */
  readonly twin: string | null;
  readonly announcement: string | null;
  /** Its place in its announcement. */
  readonly place: number;
  readonly uploadId: string | null;
  readonly imageId: string | null;
  readonly image: TravelImageFragment | null;
}

/** Files that are told to the API in one call; said again with the same key, it answers the same. */
export interface Announcement {
  readonly key: string;
  readonly account: string;
  readonly input: CreateUploadsInput;
}

/** What is said of all files of a batch. */
export type Batch = Omit<CreateUploadsInput, "files" | "idempotencyKey" | "method">;

export const ENDS: ReadonlySet<ItemState> = new Set(["READY", "THERE", "REFUSED"]);
/** Something of them has still to leave this machine. */
export const TRAVELLING: ReadonlySet<ItemState> = new Set(["WAITING", "SENDING", "ARRIVING"]);
/** Something of them has still to be done, maybe by the person. */
export const OPEN: ReadonlySet<ItemState> = new Set([
  "WAITING",
  "SENDING",
  "PAUSED",
  "ARRIVING",
  "PROCESSING",
  "FAILED",
  "LOST",
]);
