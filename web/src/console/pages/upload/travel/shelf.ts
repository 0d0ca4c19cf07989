import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { Announcement, Item } from "./item";

interface Schema extends DBSchema {
  items: { key: string; value: Item; indexes: { account: string } };
  files: { key: string; value: Blob };
  announcements: { key: string; value: Announcement; indexes: { account: string } };
}

/** What of an account's uploads outlasts a reload: where each file is, and the files themselves. */
export class Shelf {
  readonly #account: string;
  /** Null where the browser keeps nothing, as some do in private windows. */
  readonly #base: Promise<IDBPDatabase<Schema> | null>;

  constructor(account: string) {
    this.#account = account;
    this.#base = openDB<Schema>("ecogram-uploads", 1, {
      upgrade(base) {
        base.createObjectStore("items", { keyPath: "id" }).createIndex("account", "account");
        base.createObjectStore("files");
        const said = base.createObjectStore("announcements", { keyPath: "key" });
        said.createIndex("account", "account");
      },
    }).catch(() => null);
  }

  items = async (): Promise<Item[]> => {
    const base = await this.#base;
    return base ? base.getAllFromIndex("items", "account", this.#account) : [];
  };

  announcements = async (): Promise<Announcement[]> => {
    const base = await this.#base;
    return base ? base.getAllFromIndex("announcements", "account", this.#account) : [];
  };

  /** The file of an item; undefined where the browser had no room for it. */
  file = async (id: string): Promise<Blob | undefined> => (await this.#base)?.get("files", id);

  keep = async (items: readonly Item[]): Promise<void> => {
    const transaction = (await this.#base)?.transaction("items", "readwrite");
    if (!transaction) return;
    await Promise.all([...items.map((item) => transaction.store.put(item)), transaction.done]);
  };

  keepAnnouncement = async (announcement: Announcement): Promise<void> => {
    await (await this.#base)?.put("announcements", announcement);
  };

  /** Whether there was room for it. */
  keepFile = async (id: string, file: Blob): Promise<boolean> => {
    try {
      await (await this.#base)?.put("files", file, id);
      return true;
    } catch {
      return false;
    }
  };

  dropFiles = async (ids: readonly string[]): Promise<void> => this.#drop("files", ids);

  drop = async (ids: readonly string[]): Promise<void> => {
    await this.#drop("items", ids);
    await this.#drop("files", ids);
  };

  dropAnnouncements = async (keys: readonly string[]): Promise<void> =>
    this.#drop("announcements", keys);

  async #drop(store: "items" | "files" | "announcements", keys: readonly string[]): Promise<void> {
    const transaction = (await this.#base)?.transaction(store, "readwrite");
    if (!transaction) return;
    await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
  }
}
