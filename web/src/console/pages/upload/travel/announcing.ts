import type { RefusalFragment } from "../../../client/refusal.generated";
import { type Announced, type Asking, RefusedCall } from "./asking";
import { unique } from "./checksum";
import type { Following } from "./following";
import { type Announcement, type Batch, ENDS, type Item } from "./item";
import type { Luggage } from "./luggage";

/** So many files are told to the API in one call. */
export const ANNOUNCED_AT_ONCE = 25;
/** What was announced is not waited for any more. */
export const OVER: ReadonlySet<string> = new Set(["UPLOAD_EXPIRED"]);

/** Tells the API of files, and gets leave to send them. */
export class Announcing {
  readonly #luggage: Luggage;
  readonly #asking: Asking;
  readonly #following: Following;
  /** Sends what may be sent now. */
  readonly #fill: () => void;
  #queue: Promise<void> = Promise.resolve();

  constructor(luggage: Luggage, asking: Asking, following: Following, fill: () => void) {
    this.#luggage = luggage;
    this.#asking = asking;
    this.#following = following;
    this.#fill = fill;
  }

  /** Begins what was chosen; what is refused of the batch as a whole, nothing once begun. */
  async begin(chosen: readonly Item[], batch: Batch): Promise<readonly RefusalFragment[]> {
    const { cargo, announcements } = this.#luggage;
    const made: Announcement[] = [];
    for (let first = 0; first < chosen.length; first += ANNOUNCED_AT_ONCE) {
      const part = chosen.slice(first, first + ANNOUNCED_AT_ONCE);
      const announcement = this.#announcement(part, batch);
      made.push(announcement);
      for (const [place, { id }] of part.entries()) {
        cargo.change(id, { state: "WAITING", announcement: announcement.key, place });
      }
    }
    const [first] = made;
    if (first === undefined) return [];
    for (const one of made) announcements.set(one.key, one);
    // The first says whether the batch may be; without it nothing else is told.
    const refusals = await this.#announce(first);
    if (refusals.length > 0) {
      for (const { key } of made) announcements.delete(key);
      const back = { state: "CHOSEN", announcement: null, trouble: null } as const;
      for (const { id } of chosen) cargo.change(id, back);
      return refusals;
    }
    this.#fill();
    void this.#luggage.keepBatch(made, chosen);
    return [];
  }

  /** Gets the ticket of a file that waits without one, along with the others of its call. */
  next(item: Item): void {
    const { announcements, tickets, cargo } = this.#luggage;
    const announcement = announcements.get(item.announcement ?? "");
    if (announcement === undefined) {
      this.#luggage.keep(item.id, { state: "LOST" });
      return;
    }
    this.#queue = this.#queue.then(async () => {
      if (tickets.has(item.id) || cargo.get(item.id)?.state !== "WAITING") return;
      await this.#announce(announcement);
      // What it does not tell of must not be asked for again and again.
      const is = cargo.get(item.id);
      const same = is?.announcement === announcement.key;
      if (is?.state === "WAITING" && same && !tickets.has(item.id)) {
        this.fail(item.id, new Error("There is no ticket."));
      }
      this.#fill();
    });
  }

  /** An upload that was not sent in time is gone: it begins once more, as another one. */
  anew(item: Item): void {
    const { announcements, shelf } = this.#luggage;
    const before = announcements.get(item.announcement ?? "");
    if (before === undefined) return;
    const { files: _files, idempotencyKey: _key, ...batch } = before.input;
    const announcement = this.#announcement([item], batch);
    announcements.set(announcement.key, announcement);
    void shelf.keepAnnouncement(announcement);
    this.#luggage.keep(item.id, { state: "WAITING", announcement: announcement.key, place: 0, sent: 0 });
  }

  /** A file was not told, sent or completed; it may be tried again. */
  fail(id: string, error: unknown): void {
    const item = this.#luggage.cargo.get(id);
    if (item === undefined || ENDS.has(item.state)) return;
    // Leave to send may have ended; the next try asks for a new one.
    this.#luggage.tickets.delete(id);
    const refused = error instanceof RefusedCall;
    if (refused && OVER.has(error.refusal.code)) {
      this.anew(item);
      this.#fill();
      return;
    }
    const trouble = refused ? error.refusal : { code: "NOT_SENT", message: String(error) };
    this.#luggage.keep(id, { state: "FAILED", trouble });
    this.#fill();
  }

  #announcement(items: readonly Item[], batch: Batch): Announcement {
    const files = items.map(({ name, type, size, sha256 }) => ({
      fileName: name,
      contentType: type,
      size,
      ...(sha256 !== null && { sha256 }),
    }));
    const key = unique();
    const input = { ...batch, files, method: "MULTIPART", idempotencyKey: key } as const;
    return { key, account: this.#luggage.account, input };
  }

  /** Gets tickets for files; the same ones when it is said again within a day. */
  async #announce(announcement: Announcement): Promise<readonly RefusalFragment[]> {
    const items = this.#luggage.cargo.all().filter((one) => one.announcement === announcement.key);
    try {
      const { results, userErrors } = await this.#asking.announce(announcement.input);
      if (userErrors.length > 0) {
        for (const { id, state } of items) {
          if (!ENDS.has(state)) this.#luggage.keep(id, { state: "REFUSED", trouble: userErrors[0] ?? null });
        }
        return userErrors;
      }
      for (const item of items) this.#ticketed(item.id, results[item.place]);
    } catch (error) {
      for (const { id, state } of items) if (state === "WAITING") this.fail(id, error);
    }
    return [];
  }

  #ticketed(id: string, result: Announced["results"][number] | undefined): void {
    const luggage = this.#luggage;
    const item = luggage.cargo.get(id);
    if (result === undefined || item === undefined || item.state !== "WAITING") return;
    const { error, alreadyThere, uploadId, imageId, method, url, headers, partBytes } = result;
    if (error && OVER.has(error.code)) {
      this.anew(item);
    } else if (error) {
      const twin = alreadyThere?.id ?? null;
      luggage.end(id, { state: "REFUSED", trouble: error, twin, image: alreadyThere });
    } else if (alreadyThere) {
      luggage.end(id, { state: "THERE", twin: alreadyThere.id, image: alreadyThere });
    } else if (result.image && result.image.state !== "AWAITING_UPLOAD") {
      this.#following.process(id, imageId);
    } else if (uploadId && method) {
      luggage.tickets.set(id, { uploadId, method, url, headers, partBytes });
      luggage.keep(id, { uploadId, imageId });
    }
  }
}
