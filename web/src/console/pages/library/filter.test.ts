import { expect, test } from "vitest";

import { changed, orderOf, readFilter, whereOf } from "./filter";
import { readPeriod } from "./period";

test("An address says days, of which the last is included, where the reader is.", () => {
  const { createdAt } = whereOf(readFilter({ added: "2026-05-01..2026-05-31" }));

  expect(createdAt).toEqual({
    gte: new Date(2026, 4, 1).toISOString(),
    lt: new Date(2026, 5, 1).toISOString(),
  });
});

test("Either end may be open, and the last day may be said first.", () => {
  expect(readPeriod("2026-05-01..")).toEqual({ from: "2026-05-01", to: "" });
  expect(readPeriod("2026-05-01")).toEqual({ from: "2026-05-01", to: "2026-05-01" });
  expect(readPeriod("..2026-05-31")).toEqual({ from: "", to: "2026-05-31" });
  expect(readFilter({ taken: "2026-05-31..2026-05-01" })).toEqual({ taken: "2026-05-01..2026-05-31" });
});

test.each(["", "..", "2026-13-01..", "0002-05-01..", "a..b", "2026-05-01..x", "..2026-05-01.."])(
  "What are no days is left out of an address: %j.",
  (added) => {
    expect(readFilter({ added })).toEqual({});
  },
);

test("A part that is taken out leaves the others.", () => {
  const filter = readFilter({ q: 42, keyword: "summer", importer: "a" });

  expect(changed(filter, { keyword: undefined })).toEqual({ q: "42", importer: "a" });
  expect(whereOf(filter)).toEqual({ search: "42", keyword: { eq: "summer" }, importer: { eq: "a" } });
});

test("The best match is first only where words are looked for.", () => {
  const { sort = "newest" } = readFilter({ sort: "best" });

  expect(orderOf(sort, "boot")).toEqual({ field: "RELEVANCE", direction: "DESC" });
  expect(orderOf(sort, undefined)).toEqual({ field: "CREATED_AT", direction: "DESC" });
});
