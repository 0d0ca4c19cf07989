import { expect, test } from "vitest";

import { moved, stepped } from "./order";

const ORDER = ["a", "b", "c", "d", "e"];

test("what moves lies together, in the order that was given", () => {
  expect(moved(ORDER, ["d", "a"], { before: "c" })).toEqual(["b", "d", "a", "c", "e"]);
  expect(moved(ORDER, ["a"], { after: "c" })).toEqual(["b", "c", "a", "d", "e"]);
  expect(moved(ORDER, ["c"], { end: "START" })).toEqual(["c", "a", "b", "d", "e"]);
  expect(moved(ORDER, ["c"], { end: "END" })).toEqual(["a", "b", "d", "e", "c"]);
});

test("nothing moves next to what is not there", () => {
  expect(moved(ORDER, ["a"], { before: "z" })).toBe(ORDER);
  expect(moved(ORDER, ["a"], { after: "a" })).toBe(ORDER);
});

test("a step goes over one that stays, and stops at the ends", () => {
  expect(stepped(ORDER, ["c"], -1)).toEqual({ before: "b" });
  expect(stepped(ORDER, ["c"], 1)).toEqual({ after: "d" });
  expect(stepped(ORDER, ["b", "c"], 1)).toEqual({ after: "d" });
  expect(stepped(ORDER, ["d"], 3)).toEqual({ after: "e" });
  expect(stepped(ORDER, ["b"], -3)).toEqual({ before: "a" });
  expect(stepped(ORDER, ["a"], -1)).toBeNull();
  expect(stepped(ORDER, ["e"], 1)).toBeNull();
});
