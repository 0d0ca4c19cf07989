import { expect, test } from "vitest";

import { NOTHING, only, reached, toggled, without } from "./selection";

const ORDER = ["a", "b", "c", "d", "e"];

test("a range reaches from the last one that was chosen, either way", () => {
  expect([...reached(only("b"), "d", ORDER).ids]).toEqual(["b", "c", "d"]);
  expect([...reached(only("d"), "b", ORDER).ids]).toEqual(["b", "c", "d"]);
});

test("a second range replaces the first, and with ctrl it is added", () => {
  const first = reached(only("c"), "e", ORDER);

  expect([...reached(first, "b", ORDER).ids]).toEqual(["b", "c"]);
  expect([...reached(toggled(first, "a"), "b", ORDER, true).ids].sort()).toEqual(ORDER);
});

test("a range without a begin is the one alone", () => {
  expect([...reached(NOTHING, "c", ORDER).ids]).toEqual(["c"]);
});

test("what is gone is chosen no more, and a range does not begin there", () => {
  const left = without(reached(only("a"), "b", ORDER), ["a"]);

  expect([...left.ids]).toEqual(["b"]);
  expect(left.anchor).toBeNull();
  expect(without(left, ["e"])).toBe(left);
});
