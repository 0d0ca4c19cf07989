import { ANNOUNCED_AT_ONCE } from "./announcing";
import type { Asking } from "./asking";
import { checksum } from "./checksum";
import type { Item } from "./item";
import type { Luggage } from "./luggage";

/** Sums up files that were chosen, and looks for them in the library. */
export class Checking {
  readonly #luggage: Luggage;
  readonly #asking: Asking;
  #queue: Promise<void> = Promise.resolve();

  constructor(luggage: Luggage, asking: Asking) {
    this.#luggage = luggage;
    this.#asking = asking;
  }

  /** One after the other: each is in memory as a whole while it is summed up. */
  check(items: readonly Item[]): void {
    this.#queue = this.#queue.then(() => this.#check(items));
  }

  async #check(items: readonly Item[]): Promise<void> {
    const { files, cargo } = this.#luggage;
    for (let first = 0; first < items.length; first += ANNOUNCED_AT_ONCE) {
      const part = items.slice(first, first + ANNOUNCED_AT_ONCE);
      const sums = new Map<string, string>();
      for (const { id } of part) {
        const file = files.get(id);
        const sha256 = file === undefined ? null : await checksum(file).catch(() => null);
        if (sha256 !== null) sums.set(id, sha256);
      }
      const known = await this.#asking.known([...new Set(sums.values())]).catch(() => []);
      const there = new Map(known.map((one) => [one.sha256, one.images[0]]));
      for (const { id } of part) {
        const sha256 = sums.get(id) ?? null;
        const image = sha256 === null ? null : (there.get(sha256) ?? null);
        if (cargo.get(id)?.state !== "CHOSEN") continue;
        cargo.change(id, { sha256, checked: true, twin: image?.id ?? null, image });
      }
    }
  }
}
