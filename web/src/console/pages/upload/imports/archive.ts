import type { Client } from "@urql/core";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { onLeave } from "../glance/glance";
import { Asking } from "../travel/asking";
import type { Batch } from "../travel/item";
import { Sender } from "../travel/sender";
import { AnnounceArchiveDocument, BeginArchiveImportDocument } from "./imports.generated";

/** An archive on its way to the store. */
export interface Going {
  readonly name: string;
  readonly size: number;
  readonly sent: number;
  readonly state: "SENDING" | "FAILED" | "REFUSED" | "BEGUN";
  readonly refusals: readonly RefusalFragment[];
}

const ID = "archive";
const TYPE = "application/zip";
const listeners = new Set<() => void>();
let going: Going | null = null;
let stopSending: (() => void) | null = null;
let again: (() => void) | null = null;

/** The archive that is on its way, whatever page is open; null where there is none. */
export function archiveGoing(): Going | null {
  return going;
}

export function subscribeArchive(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Sends an archive, in parts where it is large, and begins its import. */
export function sendArchive(client: Client, file: File, batch: Batch): void {
  const asking = new Asking(client);
  let begin = (): Promise<void> => Promise.resolve();
  const failed = (): void => tell({ state: "FAILED" });
  const sender = new Sender({
    sign: asking.sign,
    partsThere: asking.partsThere,
    onProgress: (_, sent) => tell({ sent }),
    onSent: () => void begin().catch(failed),
    onFailed: failed,
  });
  const idempotencyKey = crypto.getRandomValues(new Uint32Array(4)).join("-");

  async function send(): Promise<void> {
    tell({ state: "SENDING" });
    const input = { size: file.size, idempotencyKey };
    const { data, error } = await client.mutation(AnnounceArchiveDocument, { input });
    if (!data || error) return failed();
    const { upload, userErrors } = data.createArchiveUpload;
    if (!upload) return tell({ state: "REFUSED", refusals: userErrors });
    begin = () => take(upload.uploadId);
    if (upload.method === "PUT" && upload.url === null) return begin();
    sender.send(ID, file.name, TYPE, file, upload);
  }

  async function take(uploadId: string): Promise<void> {
    const input = { ...batch, archive: { uploadId } };
    const { data, error } = await client.mutation(BeginArchiveImportDocument, { input });
    if (!data || error) return failed();
    const { userErrors } = data.importArchive;
    if (userErrors.length > 0) tell({ state: "REFUSED", refusals: userErrors });
    else tell({ state: "BEGUN", sent: file.size });
  }

  going = { name: file.name, size: file.size, sent: 0, state: "SENDING", refusals: [] };
  stopSending = () => sender.stop(ID);
  again = () => void send().catch(failed);
  window.addEventListener("beforeunload", warn);
  onLeave(forgetArchive);
  again();
}

export function retryArchive(): void {
  again?.();
}

/** Stops what is on its way, and forgets what became of it. */
export function forgetArchive(): void {
  stopSending?.();
  going = null;
  again = stopSending = null;
  window.removeEventListener("beforeunload", warn);
  listeners.forEach((listener) => listener());
}

function tell(change: Partial<Going>): void {
  if (going === null) return;
  going = { ...going, ...change };
  listeners.forEach((listener) => listener());
}

function warn(event: BeforeUnloadEvent): void {
  if (going?.state === "SENDING") event.preventDefault();
}
