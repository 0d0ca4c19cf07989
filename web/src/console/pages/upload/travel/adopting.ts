import { ENDS, type Item } from "./item";
import type { Luggage } from "./luggage";
import { whenGone } from "./owners";

/** What came to its end is told for a week. */
const KEPT = 7 * 24 * 3600 * 1000;

/** Takes over what tabs that are gone have left; `take` gets what was found of each. */
export async function adopt(luggage: Luggage, owner: string, take: (found: readonly Item[]) => void): Promise<void> {
  const kept = await luggage.shelf.items();
  const owners = new Set(kept.map((one) => one.owner));
  owners.delete(owner);
  await Promise.all(
    [...owners].map((other) => whenGone(other, async () => take(await adoptOf(luggage, other, owner)))),
  );
}

async function adoptOf(luggage: Luggage, other: string, owner: string): Promise<readonly Item[]> {
  const { shelf, announcements, cargo } = luggage;
  const theirs = (await shelf.items()).filter((one) => one.owner === other);
  const old = theirs.filter((one) => isOld(one));
  await shelf.drop(old.map(({ id }) => id));
  for (const one of await shelf.announcements()) announcements.set(one.key, one);
  const mine = theirs.filter((one) => !old.includes(one)).map((one) => woken(one, owner));
  const found = await Promise.all(mine.map((one) => withFile(luggage, one)));
  await shelf.keep(found);
  cargo.put(found);
  return found;
}

function isOld({ state, addedAt }: Item): boolean {
  return ENDS.has(state) && addedAt < Date.now() - KEPT;
}

/** As it goes on in the tab of another owner. */
export function woken(item: Item, owner: string): Item {
  const state = item.state === "SENDING" || item.state === "FAILED" ? "WAITING" : item.state;
  return { ...item, owner, state, trouble: state === "WAITING" ? null : item.trouble };
}

async function withFile(luggage: Luggage, item: Item): Promise<Item> {
  if (item.state !== "WAITING" && item.state !== "PAUSED") return item;
  const file = await luggage.shelf.file(item.id);
  if (file === undefined) return { ...item, state: "LOST" };
  luggage.files.set(item.id, file);
  return item;
}
