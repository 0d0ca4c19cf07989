import { describe, expect, test } from "vitest";

import { change, type Change, EMPTY, isLate, type Queue, type Row, visible } from "./queue";

/** A picture that came in on that second. */
function row(id: string, second: number, more: Partial<Row> = {}): Row {
  return {
    __typename: "Image",
    id,
    version: 1,
    state: "READY",
    review: {
      __typename: "Review",
      state: "PENDING",
      reason: null,
      note: null,
      byUserId: null,
      at: null,
      rule: null,
    },
    assigneeId: null,
    fileName: `${id}.jpg`,
    bytes: 1,
    width: 1,
    height: 1,
    thumbHash: null,
    title: null,
    productCode: null,
    createdAt: `2026-01-01T00:00:0${second}Z`,
    updatedAt: `2026-01-01T00:00:0${second}Z`,
    imported: { __typename: "ImportRecord", importerId: null, source: "UPLOAD" },
    renditions: [],
    ...more,
  };
}

const [a, b, c] = [row("a", 1), row("b", 2), row("c", 3)];

function after(...changes: readonly Change[]): Queue {
  return changes.reduce(change, EMPTY);
}

const READ: Change = { is: "page", rows: [a, b, c], next: null };

function shown(queue: Queue): [string, string | null] {
  return [visible(queue).map(({ id }) => id).join(""), queue.current];
}

describe("what is before the reviewer", () => {
  test("is the one that came in first", () => {
    expect(shown(after(READ))).toEqual(["abc", "a"]);
  });

  test("is the next one as soon as something is decided", () => {
    expect(shown(after(READ, { is: "leave", ids: ["a"] }))).toEqual(["bc", "b"]);
  });

  test("is the last one where the last was decided, and nothing where nothing is left", () => {
    const last = after(READ, { is: "show", id: "c" }, { is: "leave", ids: ["c"] });

    expect(shown(last)).toEqual(["ab", "b"]);
    expect(shown(change(last, { is: "gone", ids: ["a", "b"] }))).toEqual(["", null]);
  });

  test("stays when others decide about others", () => {
    const queue = after(READ, { is: "show", id: "b" }, { is: "gone", ids: ["a", "c"] });

    expect(shown(queue)).toEqual(["b", "b"]);
  });

  test("stays where a refused decision brings another back to its place", () => {
    const queue = after(READ, { is: "leave", ids: ["a"] }, { is: "stay", ids: ["a"] });

    expect(shown(queue)).toEqual(["abc", "b"]);
  });

  test("moves by one and stops at both ends", () => {
    const [there, back]: Change[] = [
      { is: "step", by: 1 },
      { is: "step", by: -1 },
    ];
    if (!there || !back) throw new Error();

    expect(shown(after(READ, there))).toEqual(["abc", "b"]);
    expect(shown(after(READ, there, there, there))).toEqual(["abc", "c"]);
    expect(shown(after(READ, back))).toEqual(["abc", "a"]);
  });
});

test("an undone picture has its old place", () => {
  const queue = after(READ, { is: "gone", ids: ["b"] }, { is: "waiting", rows: [b] });

  expect(shown(queue)).toEqual(["abc", "a"]);
});

describe("what is told of a picture", () => {
  const approved = { ...b.review, state: "APPROVED" as const };

  test("is late where it was undone since, whenever it was read", () => {
    const undone = after(READ, { is: "waiting", rows: [row("b", 2, { version: 3 })] });

    expect(isLate(undone, "GONE", row("b", 2, { version: 2, review: approved }), "ANYONE")).toBe(true);
    expect(isLate(undone, "GONE", row("b", 2, { version: 3 }), "ANYONE")).toBe(true);
  });

  test("is late where it is decided here, or was since", () => {
    const leaving = after(READ, { is: "leave", ids: ["b"] });

    expect(isLate(leaving, "WAITING", b, "ANYONE")).toBe(true);
    expect(isLate(leaving, "WAITING", row("b", 2, { version: 2, review: approved }), "ANYONE")).toBe(true);
    expect(isLate(leaving, "WAITING", row("b", 2, { version: 2 }), "ANYONE")).toBe(false);
  });

  test("counts where others decide, or give it to somebody else", () => {
    const given = row("b", 2, { version: 2, assigneeId: "ana" });

    expect(isLate(after(READ), "GONE", row("b", 2, { version: 2, review: approved }), "ANYONE")).toBe(false);
    expect(isLate(after(READ), "GONE", given, "UNASSIGNED")).toBe(false);
    expect(isLate(after(READ), "WAITING", row("d", 4), "ANYONE")).toBe(false);
  });
});

test("a first page that is read anew drops what is gone, and keeps what lies behind it", () => {
  const d = row("d", 4);
  const queue = after(READ, { is: "waiting", rows: [d] }, { is: "anew", rows: [a, c], next: "x" });

  expect(shown(queue)).toEqual(["acd", "a"]);
});

test("only what fits the filter is gone through", () => {
  const shoe = row("s", 4, { productCode: "SHOE-1" });
  const mine = row("m", 5, {
    imported: { __typename: "ImportRecord", importerId: "me", source: "UPLOAD" },
  });
  const queue = after(READ, { is: "waiting", rows: [shoe, mine] });
  const filtered = (product: string, importer: string): Queue =>
    change(queue, { is: "filter", filter: { product, importer } });

  expect(shown(filtered("shoe", ""))).toEqual(["s", "s"]);
  expect(shown(filtered("", "me"))).toEqual(["m", "m"]);
  expect(shown(filtered("shoe", "me"))).toEqual(["", null]);
});
