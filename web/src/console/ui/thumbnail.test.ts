import { rgbaToThumbHash } from "thumbhash";
import { expect, test } from "vitest";

import { isSeeThrough } from "./thumbnail";

function hashOf(alpha: number): string {
  const rgba = new Uint8Array(8 * 8 * 4).map((_, at) => (at % 4 === 3 ? alpha : at % 200));
  return btoa(String.fromCharCode(...rgbaToThumbHash(8, 8, rgba)));
}

test("A picture that lets its ground through is told by its hash.", () => {
  expect(isSeeThrough(hashOf(120))).toBe(true);
});

test("One without transparency is none.", () => {
  expect(isSeeThrough(hashOf(255))).toBe(false);
});
