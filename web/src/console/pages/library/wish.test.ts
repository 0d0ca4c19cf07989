import { expect, test } from "vitest";

import type { BulkPictureFragment } from "../../ui/pictures/bulk.generated";
import { ANY, editOf, inputOf, lostOf, type Wish } from "./wish";

const NOTHING: Wish = { title: "", alt: "", locale: ANY, added: "", removed: "", product: "" };

function picture(texts: readonly (readonly [locale: string, text: string])[]): BulkPictureFragment {
  const altTexts = texts.map(([locale, text]) => ({ __typename: "AltText" as const, locale, text }));
  const metadata = { __typename: "ImageMetadata", altText: "A boot", altTexts };
  return { id: "1", version: 3, title: null, productCode: null, keywords: [], metadata } as unknown as BulkPictureFragment;
}

test("An alternative text for all that match leaves those of single languages as they are.", () => {
  const edit = editOf({ ...NOTHING, alt: " A shoe " });

  expect(edit).toEqual({ altText: "A shoe", addKeywords: [], removeKeywords: [] });
});

test("One in a language is the only one then, and it is told which languages lose theirs.", () => {
  const edit = editOf({ ...NOTHING, alt: "Um sapato", locale: "pt-BR" });
  const lost = lostOf(picture([["en", "A shoe"], ["pt-BR", "Uma bota"]]), "pt-BR");

  expect(edit.altTexts).toEqual([{ locale: "pt-BR", text: "Um sapato" }]);
  expect(lost).toEqual(["en"]);
});

test("Of pictures that were chosen one by one the other languages stay.", () => {
  const input = inputOf({ ...NOTHING, alt: "Um sapato", locale: "pt-BR" }, picture([["en", "A shoe"]]));

  expect(input.altTexts).toEqual([
    { locale: "en", text: "A shoe" },
    { locale: "pt-BR", text: "Um sapato" },
  ]);
});

test("Nothing is sent of what a picture says already.", () => {
  const input = inputOf({ ...NOTHING, alt: "A boot" }, picture([]));

  expect(input).toEqual({ id: "1", expectedVersion: 3 });
});
