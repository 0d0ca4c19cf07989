import { useLanguage } from "../../words/words";

/** In which languages texts are offered to be written. */
export const LOCALES = ["en", "pt-BR", "es", "fr", "de", "it"] as const;

/** Calls a language as the reader does. */
export function useLocaleNames(): (locale: string) => string {
  const names = new Intl.DisplayNames(useLanguage(), { type: "language" });
  return (locale) => names.of(locale) ?? locale;
}
