import type { Client } from "@urql/core";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { onLeave, tellGlance } from "../glance/glance";
import { adopt } from "./adopting";
import { Announcing } from "./announcing";
import { Arriving } from "./arriving";
import { Asking } from "./asking";
import { type Cargo, sumOf } from "./cargo";
import { Checking } from "./checking";
import { unique } from "./checksum";
import { type Chosen, itemOf, likeness, type Taken, troubleOf } from "./choosing";
import { Following } from "./following";
import { type Batch, ENDS, type Item, TRAVELLING } from "./item";
import { Luggage } from "./luggage";
import { hold } from "./owners";
import { Sender } from "./sender";

/** So many files are with Uppy at once, which sends some of them and signs the next. */
const SENT_AT_ONCE = 6;

/**
 * The uploads of one account in this tab: they go on whatever page is open, and after a reload.
 *
 * Each file is summed up and looked for in the library as it is chosen, and leaves once `start`
 * has said what the batch is. `cargo` has where each of them is.
 */
export class Uploads {
  readonly cargo: Cargo;
  readonly #account: string;
  readonly #owner = unique();
  readonly #luggage: Luggage;
  readonly #sender: Sender;
  readonly #checking: Checking;
  readonly #following: Following;
  readonly #announcing: Announcing;
  readonly #arriving: Arriving;
  #taken: Taken | null = null;
  #stopped = false;

  constructor(client: Client, account: string) {
    const asking = new Asking(client);
    const luggage = new Luggage(account);
    const fill = (): void => this.#fill();
    this.#account = account;
    this.#luggage = luggage;
    this.cargo = luggage.cargo;
    this.#checking = new Checking(luggage, asking);
    this.#following = new Following(luggage, asking);
    this.#announcing = new Announcing(luggage, asking, this.#following, fill);
    this.#arriving = new Arriving(luggage, asking, this.#announcing, this.#following, fill);
    this.#sender = new Sender({
      sign: asking.sign,
      partsThere: asking.partsThere,
      onProgress: (id, sent) => void this.cargo.change(id, { sent }),
      onSent: (id) => this.#arriving.arrive(id),
      onFailed: (id, error) => this.#announcing.fail(id, error),
    });
    this.cargo.subscribe(this.#glance);
    window.addEventListener("beforeunload", this.#warn);
    window.addEventListener("online", this.retryAll);
    hold(this.#owner);
    void adopt(luggage, this.#owner, this.#goOn).then(fill);
  }

  /** What the house takes in; what was chosen before that was known is judged by it now. */
  limit(taken: Taken): void {
    this.#taken = taken;
    for (const { id, size, type } of this.cargo.in("CHOSEN")) {
      const trouble = troubleOf({ size }, type, taken);
      if (trouble === null) continue;
      this.#luggage.files.delete(id);
      this.#luggage.keep(id, { state: "REFUSED", trouble });
    }
  }

  /** Puts files into the list; whatever Ecogram does not take in is refused at once. */
  choose(chosen: readonly Chosen[]): void {
    const { files, shelf } = this.#luggage;
    const fresh = this.#fresh(chosen);
    this.#fill();
    const place = { owner: this.#owner, account: this.#account };
    const items = fresh.map((one) => itemOf(one, place, this.#taken));
    for (const [index, item] of items.entries()) {
      const one = fresh[index];
      if (one && item.state === "CHOSEN") files.set(item.id, one.file);
    }
    this.cargo.put(items);
    void shelf.keep(items.filter(({ state }) => state === "REFUSED"));
    this.#checking.check(items);
  }

  /** Begins to send what was chosen; what is refused of the batch as a whole, nothing once begun. */
  start(batch: Batch): Promise<readonly RefusalFragment[]> {
    return this.#announcing.begin(this.cargo.in("CHOSEN"), batch);
  }

  /** The file itself, while the browser has it. */
  fileOf(id: string): Blob | undefined {
    return this.#luggage.files.get(id);
  }

  pause(ids: readonly string[]): void {
    for (const id of ids) {
      const item = this.cargo.get(id);
      if (item?.state !== "SENDING" && item?.state !== "WAITING") continue;
      this.#sender.stop(id);
      this.#luggage.keep(id, { state: "PAUSED" });
    }
    this.#fill();
  }

  /** Goes on with what was paused or has failed. */
  resume(ids: readonly string[]): void {
    for (const id of ids) {
      const item = this.cargo.get(id);
      if (item?.state !== "PAUSED" && item?.state !== "FAILED") continue;
      if (this.#luggage.sent.has(id)) this.#arriving.arrive(id);
      else this.#luggage.keep(id, { state: "WAITING", trouble: null });
    }
    this.#fill();
  }

  retryAll = (): void => this.resume(this.cargo.in("FAILED").map(({ id }) => id));

  /** Takes files out of the list; those under way are not sent on. */
  remove(ids: readonly string[]): void {
    for (const id of ids) this.#sender.stop(id);
    this.#luggage.remove(ids);
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
    this.#following.stop();
    window.removeEventListener("beforeunload", this.#warn);
    window.removeEventListener("online", this.retryAll);
    tellGlance();
  }

  /** Those that are not in the list yet; files that the browser had lost go on. */
  #fresh(chosen: readonly Chosen[]): Chosen[] {
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
    return fresh;
  }

  #find(id: string, file: File): void {
    this.#luggage.files.set(id, file);
    void this.#luggage.keepFile(id, file);
    this.#luggage.keep(id, { state: "WAITING", trouble: null });
  }

  /** Keeps as many files on their way as may be. */
  #fill(): void {
    if (this.#stopped) return;
    const { tickets, files } = this.#luggage;
    let free = SENT_AT_ONCE - this.cargo.in("SENDING").length;
    for (const item of this.cargo.in("WAITING")) {
      if (free <= 0) return;
      const ticket = tickets.get(item.id);
      const file = files.get(item.id);
      if (ticket === undefined) {
        this.#announcing.next(item);
        return;
      }
      if (file === undefined) continue;
      free -= 1;
      this.cargo.change(item.id, { state: "SENDING" });
      this.#sender.send(item.id, item.name, item.type, file, ticket);
    }
  }

  /** What another tab has left goes on here. */
  #goOn = (found: readonly Item[]): void => {
    const idsOf = (state: Item["state"]): string[] => found.filter((one) => one.state === state).map(({ id }) => id);
    for (const id of idsOf("ARRIVING")) this.#arriving.arrive(id);
    this.#following.follow(idsOf("PROCESSING"));
  };

  #warn = (event: BeforeUnloadEvent): void => {
    if (this.cargo.all().some(({ state }) => TRAVELLING.has(state))) event.preventDefault();
  };

  #glance = (): void => {
    const { open, bytes, sent, failed } = sumOf(this.cargo.list());
    tellGlance({ open, share: bytes === 0 ? 1 : sent / bytes, troubles: failed });
  };
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
