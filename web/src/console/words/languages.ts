import { Choice } from "../choice";

/** The languages that the console speaks; each page has a file of messages for each of them. */
export const LANGUAGES = ["en", "pt-BR"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What each calls itself. */
export const OWN_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  "pt-BR": "Português (Brasil)",
};

/** The language of this browser's user: as chosen here before, else as the browser prefers. */
export const language = new Choice("ecogram/language", LANGUAGES, preferred(navigator.languages));

/** The first of our languages that somebody who reads `wishes` understands; English else. */
export function preferred(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const base = wish.toLowerCase().split("-")[0];
    const found = LANGUAGES.find((one) => one.toLowerCase().split("-")[0] === base);
    if (found !== undefined) return found;
  }
  return "en";
}
