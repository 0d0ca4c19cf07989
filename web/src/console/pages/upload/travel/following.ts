import type { Asking, Stage } from "./asking";
import type { Luggage } from "./luggage";

/** So many pictures are followed by one subscription. */
const MOST_AT_ONCE = 250;

/** What becomes of files once they are in the store. */
export class Following {
  readonly #luggage: Luggage;
  readonly #asking: Asking;
  readonly #stops = new Set<() => void>();

  constructor(luggage: Luggage, asking: Asking) {
    this.#luggage = luggage;
    this.#asking = asking;
  }

  /** Tells the stages of files that are PROCESSING, until they have come to their ends. */
  follow(ids: readonly string[]): void {
    for (let first = 0; first < ids.length; first += MOST_AT_ONCE) {
      this.#follow(ids.slice(first, first + MOST_AT_ONCE));
    }
  }

  /** A file whose bytes are in the store already. */
  process(id: string, imageId: string | null): void {
    const { size } = this.#luggage.cargo.get(id) ?? { size: 0 };
    this.#luggage.keep(id, { state: "PROCESSING", stage: "QUEUED", imageId, sent: size });
    void this.#luggage.dropFile(id, size);
    this.#follow([id]);
  }

  stop(): void {
    this.#stops.forEach((stop) => stop());
  }

  #follow(ids: readonly string[]): void {
    const left = new Map<string, string>();
    for (const id of ids) {
      const item = this.#luggage.cargo.get(id);
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
    const twin = problem?.imageId ?? null;
    if (stage === "READY") this.#luggage.end(id, { state: "READY", stage, image });
    else if (stage === "REUSED") this.#luggage.end(id, { state: "THERE", twin });
    else if (stage === "FAILED") {
      const trouble = problem ?? { code: "CRASHED", message: "It could not be read." };
      this.#luggage.end(id, { state: "REFUSED", trouble, twin });
    } else {
      this.#luggage.cargo.change(id, { stage, ...(image && { image }) });
      return false;
    }
    return true;
  }
}
