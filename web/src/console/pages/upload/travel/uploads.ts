import type { Client } from "@urql/core";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { noteLeft, onLeave, tellGlance } from "../glance/glance";
import { type Announced, Asking, type Ended, RefusedCall, type Stage } from "./asking";
import { Cargo, sumOf } from "./cargo";
import { checksum, unique } from "./checksum";
import { type Announcement, type Batch, ENDS, type Item, OPEN, TRAVELLING } from "./item";
import { hold, whenGone } from "./owners";
import { Sender, type Ticket } from "./sender";
import { Shelf } from "./shelf";
import { pictureType } from "./types";

/** A file that somebody chose, with the folders that it lay in. */
export interface Chosen {
  readonly file: File;
  readonly path: string;
}

/** So many files are told to the API in one call. */
const ANNOUNCED_AT_ONCE = 25;
/** So many files are with Uppy at once, which sends some of them and signs the next. */
const SENT_AT_ONCE = 6;
/** Files whose bytes arrive within this time are completed by one call, in milliseconds. */
const GATHERED = 250;
const MOST_IN_A_CALL = 250;
/** So many bytes of files a browser is asked to keep. */
const MOST_KEPT = 4_000_000_000;
/** What came to its end is told for a week. */
const KEPT = 7 * 24 * 3600 * 1000;

/**
 * The uploads of one account in this tab: they go on whatever page is open, and after a reload.
 *
 * Each file is summed up and looked for in the library as it is chosen, and leaves once `start`
 * has said what the batch is. `cargo` has where each of them is.
 */
