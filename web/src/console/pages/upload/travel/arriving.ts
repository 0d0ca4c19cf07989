import { type Announcing, OVER } from "./announcing";
import type { Asking, Ended } from "./asking";
import type { Following } from "./following";
import type { Item } from "./item";
import type { Luggage } from "./luggage";

/** Files whose bytes arrive within this time are completed by one call, in milliseconds. */
const GATHERED = 250;
const MOST_IN_A_CALL = 250;
/** The library may take them in a moment. */
const AGAIN: ReadonlySet<string> = new Set([
  "STILL_PROCESSING",
  "STORE_UNAVAILABLE",
  "UPLOAD_BUSY",
  "UPLOAD_MISSING",
]);

/** Files whose bytes are in the store: the API is told so, and takes them over. */
export class Arriving {
  readonly #luggage: Luggage;
  readonly #asking: Asking;
  readonly #announcing: Announcing;
  readonly #following: Following;
  readonly #fill: () => void;
  #gathers = false;

  constructor(luggage: Luggage, asking: Asking, announcing: Announcing, following: Following, fill: () => void) {
    this.#luggage = luggage;
    this.#asking = asking;
    this.#announcing = announcing;
    this.#following = following;
    this.#fill = fill;
  }

  arrive(id: string): void {
    const { cargo, sent } = this.#luggage;
    const item = cargo.get(id);
    if (item === undefined) return;
    sent.add(id);
    this.#luggage.keep(id, { state: "ARRIVING", sent: item.size, trouble: null });
    this.#fill();
    if (this.#gathers) return;
    this.#gathers = true;
    window.setTimeout(() => {
      this.#gathers = false;
      void this.#complete(cargo.in("ARRIVING").slice(0, MOST_IN_A_CALL));
    }, GATHERED);
  }

  async #complete(items: readonly Item[]): Promise<void> {
    const { cargo } = this.#luggage;
    const ids = items.map(({ uploadId }) => uploadId).filter((id) => id !== null);
    try {
      const results = await this.#asking.end(ids);
      const byUpload = new Map(results.map((one) => [one.uploadId, one]));
      for (const { id, uploadId } of items) this.#completed(id, byUpload.get(uploadId ?? ""));
      this.#following.follow(items.map(({ id }) => id));
    } catch (error) {
      for (const { id } of items) this.#announcing.fail(id, error);
    }
    if (cargo.in("ARRIVING").some(({ id }) => !items.some((one) => one.id === id))) {
      for (const { id } of cargo.in("ARRIVING")) this.arrive(id);
    }
  }

  #completed(id: string, result: Ended | undefined): void {
    const { cargo, sent, tickets } = this.#luggage;
    const item = cargo.get(id);
    if (item && result?.error && OVER.has(result.error.code)) {
      sent.delete(id);
      tickets.delete(id);
      this.#announcing.anew(item);
      this.#fill();
    } else if (result?.error) {
      const again = AGAIN.has(result.error.code);
      // Bytes that are not there have to travel once more, by new leave.
      if (!again || result.error.code === "UPLOAD_MISSING") {
        sent.delete(id);
        tickets.delete(id);
      }
      const twin = result.alreadyThere?.id ?? null;
      this.#luggage.keep(id, { state: again ? "FAILED" : "REFUSED", trouble: result.error, twin });
    } else if (result?.imageId) {
      cargo.change(id, { imageId: result.imageId });
      this.#luggage.keep(id, { state: "PROCESSING", stage: "QUEUED" });
      void this.#luggage.dropFile(id, cargo.get(id)?.size ?? 0);
    }
  }
}
