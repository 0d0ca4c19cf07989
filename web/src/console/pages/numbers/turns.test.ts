import { expect, test } from "vitest";

import { inTurn } from "./turns";

test("stages stand in the order in which they are reached, the whole and the unknown last", () => {
  const of = (text: string) => text.split(" ").map((stage) => ({ kind: "PROCESS", stage }));
  const told = of("ALL CHECKED LATER METADATA READY RENDITIONS");

  expect(inTurn(told)).toEqual(of("CHECKED METADATA RENDITIONS READY ALL LATER"));
});

test("kinds of jobs are kept apart", () => {
  const told = [
    { kind: "PUBLISH", stage: "ALL" },
    { kind: "PROCESS", stage: "ALL" },
    { kind: "PUBLISH", stage: "PUBLISHED" },
  ];

  expect(inTurn(told).map(({ kind, stage }) => `${kind} ${stage}`)).toEqual([
    "PROCESS ALL",
    "PUBLISH PUBLISHED",
    "PUBLISH ALL",
  ]);
});
