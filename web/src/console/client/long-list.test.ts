import { expect, test } from "vitest";

import { LongList } from "./long-list";

interface Row {
  readonly id: string;
}

/** A list of the API with that many rows, r0 onwards, and how often it was asked. */
function listOf(count: number): { list: LongList<Row>; asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  const list = new LongList<Row>(async (first, after) => {
    asked.push(after);
    const from = after === null ? 0 : Number(after);
    const to = Math.min(from + first, count);
    const nodes = Array.from({ length: to - from }, (_, at) => ({ id: `r${from + at}` }));
    const pageInfo = { hasNextPage: to < count, endCursor: String(to) };
    return { found: { nodes, pageInfo }, error: undefined };
  });
  return { list, asked };
}

const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

/** As one scrolls down to the end. */
async function walk(list: LongList<Row>): Promise<void> {
  list.start();
  await turn();
  while (list.state().hasMore) {
    const last = list.state().items.length - 1;
    list.show(last - 20, last);
    // oxlint-disable-next-line no-await-in-loop -- page by page
    await turn();
  }
}

test("all rows are reached page by page, and few of them stay in memory", async () => {
  const { list } = listOf(5_000);

  await walk(list);

  const { items } = list.state();
  expect(items.length).toBe(5_000);
  expect(items.at(-1)?.id).toBe("r4999");
  expect(items.filter(({ row }) => row !== null).length).toBeLessThanOrEqual(1_000);
});

test("what was let go of is read again when one comes back", async () => {
  const { list } = listOf(3_000);
  await walk(list);
  expect(list.state().items[0]?.row).toBeNull();

  list.show(0, 20);
  await turn();

  expect(list.state().items[0]?.row).toEqual({ id: "r0" });
  expect(list.state().items.length).toBe(3_000);
});

test("a row that leaves keeps its place, one that is dropped does not", async () => {
  const { list } = listOf(3);
  await walk(list);

  list.fade("r1");
  list.drop(["r0"]);

  expect(list.state().items.map(({ id, gone }) => [id, gone])).toEqual([
    ["r1", true],
    ["r2", false],
  ]);
});

test("a new row comes first, and once", async () => {
  const { list } = listOf(2);
  await walk(list);

  list.prepend({ id: "new" });
  list.prepend({ id: "new" });

  expect(list.state().items.map(({ id }) => id)).toEqual(["new", "r0", "r1"]);
});

test("a failure is told, and the next try goes on", async () => {
  let fails = true;
  const list = new LongList<Row>(async () => {
    if (fails) return { found: undefined, error: undefined };
    return { found: { nodes: [{ id: "a" }], pageInfo: { hasNextPage: false, endCursor: null } }, error: undefined };
  });
  list.start();
  await turn();
  expect(list.state().items).toEqual([]);
  fails = false;

  list.more();
  await turn();

  expect(list.state().items.map(({ id }) => id)).toEqual(["a"]);
});

test("the ids around a row tell where they begin in the list, and where it goes on", async () => {
  const { list } = listOf(1_000);
  await walk(list);
  list.fade("r450");
  list.fade("r3");

  const { ids, skipped, next } = list.around("r449", 100);

  expect([ids[0], ids.at(-1), ids.length]).toEqual(["r300", "r599", 299]);
  expect([skipped, next]).toEqual([299, "600"]);
  expect(list.around("r999", 100).next).toBeNull();
});

test("asked for more while it is read anew, it goes on afterwards", async () => {
  const { list, asked } = listOf(300);
  list.start();
  list.reload();
  // The grid shows the same places as before, so it does not say so again.
  list.show(0, 20);
  list.more();

  await turn();
  await turn();

  expect(asked).toEqual([null, null, "100"]);
  expect(list.state().items.length).toBe(200);
});

/** A list whose answers come when they are let. */
function slowList(): { list: LongList<Row & { version: number }>; answer: (...versions: number[]) => Promise<void> } {
  let settle: ((versions: number[]) => void) | undefined;
  const list = new LongList<Row & { version: number }>(async () => {
    const versions = await new Promise<number[]>((done) => (settle = done));
    const nodes = versions.map((version, at) => ({ id: `r${at}`, version }));
    return { found: { nodes, pageInfo: { hasNextPage: false, endCursor: null } }, error: undefined };
  });
  const answer = async (...versions: number[]): Promise<void> => {
    settle?.(versions);
    await turn();
  };
  return { list, answer };
}

test("what is told of rows while they are read is not overwritten by what was read before", async () => {
  const { list, answer } = slowList();
  list.start();
  list.fade("r0");
  list.put({ id: "r1", version: 5 });
  list.put({ id: "r2", version: 5 });

  await answer(1, 4, 6);

  expect(list.state().items.map(({ gone }) => gone)).toEqual([true, false, false]);
  expect(list.state().items.map(({ row }) => row?.version)).toEqual([1, 5, 6]);
});

test("a burst of changes is told at once, and pages without a change are the same as before", async () => {
  const { list } = listOf(200);
  await walk(list);
  const [first, second] = list.state().pages;
  let told = 0;
  const heard = new Promise<void>((done) => {
    list.subscribe(() => {
      told += 1;
      done();
    });
  });

  for (let at = 0; at < 50; at += 1) list.fade(`r${at}`);
  await heard;

  expect(told).toBe(1);
  expect(list.state().items.filter(({ gone }) => gone).length).toBe(50);
  expect(list.state().pages[0]).not.toBe(first);
  expect(list.state().pages[1]).toBe(second);
});
