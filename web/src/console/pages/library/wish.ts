import type { ImagesEditInput, UpdateImagesItemInput } from "../../generated/schema";
import type { BulkPictureFragment } from "../../ui/pictures/bulk.generated";

/** What is to be said of many pictures; what is empty stays as it is with each. */
export interface Wish {
  readonly title: string;
  readonly alt: string;
  /** Of the alternative text: a language, or `ANY`. */
  readonly locale: string;
  readonly added: string;
  readonly removed: string;
  readonly product: string;
}

/** The text that stands in for languages that have none of their own. */
export const ANY = "any";

export function isEmpty({ title, alt, added, removed, product }: Wish): boolean {
  return [title, alt, added, removed, product].every((text) => text.trim() === "");
}

/** The same for all, whatever each of them says; a text in one language replaces those in others. */
export function editOf({ title, alt, locale, added, removed, product }: Wish): ImagesEditInput {
  const text = alt.trim();
  return {
    ...(title.trim() !== "" && { title: title.trim() }),
    ...(text !== "" && (locale === ANY ? { altText: text } : { altTexts: [{ locale, text }] })),
    ...(product.trim() !== "" && { productCode: product.trim() }),
    addKeywords: partsOf(added),
    removeKeywords: partsOf(removed),
  };
}

/** What changes of a picture; nothing that is so already. Texts in other languages stay. */
export function inputOf(wish: Wish, picture: BulkPictureFragment): UpdateImagesItemInput {
  const title = wish.title.trim();
  const alt = wish.alt.trim();
  const product = wish.product.trim();
  const keywords = keywordsOf(wish, picture.keywords);
  const isNewAlt = alt !== "" && alt !== altOf(picture, wish.locale);
  return {
    id: picture.id,
    expectedVersion: picture.version,
    ...(title !== "" && title !== picture.title && { title }),
    ...(isNewAlt && (wish.locale === ANY ? { altText: alt } : { altTexts: altTextsOf(picture, wish.locale, alt) })),
    ...(keywords.join("\n") !== picture.keywords.join("\n") && { keywords }),
    ...(product !== "" && product !== picture.productCode && { productCode: product }),
  };
}

/** What a picture says in a language; empty where it says nothing. */
export function altOf({ metadata }: BulkPictureFragment, locale: string): string {
  if (locale === ANY) return metadata?.altText ?? "";
  return metadata?.altTexts.find((one) => one.locale === locale)?.text ?? "";
}

/** The languages whose texts would go, were this one the only text. */
export function lostOf({ metadata }: BulkPictureFragment, locale: string): string[] {
  if (locale === ANY) return [];
  return (metadata?.altTexts ?? []).map((one) => one.locale).filter((one) => one !== locale);
}

/** The API replaces all of them: the other languages go along. */
function altTextsOf({ metadata }: BulkPictureFragment, locale: string, text: string): { locale: string; text: string }[] {
  const others = (metadata?.altTexts ?? []).filter((one) => one.locale !== locale);
  return [...others.map((one) => ({ locale: one.locale, text: one.text })), { locale, text }];
}

function keywordsOf({ added, removed }: Wish, before: readonly string[]): string[] {
  const without = new Set(partsOf(removed).map((one) => one.toLowerCase()));
  const kept = before.filter((one) => !without.has(one.toLowerCase()));
  const there = new Set(kept.map((one) => one.toLowerCase()));
  return [...kept, ...partsOf(added).filter((one) => !there.has(one.toLowerCase()))];
}

function partsOf(text: string): string[] {
  return [...new Set(text.split(/[,;]/).map((part) => part.trim()))].filter((part) => part !== "");
}
