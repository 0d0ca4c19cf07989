import { noteLeft } from "../glance/glance";
import { Cargo } from "./cargo";
import { type Announcement, type Item, OPEN } from "./item";
import type { Ticket } from "./sender";
import { Shelf } from "./shelf";

/** So many bytes of files a browser is asked to keep. */
const MOST_KEPT = 4_000_000_000;

/** All that this tab has of an account's uploads; what outlasts it is on the shelf. */
export class Luggage {
  /** Where each file is. */
  readonly cargo = new Cargo();
  readonly account: string;
  readonly shelf: Shelf;
  /** The files themselves, while the browser has them. */
  readonly files = new Map<string, Blob>();
  /** Leave to send them. */
  readonly tickets = new Map<string, Ticket>();
  /** Whose bytes are all in the store. */
  readonly sent = new Set<string>();
  readonly announcements = new Map<string, Announcement>();
  #kept = 0;

  constructor(account: string) {
    this.account = account;
    this.shelf = new Shelf(account);
  }

  keep(id: string, change: Partial<Item>): void {
    const item = this.cargo.change(id, change);
    if (item !== undefined && item.state !== "CHOSEN") void this.shelf.keep([item]);
  }

  /** A browser has no room for all: what it does not keep is asked for again after a reload. */
  async keepFile(id: string, file: Blob): Promise<void> {
    if (this.#kept + file.size > MOST_KEPT) return;
    this.#kept += file.size;
    const isKept = await this.shelf.keepFile(id, file);
    // It may have arrived meanwhile.
    if (!isKept || !this.files.has(id)) await this.dropFile(id, file.size);
  }

  async dropFile(id: string, size: number): Promise<void> {
    this.#kept = Math.max(0, this.#kept - size);
    await this.shelf.dropFiles([id]);
  }

  /** Keeps a batch that was begun, with its files. */
  async keepBatch(announcements: readonly Announcement[], items: readonly Item[]): Promise<void> {
    noteLeft(this.account, true);
    for (const one of announcements) await this.shelf.keepAnnouncement(one);
    const now = items.map(({ id }) => this.cargo.get(id)).filter((one) => one !== undefined);
    await this.shelf.keep(now);
    for (const { id } of now) {
      const file = this.files.get(id);
      if (file !== undefined) await this.keepFile(id, file);
    }
  }

  /** A file has come to its end. */
  end(id: string, change: Partial<Item>): void {
    const { size } = this.cargo.get(id) ?? { size: 0 };
    this.files.delete(id);
    this.tickets.delete(id);
    this.sent.delete(id);
    this.keep(id, { sent: size, ...change });
    void this.dropFile(id, size);
    this.tidy();
  }

  /** Takes files out, wherever they are. */
  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.files.delete(id);
      this.tickets.delete(id);
    }
    this.cargo.remove(ids);
    void this.shelf.drop(ids);
    this.tidy();
  }

  /** Forgets announcements that nobody needs any more. */
  tidy(): void {
    const open = this.cargo.in("WAITING", "SENDING", "PAUSED", "FAILED", "LOST");
    const needed = new Set(open.map((one) => one.announcement));
    const over = [...this.announcements.keys()].filter((key) => !needed.has(key));
    for (const key of over) this.announcements.delete(key);
    if (over.length > 0) void this.shelf.dropAnnouncements(over);
    const isOpen = this.cargo.all().some(({ state }) => OPEN.has(state));
    if (!isOpen) noteLeft(this.account, false);
  }
}
