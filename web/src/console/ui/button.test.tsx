import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { Button } from "./button";
import { Select } from "./select";

test("A button that is off can keep the focus, and says that it is off.", () => {
  const markup = renderToStaticMarkup(<Button isDisabled>Save</Button>);

  expect(markup).toContain('aria-disabled="true"');
  expect(markup).not.toContain(" disabled");
});

test("A button that is on says nothing about it.", () => {
  const markup = renderToStaticMarkup(<Button>Save</Button>);

  expect(markup).not.toContain("disabled");
});

test("A choice that is off can keep the focus, and says that it is off.", () => {
  const options = [{ value: "a", label: "A" }] as const;

  const markup = renderToStaticMarkup(
    <Select label="Role" value="a" options={options} onChange={() => undefined} isDisabled />,
  );

  expect(markup).toMatch(/<button[^>]* aria-disabled="true"/);
  expect(markup).not.toMatch(/<button[^>]* disabled/);
});
