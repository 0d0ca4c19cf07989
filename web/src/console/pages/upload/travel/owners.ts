const NAME = "ecogram/uploads";
/** A tab that is gone lets go of its name within this time, in milliseconds. */
const PATIENCE = 1500;

/** Keeps the name of this tab's uploads until the tab is gone. */
export function hold(owner: string): void {
  if (!("locks" in navigator)) return;
  void navigator.locks.request(`${NAME}/${owner}`, () => new Promise<never>(() => undefined));
}

/** Runs `adopt` when the tab of that name is gone, with the name held; not where it is still there. */
export async function whenGone(owner: string, adopt: () => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return adopt();
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    await navigator.locks.request(`${NAME}/${owner}`, { signal }, adopt);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
