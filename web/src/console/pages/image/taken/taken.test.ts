import { expect, test } from "vitest";

import { asTaken, captureInput, clock, isWrongTime, offsetsWith, precisely, takenOf, takenValue } from "./taken";

function told(local: string | null, offset: string | null = null) {
  return takenOf({ capturedAtLocal: local, capturedAtOffset: offset });
}

test.each([
  ["2024-05-01T10:11:12", "+01:00", { local: "2024-05-01T10:11:12", offset: "+01:00" }],
  ["2024-05-01T10:11:00", null, { local: "2024-05-01T10:11", offset: null }],
  ["2024-05-01T10:11:12.123456", null, { local: "2024-05-01T10:11:12.123", offset: null }],
  ["2024-06", null, { local: "2024-06", offset: null }],
])("%s is edited and sent", (local, offset, sent) => {
  expect(captureInput(told(local, offset))).toEqual(sent);
});

test("no time is nothing to edit, and clears what there was", () => {
  expect(told(null)).toBeNull();
  expect(captureInput(null)).toBeNull();
  expect(isWrongTime(null)).toBe(false);
});

test.each(["", "2024-06-01T", "1800", "2201-01-01", "soon"])("%j is no time", (local) => {
  expect(isWrongTime([local, ""])).toBe(true);
});

test("an offset belongs to a time of the day", () => {
  expect(asTaken(takenValue({ local: "2024-06-01", offset: "+01:00" }))).toEqual({
    local: "2024-06-01",
    offset: "",
  });
});

test.each([
  ["2024-06-01T10:11:12", "time", "2024-06-01T10:11:12"],
  ["2024-06-01T10:11:12", "month", "2024-06"],
  ["2024", "time", "2024-01-01T00:00"],
  ["2024-06", "day", "2024-06-01"],
  ["", "day", ""],
] as const)("%j to the %s is %j", (local, precision, is) => {
  expect(precisely(local, precision)).toBe(is);
});

test("an unusual offset can be chosen where a picture has it", () => {
  expect(offsetsWith("+00:15")).toContain("+00:15");
  expect(offsetsWith("+01:00")).toEqual(offsetsWith(""));
});

test.each([
  ["2024-06-01T10:11:12.5", /10:11:12/],
  ["2024-06-01T10:11:12.123456", /10:11:12/],
  ["2024-06", /^June 2024$/],
  ["2024", /^2024$/],
  ["not a time", /^not a time$/],
])("%j is told no more precisely than it is known", (time, text) => {
  expect(clock("en", time)).toMatch(text);
});
