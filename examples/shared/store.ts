/** Files straight to the object store, so that their bytes do not pass through the API. */

import type { PartFragment, TicketFragment } from "./gql/graphql.js";
import { type Progress, watchedFetch } from "./sending.js";

/** Asks for leave to send parts, which are counted from 1. */
export type Sign = (uploadId: string, partNumbers: number[]) => Promise<readonly PartFragment[]>;

interface Field {
  readonly name: string;
  readonly value: string;
}

/** At most so many parts are signed in one call. */
const MOST_PARTS = 250;

/** Sends a file as its ticket says: as a form (POST), whole (PUT), or in parts (MULTIPART). */
export async function sendToStore(
  file: Blob,
  ticket: TicketFragment,
  sign: Sign,
  onProgress: Progress,
): Promise<void> {
  if (ticket.method === "MULTIPART") return sendParts(file, ticket, sign, onProgress);
  // Without an address it is there already: a duplicate that is reused.
  if (!ticket.url) return;
  if (ticket.method === "POST") {
    await send("POST", ticket.url, formOf(ticket.fields, file), [], onProgress);
  } else {
    await send("PUT", ticket.url, file, ticket.headers, onProgress);
  }
}

/** One after the other. A part that fails may be signed and sent again; the others stay. */
async function sendParts(
  file: Blob,
  { uploadId, partBytes, partCount }: TicketFragment,
  sign: Sign,
  onProgress: Progress,
): Promise<void> {
  if (!uploadId || !partBytes || !partCount) throw new Error("This ticket has no parts.");
  for (let first = 1; first <= partCount; first += MOST_PARTS) {
    const count = Math.min(MOST_PARTS, partCount - first + 1);
    const numbers = Array.from({ length: count }, (_, index) => first + index);
    for (const { partNumber, url, bytes, headers } of await sign(uploadId, numbers)) {
      const start = (partNumber - 1) * partBytes;
      const part = file.slice(start, start + bytes);
      await send("PUT", url, part, headers, (sent) => onProgress(start + sent, file.size));
    }
  }
}

async function send(
  method: "POST" | "PUT",
  url: string,
  body: Blob | FormData,
  fields: readonly Field[],
  onProgress: Progress,
): Promise<void> {
  const answer = await watchedFetch(onProgress)(url, { method, body, headers: sendable(fields) });
  if (!answer.ok) throw new Error(`The store refused a file: ${answer.status}.`);
}

/** The form's fields, and after them the file. */
function formOf(fields: readonly Field[], file: Blob): FormData {
  const form = new FormData();
  for (const { name, value } of fields) form.append(name, value);
  form.append("file", file);
  return form;
}

/** Browsers count the bytes themselves, and let nobody else say it. */
function sendable(fields: readonly Field[]): Record<string, string> {
  const ours = fields.filter(({ name }) => name.toLowerCase() !== "content-length");
  return Object.fromEntries(ours.map(({ name, value }) => [name, value]));
}
