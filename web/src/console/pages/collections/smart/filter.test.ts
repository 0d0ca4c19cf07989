import { expect, test } from "vitest";

import { draftOf, filterOf, NO_DRAFT } from "./filter";

test("an empty form is no condition at all", () => {
  expect(filterOf(NO_DRAFT)).toEqual({});
});

test("what the form has no field for is kept as it is", () => {
  const draft = { ...NO_DRAFT, search: " blue ", minScore: "70", rest: { keyword: { eq: "shoe" }, quality: { warned: ["NOISE" as const] } } };

  expect(filterOf(draft)).toEqual({
    keyword: { eq: "shoe" },
    search: "blue",
    quality: { warned: ["NOISE"], minScore: 70 },
  });
});

test("a filter that was not saved opens an empty form", () => {
  expect(draftOf(null)).toEqual(NO_DRAFT);
});
