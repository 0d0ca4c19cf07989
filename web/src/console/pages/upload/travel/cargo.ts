import { ENDS, type Item, type ItemState, OPEN } from "./item";

/** Drawing more often than this would only be work, in milliseconds. */
const BEAT = 100;

/** All files of an account in this tab, in the order in which they were chosen. */
export class Cargo {
  readonly #items = new Map<string, Item>();
  readonly #listeners = new Set<() => void>();
  #list: readonly Item[] = [];
  #isDue = false;

  /** The same array until something changes. */
  list = (): readonly Item[] => this.#list;

  /** Calls back after changes, at most ten times a second; returns what ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  all(): readonly Item[] {
    return [...this.#items.values()];
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  in(...states: readonly ItemState[]): readonly Item[] {
    return this.all().filter(({ state }) => states.includes(state));
  }

  put(items: readonly Item[]): void {
    for (const item of items) this.#items.set(item.id, item);
    this.#tell();
  }

  /** The item as it is after the change; undefined where it is gone. */
  change(id: string, change: Partial<Item>): Item | undefined {
    const before = this.#items.get(id);
    if (before === undefined) return undefined;
    const after = { ...before, ...change };
    this.#items.set(id, after);
    this.#tell();
    return after;
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#items.delete(id);
    this.#tell();
  }

  #tell(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    window.setTimeout(() => {
      this.#isDue = false;
      this.#list = this.all();
      this.#listeners.forEach((listener) => listener());
    }, BEAT);
  }
}

/** How far all are that were begun and not put away. */
export interface Sum {
  readonly count: number;
  readonly done: number;
  readonly open: number;
  readonly bytes: number;
  readonly sent: number;
  readonly refused: number;
  readonly failed: number;
}

export function sumOf(items: readonly Item[]): Sum {
  const begun = items.filter(({ state }) => state !== "CHOSEN");
  const travelled = begun.filter(({ state }) => state !== "REFUSED");
  return {
    count: begun.length,
    done: begun.filter(({ state }) => ENDS.has(state)).length,
    open: begun.filter(({ state }) => OPEN.has(state) && state !== "FAILED" && state !== "LOST").length,
    bytes: travelled.reduce((sum, { size }) => sum + size, 0),
    sent: travelled.reduce((sum, { sent }) => sum + sent, 0),
    refused: begun.filter(({ state }) => state === "REFUSED").length,
    failed: begun.filter(({ state }) => state === "FAILED" || state === "LOST").length,
  };
}
