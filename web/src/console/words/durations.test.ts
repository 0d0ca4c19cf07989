import { expect, test } from "vitest";

import { duration } from "./durations";

test("a duration tells no part that is nothing", () => {
  const seconds = [0.25, 59, 60, 65, 3600, 7260];

  expect(seconds.map((one) => duration("en", one, "short"))).toEqual([
    "0.3 sec",
    "59 sec",
    "1 min",
    "1 min 5 sec",
    "1 hr",
    "2 hr 1 min",
  ]);
});

test("where there is little room a duration is told in letters", () => {
  expect(duration("en", 393, "narrow")).toBe("6m 33s");
  expect(duration("pt-BR", 393, "narrow")).toMatch(/^6\s?min 33\s?s$/);
});