export class Uploads {
  readonly cargo = new Cargo();
  readonly #account: string;
  readonly #owner = unique();
  readonly #asking: Asking;
  readonly #shelf: Shelf;
  readonly #sender: Sender;
  readonly #files = new Map<string, Blob>();
  readonly #tickets = new Map<string, Ticket>();
  readonly #announcements = new Map<string, Announcement>();
  readonly #sent = new Set<string>();
  readonly #stops = new Set<() => void>();
  #gathers = false;
  #kept = 0;
  #announcing: Promise<void> = Promise.resolve();
  #checking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(client: Client, account: string) {
    this.#account = account;
    this.#asking = new Asking(client);
    this.#shelf = new Shelf(account);
    this.#sender = new Sender({
      sign: this.#asking.sign,
      partsThere: this.#asking.partsThere,
      onProgress: (id, sent) => void this.cargo.change(id, { sent }),
      onSent: (id) => this.#arrive(id),
      onFailed: (id, error) => this.#fail(id, error),
    });
    this.cargo.subscribe(this.#glance);
    window.addEventListener("beforeunload", this.#warn);
    window.addEventListener("online", this.retryAll);
    hold(this.#owner);
    void this.#adopt();
  }

  /** Puts files into the list; whatever Ecogram does not take in is refused at once. */
  choose(chosen: readonly Chosen[]): void {
    const lost = new Map(this.cargo.in("LOST").map((item) => [likeness(item.path, item), item.id]));
    const open = this.cargo.all().filter(({ state }) => !ENDS.has(state));
    const there = new Set(open.map((item) => likeness(item.path, item)));
    const fresh: Chosen[] = [];
    for (const { file, path } of chosen) {
      const like = likeness(path, file);
      const found = lost.get(like);
      if (found !== undefined) this.#find(found, file);
      // As when a folder is dropped twice.
      else if (!there.has(like)) fresh.push({ file, path });
      there.add(like);
    }
    this.#fill();
    const items = fresh.map((one) => this.#item(one));
    for (const [index, item] of items.entries()) {
      const one = fresh[index];
      if (one && item.state === "CHOSEN") this.#files.set(item.id, one.file);
    }
    this.cargo.put(items);
    const kept = items.filter(({ state }) => state === "REFUSED");
    void this.#shelf.keep(kept);
    this.#checking = this.#checking.then(() => this.#check(items));
  }

  /** Begins to send what was chosen; what is refused of the batch as a whole, nothing once begun. */
  async start(batch: Batch): Promise<readonly RefusalFragment[]> {
    const chosen = this.cargo.in("CHOSEN");
    const announcements: Announcement[] = [];
    for (let first = 0; first < chosen.length; first += ANNOUNCED_AT_ONCE) {
      const part = chosen.slice(first, first + ANNOUNCED_AT_ONCE);
      const announcement = this.#announcement(part, batch);
      announcements.push(announcement);
      for (const [place, { id }] of part.entries()) {
        this.cargo.change(id, { state: "WAITING", announcement: announcement.key, place });
      }
    }
    const [first] = announcements;
    if (first === undefined) return [];
    for (const one of announcements) this.#announcements.set(one.key, one);
    // The first says whether the batch may be; without it nothing else is told.
    const refusals = await this.#announce(first);
    if (refusals.length > 0) {
      for (const { key } of announcements) this.#announcements.delete(key);
      const back = { state: "CHOSEN", announcement: null, trouble: null } as const;
      for (const { id } of chosen) this.cargo.change(id, back);
      return refusals;
    }
    this.#fill();
    void this.#keepBatch(announcements, chosen);
    return [];
  }

  /** The file itself, while the browser has it. */
  fileOf(id: string): Blob | undefined {
    return this.#files.get(id);
  }

  pause(ids: readonly string[]): void {
    for (const id of ids) {
      const item = this.cargo.get(id);
      if (item?.state !== "SENDING" && item?.state !== "WAITING") continue;
      this.#sender.stop(id);
      this.#keep(id, { state: "PAUSED" });
    }
    this.#fill();
  }

  /** Goes on with what was paused or has failed. */
  resume(ids: readonly string[]): void {
    for (const id of ids) {
      const item = this.cargo.get(id);
      if (item?.state !== "PAUSED" && item?.state !== "FAILED") continue;
      if (this.#sent.has(id)) this.#arrive(id);
      else this.#keep(id, { state: "WAITING", trouble: null });
    }
    this.#fill();
  }

  retryAll = (): void => this.resume(this.cargo.in("FAILED").map(({ id }) => id));

  /** Takes files out of the list; those under way are not sent on. */
  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.#sender.stop(id);
      this.#files.delete(id);
      this.#tickets.delete(id);
    }
    this.cargo.remove(ids);
    void this.#shelf.drop(ids);
    this.#tidy();
    this.#fill();
  }

  /** Takes all that has come to its end out of the list. */
  clear(): void {
    this.remove(this.cargo.all().filter(({ state }) => ENDS.has(state)).map(({ id }) => id));
  }

  /** Leaves everything as it is, for the next time that the account is here. */
  stop(): void {
    this.#stopped = true;
    for (const { id } of this.cargo.in("SENDING")) this.#sender.stop(id);
    this.#stops.forEach((stop) => stop());
    window.removeEventListener("beforeunload", this.#warn);
    window.removeEventListener("online", this.retryAll);
    tellGlance();
  }

  // Choosing

  #item({ file, path }: Chosen): Item {
    const type = pictureType(file);
    const trouble = refusalOf(file, type);
    return {
      id: unique(),
      owner: this.#owner,
      account: this.#account,
      name: file.name,
      path,
      size: file.size,
      type: type ?? file.type,
      lastModified: file.lastModified,
      addedAt: Date.now(),
      state: trouble === null ? "CHOSEN" : "REFUSED",
      sent: 0,
      stage: null,
      trouble,
      sha256: null,
      checked: false,
      twin: null,
      announcement: null,
      place: 0,
      uploadId: null,
      imageId: null,
      image: null,
    };
  }

  /** A file that the browser had lost goes on. */
  #find(id: string, file: File): void {
    this.#files.set(id, file);
    void this.#keepFile(id, file);
    this.#keep(id, { state: "WAITING", trouble: null });
  }

  /** One after the other: each is in memory as a whole while it is summed up. */
  async #check(items: readonly Item[]): Promise<void> {
    for (let first = 0; first < items.length; first += ANNOUNCED_AT_ONCE) {
      const part = items.slice(first, first + ANNOUNCED_AT_ONCE);
      const sums = new Map<string, string>();
      for (const { id } of part) {
        const file = this.#files.get(id);
        const sha256 = file === undefined ? null : await checksum(file).catch(() => null);
        if (sha256 !== null) sums.set(id, sha256);
      }
      const known = await this.#asking.known([...new Set(sums.values())]).catch(() => []);
      const there = new Map(known.map((one) => [one.sha256, one.images[0]]));
      for (const { id } of part) {
        const sha256 = sums.get(id) ?? null;
        const image = sha256 === null ? null : (there.get(sha256) ?? null);
        if (this.cargo.get(id)?.state !== "CHOSEN") continue;
        this.cargo.change(id, { sha256, checked: true, twin: image?.id ?? null, image });
      }
    }
  }

  // Announcing

  #announcement(items: readonly Item[], batch: Batch): Announcement {
    const files = items.map(({ name, type, size, sha256 }) => ({
      fileName: name,
      contentType: type,
      size,
      ...(sha256 !== null && { sha256 }),
    }));
    const key = unique();
    const input = { ...batch, files, method: "MULTIPART", idempotencyKey: key } as const;
    return { key, account: this.#account, input };
  }

  async #keepBatch(announcements: readonly Announcement[], items: readonly Item[]): Promise<void> {
    noteLeft(this.#account, true);
    for (const one of announcements) await this.#shelf.keepAnnouncement(one);
    const now = items.map(({ id }) => this.cargo.get(id)).filter((one) => one !== undefined);
    await this.#shelf.keep(now);
    for (const { id } of now) {
      const file = this.#files.get(id);
      if (file !== undefined) await this.#keepFile(id, file);
    }
  }

  /** A browser has no room for all: what it does not keep is asked for again after a reload. */
  async #keepFile(id: string, file: Blob): Promise<void> {
    if (this.#kept + file.size > MOST_KEPT) return;
    this.#kept += file.size;
    const isKept = await this.#shelf.keepFile(id, file);
    // It may have arrived meanwhile.
    if (!isKept || !this.#files.has(id)) await this.#dropFile(id, file.size);
  }

  async #dropFile(id: string, size: number): Promise<void> {
    this.#kept = Math.max(0, this.#kept - size);
    await this.#shelf.dropFiles([id]);
  }

  /** Gets tickets for files; the same ones when it is said again within a day. */
  async #announce(announcement: Announcement): Promise<readonly RefusalFragment[]> {
    const items = this.cargo.all().filter((one) => one.announcement === announcement.key);
    try {
      const { results, userErrors } = await this.#asking.announce(announcement.input);
      if (userErrors.length > 0) {
        for (const { id, state } of items) {
          if (!ENDS.has(state)) this.#keep(id, { state: "REFUSED", trouble: userErrors[0] ?? null });
        }
        return userErrors;
      }
      for (const item of items) this.#ticketed(item.id, results[item.place]);
    } catch (error) {
      for (const { id, state } of items) if (state === "WAITING") this.#fail(id, error);
    }
    return [];
  }

  #ticketed(id: string, result: Announced["results"][number] | undefined): void {
    const item = this.cargo.get(id);
    if (result === undefined || item === undefined || item.state !== "WAITING") return;
    const { error, alreadyThere, uploadId, imageId, method, url, headers, partBytes } = result;
    if (error && OVER.has(error.code)) {
      this.#announceAnew(item);
    } else if (error) {
      const twin = alreadyThere?.id ?? null;
      this.#end(id, { state: "REFUSED", trouble: error, twin, image: alreadyThere });
    } else if (alreadyThere) {
      this.#end(id, { state: "THERE", twin: alreadyThere.id, image: alreadyThere });
    } else if (result.image && result.image.state !== "AWAITING_UPLOAD") {
      this.#process(id, imageId);
    } else if (uploadId && method) {
      this.#tickets.set(id, { uploadId, method, url, headers, partBytes });
      this.#keep(id, { uploadId, imageId });
    }
  }

  /** An upload that was not sent in time is gone: it begins once more, as another one. */
  #announceAnew(item: Item): void {
    const before = this.#announcements.get(item.announcement ?? "");
    if (before === undefined) return;
    const { files: _files, idempotencyKey: _key, ...batch } = before.input;
    const announcement = this.#announcement([item], batch);
    this.#announcements.set(announcement.key, announcement);
    void this.#shelf.keepAnnouncement(announcement);
    this.#keep(item.id, { state: "WAITING", announcement: announcement.key, place: 0, sent: 0 });
  }

  // Sending

  /** Keeps as many files on their way as may be. */
  #fill(): void {
    if (this.#stopped) return;
    let free = SENT_AT_ONCE - this.cargo.in("SENDING").length;
    for (const item of this.cargo.in("WAITING")) {
      if (free <= 0) return;
      const ticket = this.#tickets.get(item.id);
      const file = this.#files.get(item.id);
      if (ticket === undefined) {
        this.#announceNext(item);
        return;
      }
      if (file === undefined) continue;
      free -= 1;
      this.cargo.change(item.id, { state: "SENDING" });
      this.#sender.send(item.id, item.name, item.type, file, ticket);
    }
  }

  #announceNext(item: Item): void {
    const announcement = this.#announcements.get(item.announcement ?? "");
    if (announcement === undefined) {
      this.#keep(item.id, { state: "LOST" });
      return;
    }
    this.#announcing = this.#announcing.then(async () => {
      if (this.#tickets.has(item.id) || this.cargo.get(item.id)?.state !== "WAITING") return;
      await this.#announce(announcement);
      // What it does not tell of must not be asked for again and again.
      const is = this.cargo.get(item.id);
      const same = is?.announcement === announcement.key;
      if (is?.state === "WAITING" && same && !this.#tickets.has(item.id)) {
        this.#fail(item.id, new Error("There is no ticket."));
      }
      this.#fill();
    });
  }

  #arrive(id: string): void {
    const item = this.cargo.get(id);
    if (item === undefined) return;
    this.#sent.add(id);
    this.#keep(id, { state: "ARRIVING", sent: item.size, trouble: null });
    this.#fill();
    if (this.#gathers) return;
    this.#gathers = true;
    window.setTimeout(() => {
      this.#gathers = false;
      void this.#complete(this.cargo.in("ARRIVING").slice(0, MOST_IN_A_CALL));
    }, GATHERED);
  }

  async #complete(items: readonly Item[]): Promise<void> {
    const ids = items.map(({ uploadId }) => uploadId).filter((id) => id !== null);
    try {
      const results = await this.#asking.end(ids);
      const byUpload = new Map(results.map((one) => [one.uploadId, one]));
      for (const { id, uploadId } of items) this.#completed(id, byUpload.get(uploadId ?? ""));
      this.#follow(items.map(({ id }) => id));
    } catch (error) {
      for (const { id } of items) this.#fail(id, error);
    }
    if (this.cargo.in("ARRIVING").some(({ id }) => !items.some((one) => one.id === id))) {
      for (const { id } of this.cargo.in("ARRIVING")) this.#arrive(id);
    }
  }

  #completed(id: string, result: Ended | undefined): void {
    const item = this.cargo.get(id);
    if (item && result?.error && OVER.has(result.error.code)) {
      this.#sent.delete(id);
      this.#tickets.delete(id);
      this.#announceAnew(item);
      this.#fill();
    } else if (result?.error) {
      const again = AGAIN.has(result.error.code);
      // Bytes that are not there have to travel once more, by new leave.
      if (!again || result.error.code === "UPLOAD_MISSING") {
        this.#sent.delete(id);
        this.#tickets.delete(id);
      }
      const twin = result.alreadyThere?.id ?? null;
      this.#keep(id, { state: again ? "FAILED" : "REFUSED", trouble: result.error, twin });
    } else if (result?.imageId) {
      this.cargo.change(id, { imageId: result.imageId });
      this.#keep(id, { state: "PROCESSING", stage: "QUEUED" });
      void this.#dropFile(id, this.cargo.get(id)?.size ?? 0);
    }
  }

  #process(id: string, imageId: string | null): void {
    const { size } = this.cargo.get(id) ?? { size: 0 };
    this.#keep(id, { state: "PROCESSING", stage: "QUEUED", imageId, sent: size });
    void this.#dropFile(id, size);
    this.#follow([id]);
  }

  #fail(id: string, error: unknown): void {
    const item = this.cargo.get(id);
    if (item === undefined || ENDS.has(item.state)) return;
    // Leave to send may have ended; the next try asks for a new one.
    this.#tickets.delete(id);
    const refused = error instanceof RefusedCall;
    if (refused && OVER.has(error.refusal.code)) {
      this.#announceAnew(item);
      this.#fill();
      return;
    }
    const trouble = refused ? error.refusal : { code: "NOT_SENT", message: String(error) };
    this.#keep(id, { state: "FAILED", trouble });
    this.#fill();
  }

  // Processing

  #follow(ids: readonly string[]): void {
    const left = new Map<string, string>();
    for (const id of ids) {
      const item = this.cargo.get(id);
      if (item?.state === "PROCESSING" && item.imageId) left.set(item.imageId, id);
    }
    if (left.size === 0) return;
    const stop = this.#asking.follow([...left.keys()], (stage) => {
      const id = left.get(stage.imageId);
      if (id === undefined || stage.kind !== "PROCESS") return;
      if (this.#hear(id, stage)) left.delete(stage.imageId);
      if (left.size > 0) return;
      stop();
      this.#stops.delete(stop);
    });
    this.#stops.add(stop);
  }

  /** Whether it was the last stage. */
  #hear(id: string, { stage, problem, image }: Stage): boolean {
    if (stage === "READY") this.#end(id, { state: "READY", stage, image });
    else if (stage === "REUSED") this.#end(id, { state: "THERE", twin: problem?.imageId ?? null });
    else if (stage === "FAILED") {
      const trouble = problem ?? { code: "CRASHED", message: "It could not be read." };
      this.#end(id, { state: "REFUSED", trouble, twin: problem?.imageId ?? null });
    } else {
      this.cargo.change(id, { stage, ...(image && { image }) });
      return false;
    }
    return true;
  }

  #end(id: string, change: Partial<Item>): void {
    const { size } = this.cargo.get(id) ?? { size: 0 };
    this.#files.delete(id);
    this.#tickets.delete(id);
    this.#sent.delete(id);
    this.#keep(id, { sent: size, ...change });
    void this.#dropFile(id, size);
    this.#tidy();
  }

  // Keeping

  #keep(id: string, change: Partial<Item>): void {
    const item = this.cargo.change(id, change);
    if (item !== undefined && item.state !== "CHOSEN") void this.#shelf.keep([item]);
  }

  /** Forgets announcements that nobody needs any more. */
  #tidy(): void {
    const needed = new Set(this.cargo.in("WAITING", "SENDING", "PAUSED", "FAILED", "LOST").map((one) => one.announcement));
    const over = [...this.#announcements.keys()].filter((key) => !needed.has(key));
    for (const key of over) this.#announcements.delete(key);
    if (over.length > 0) void this.#shelf.dropAnnouncements(over);
    const isOpen = this.cargo.all().some(({ state }) => OPEN.has(state));
    if (!isOpen) noteLeft(this.#account, false);
  }

  /** Takes over what tabs that are gone have left. */
  async #adopt(): Promise<void> {
    const kept = await this.#shelf.items();
    const owners = new Set(kept.map(({ owner }) => owner));
    owners.delete(this.#owner);
    await Promise.all([...owners].map((owner) => whenGone(owner, () => this.#adoptOf(owner))));
    this.#fill();
  }

  async #adoptOf(owner: string): Promise<void> {
    const all = await this.#shelf.items();
    const theirs = all.filter((one) => one.owner === owner);
    const old = theirs.filter(({ state, addedAt }) => ENDS.has(state) && addedAt < Date.now() - KEPT);
    await this.#shelf.drop(old.map(({ id }) => id));
    for (const one of await this.#shelf.announcements()) this.#announcements.set(one.key, one);
    const mine = theirs.filter((one) => !old.includes(one)).map((one) => this.#woken(one));
    const found = await Promise.all(mine.map((one) => this.#withFile(one)));
    await this.#shelf.keep(found);
    this.cargo.put(found);
    for (const { id } of found.filter(({ state }) => state === "ARRIVING")) this.#arrive(id);
    const processing = found.filter(({ state }) => state === "PROCESSING").map(({ id }) => id);
    for (let first = 0; first < processing.length; first += MOST_IN_A_CALL) {
      this.#follow(processing.slice(first, first + MOST_IN_A_CALL));
    }
  }

  #woken(item: Item): Item {
    const state = item.state === "SENDING" || item.state === "FAILED" ? "WAITING" : item.state;
    return { ...item, owner: this.#owner, state, trouble: state === "WAITING" ? null : item.trouble };
  }

  async #withFile(item: Item): Promise<Item> {
    if (item.state !== "WAITING" && item.state !== "PAUSED") return item;
    const file = await this.#shelf.file(item.id);
    if (file === undefined) return { ...item, state: "LOST" };
    this.#files.set(item.id, file);
    return item;
  }

  #warn = (event: BeforeUnloadEvent): void => {
    if (this.cargo.all().some(({ state }) => TRAVELLING.has(state))) event.preventDefault();
  };

  #glance = (): void => {
    const { open, bytes, sent, failed } = sumOf(this.cargo.list());
    tellGlance({ open, share: bytes === 0 ? 1 : sent / bytes, troubles: failed });
  };
}

/** What was announced is not waited for any more. */
const OVER: ReadonlySet<string> = new Set(["UPLOAD_EXPIRED"]);
/** The library may take them in a moment. */
const AGAIN: ReadonlySet<string> = new Set([
  "STILL_PROCESSING",
  "STORE_UNAVAILABLE",
  "UPLOAD_BUSY",
  "UPLOAD_MISSING",
]);

/** By what a file is known again. */
function likeness(path: string, of: { readonly size: number; readonly lastModified: number }): string {
  return `${of.size} ${of.lastModified} ${path}`;
}

/** What can be told of a file without asking anybody. */
function refusalOf(file: File, type: string | null): Item["trouble"] {
  if (type === null) {
    const message = "Only JPEG, PNG, WebP, TIFF, GIF, AVIF and HEIC files are taken in.";
    return { code: "UNSUPPORTED_FORMAT", message };
  }
  return file.size === 0 ? { code: "EMPTY_FILE", message: "The file is empty." } : null;
}

let current: { readonly client: Client; readonly uploads: Uploads } | null = null;

/** The uploads of whoever is signed in; one for all pages. */
export function uploadsOf(client: Client, account: string): Uploads {
  if (current?.client !== client) {
    current?.uploads.stop();
    current = { client, uploads: new Uploads(client, account) };
    onLeave(leave);
  }
  return current.uploads;
}

function leave(): void {
  current?.uploads.stop();
  current = null;
}
