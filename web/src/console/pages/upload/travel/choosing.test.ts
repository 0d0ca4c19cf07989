import { expect, test } from "vitest";

import { itemOf, likeness, troubleOf } from "./choosing";

const TAKEN = { most: 100, types: ["image/jpeg", "image/png"] };
const HERE = { owner: "tab", account: "ada" };
const file = (name: string, bytes: number, type = "image/jpeg"): File =>
  new File([new Uint8Array(bytes)], name, { type, lastModified: 7 });

test("a file within the limits is chosen, and nothing of it has left", () => {
  const item = itemOf({ file: file("a.jpg", 100), path: "shoes/a.jpg" }, HERE, TAKEN);

  expect(item).toMatchObject({ state: "CHOSEN", path: "shoes/a.jpg", size: 100, sent: 0, trouble: null });
});

test.each([
  ["a byte too large", file("a.jpg", 101), "FILE_TOO_LARGE"],
  ["empty", file("a.jpg", 0), "EMPTY_FILE"],
  ["no picture", file("a.txt", 5, "text/plain"), "UNSUPPORTED_FORMAT"],
  ["a picture that the house does not take", file("a.webp", 5, "image/webp"), "UNSUPPORTED_FORMAT"],
])("what is %s is refused at once, by the API's code", (_, chosen, code) => {
  const item = itemOf({ file: chosen, path: chosen.name }, HERE, TAKEN);

  expect([item.state, item.trouble?.code]).toEqual(["REFUSED", code]);
});

test("until the limits are known a large file is chosen, and judged anew by them", () => {
  const item = itemOf({ file: file("a.jpg", 101), path: "a.jpg" }, HERE, null);

  expect(item.state).toBe("CHOSEN");
  expect(troubleOf(item, item.type, TAKEN)?.code).toBe("FILE_TOO_LARGE");
});

test("a type that the browser does not know is told by the name", () => {
  const item = itemOf({ file: file("A.JPEG", 5, ""), path: "A.JPEG" }, HERE, TAKEN);

  expect([item.state, item.type]).toEqual(["CHOSEN", "image/jpeg"]);
});

test("a file is known again by its place, its size and its time", () => {
  const known = likeness("a.jpg", file("a.jpg", 5));

  expect(likeness("a.jpg", file("a.jpg", 5))).toBe(known);
  expect(likeness("b/a.jpg", file("a.jpg", 5))).not.toBe(known);
  expect(likeness("a.jpg", file("a.jpg", 6))).not.toBe(known);
});
