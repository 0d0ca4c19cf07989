import { expect, test } from "vitest";

import { inTurn } from "./in-turn";

test("what is begun later waits for what is slower, and for what fails", async () => {
  const turn = inTurn();
  const told: string[] = [];
  let end: (() => void) | undefined;
  const first = turn(async () => {
    await new Promise<void>((ended) => (end = ended));
    told.push("first");
    throw new Error("refused");
  });
  const second = turn(async () => told.push("second"));
  const isRefused = first.catch(() => true);

  await Promise.resolve();
  end?.();

  expect(await second).toBe(2);
  expect(await isRefused).toBe(true);
  expect(told).toEqual(["first", "second"]);
});
