import { expect, test } from "vitest";

import { asPosition, locationInput, pairOf, placed, positionOf, wrongsOf } from "./position";

const LISBON = { latitude: "38.7223", longitude: "-9.1393", altitude: "" };

test("what a picture tells can be sent back as it is", () => {
  const told = { latitude: -23.5505199, longitude: -46.6333, altitude: 760.5 };

  expect(locationInput(positionOf(told))).toEqual(told);
});

test("a position without its other half, or none, is nothing to edit", () => {
  expect(positionOf({ latitude: 1, longitude: null, altitude: null })).toBeNull();
  expect(positionOf(null)).toBeNull();
  expect(locationInput(null)).toBeNull();
});

test.each([
  ["latitude", "90.1", "latitude"],
  ["latitude", "-91", "latitude"],
  ["longitude", "180.01", "longitude"],
  ["altitude", "100001", "altitude"],
  ["latitude", "north", "number"],
  ["longitude", "1e2", "number"],
  ["altitude", "1,200", "number"],
  ["longitude", " ", "missing"],
] as const)("%s does not take %j", (part, text, wrong) => {
  expect(wrongsOf({ ...LISBON, [part]: text })).toEqual({ [part]: wrong });
});

test.each(["90", "-90", "+12.5", ".5", "12."])("latitude takes %j", (latitude) => {
  expect(wrongsOf({ ...LISBON, latitude })).toEqual({});
});

test("an altitude alone is no place", () => {
  const alone = { latitude: "", longitude: "", altitude: "12" };

  expect(wrongsOf(alone)).toEqual({ latitude: "missing", longitude: "missing" });
});

test("nothing at all may be sent: it clears the position", () => {
  expect(wrongsOf(asPosition(null))).toEqual({});
  expect(placed(asPosition(null))).toBeNull();
});

test("a wrong altitude does not take the mark from the map", () => {
  expect(placed({ ...LISBON, altitude: "high" })).toEqual({ latitude: 38.7223, longitude: -9.1393 });
});

test.each([
  ["38.7223, -9.1393", ["38.7223", "-9.1393"]],
  ["38.7223,-9.1393", ["38.7223", "-9.1393"]],
  ["38 -9", ["38", "-9"]],
  ["38.7;-9", ["38.7", "-9"]],
])("%j is copied from a map", (text, pair) => {
  expect(pairOf(text)).toEqual(pair);
});

test.each(["38,7223", "38.7223", "", "a, b", "1, 2, 3"])("%j is no pair", (text) => {
  expect(pairOf(text)).toBeNull();
});
