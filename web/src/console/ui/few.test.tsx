import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";

import { Few } from "./few";

// Where the language of a browser comes from.
vi.hoisted(() => {
  const localStorage = { getItem: () => null };
  Object.assign(globalThis, { window: { addEventListener: () => undefined, localStorage } });
  Object.defineProperty(globalThis, "navigator", { value: { languages: ["en"] }, configurable: true });
});

function markupOf(count: number): string {
  const items = Array.from({ length: count }, (_, at) => `shoe-${at + 1}.jpg`);
  return renderToStaticMarkup(
    <Few label="Files" items={items} keyOf={(one) => one}>
      {(one) => one}
    </Few>,
  );
}

test("Of many the first three show, and how many more there are.", () => {
  const markup = markupOf(40);

  expect(markup).toContain("shoe-3.jpg");
  expect(markup).not.toContain("shoe-4.jpg");
  expect(markup).toContain("and 37 more");
});

test("Four show as they are: a button would take as much room as the fourth.", () => {
  const markup = markupOf(4);

  expect(markup).toContain("shoe-4.jpg");
  expect(markup).not.toContain("<button");
});
