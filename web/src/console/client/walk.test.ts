import { expect, test } from "vitest";

import { grown, stepsIn, type Walk } from "./walk";

const WHERE = { search: "shoe" };
const ORDER = { field: "CREATED_AT", direction: "DESC" } as const;
const ids = (first: number, count: number): string[] => Array.from({ length: count }, (_, at) => `i${first + at}`);
const walk = (more: Partial<Walk> = {}): Walk => ({ from: "/library?q=shoe", ids: ids(0, 100), ...more });
const open = { where: WHERE, orderBy: ORDER, after: "100" };

test("a picture of the list has its neighbours, one that is not in it has none", () => {
  expect(stepsIn(walk(), "i7")).toMatchObject({ before: "i6", after: "i8", place: 8, count: 100, isMore: false });
  expect(stepsIn(walk(), "other")).toMatchObject({ before: null, after: null, place: null });
  expect(stepsIn(null, "i7").place).toBeNull();
});

test("the list is read on shortly before what was read of it ends", () => {
  expect(stepsIn(walk({ rest: open }), "i50").isShort).toBe(false);
  expect(stepsIn(walk({ rest: open }), "i95").isShort).toBe(true);
  expect(stepsIn(walk(), "i99").isShort).toBe(false);
});

test("the place counts what comes before, the sum what is not read yet", () => {
  const far = walk({ rest: open, skipped: 300, total: 700 });

  expect(stepsIn(far, "i0")).toMatchObject({ place: 301, count: 700, isMore: false });
  expect(stepsIn({ ...far, total: 10_000 }, "i0").isMore).toBe(true);
  expect(stepsIn({ ...far, total: null }, "i0")).toMatchObject({ count: 400, isMore: true });
});

test("what was read on comes behind, once each, until the list ends", () => {
  const more = grown(walk({ rest: open }), ["i99", "i100"], "101");

  expect(more.ids.slice(-2)).toEqual(["i99", "i100"]);
  expect(more.rest?.after).toBe("101");
  expect(grown(more, ["i101"], null).rest).toBeNull();
});

test("of a very long walk the begin is let go of, and places stay true", () => {
  const long = grown(walk({ ids: ids(0, 5_000), rest: open }), ids(5_000, 100), "x");

  expect(long.ids.length).toBe(5_000);
  expect(stepsIn(long, "i5099").place).toBe(5_100);
  expect(stepsIn(long, "i99").place).toBeNull();
});
