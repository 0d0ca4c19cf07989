import { createContext, type ReactNode, use } from "react";
import { createIntl, createIntlCache, type IntlShape } from "react-intl";

import { useChoice } from "../choice";
import { type Language, LANGUAGES, language } from "./languages";

type Messages = Readonly<Record<string, string>>;
type Nothing<Keys extends PropertyKey> = Readonly<Partial<Record<Keys, never>>>;

/** Messages in every language, all with the same keys; made by `wordsOf`. */
export interface Words<Key extends string> {
  readonly keys: Readonly<Record<Key, string>>;
  readonly intl: Readonly<Record<Language, IntlShape>>;
}

/** What a placeholder stands for. */
type Value = string | number | boolean | Date | null | undefined;
type Tag = (parts: ReactNode[]) => ReactNode;

/** Says a message in the language of the reader; `{placeholders}` by name, as ICU writes them. */
export type Say<Key extends string> = (
  key: Key,
  values?: Readonly<Record<string, Value>>,
) => string;

const cache = createIntlCache();

/**
 * The messages of one page: `wordsOf(en, ptBR)`. A key that one language lacks, or has alone, is
 * a type error.
 */
export function wordsOf<
  English extends Messages,
  Portuguese extends Readonly<Record<keyof English, string>>,
>(
  en: English,
  ptBR: Portuguese & Nothing<Exclude<keyof Portuguese, keyof English>>,
): Words<Extract<keyof English, string>> {
  return {
    keys: en,
    intl: { en: intlOf("en", en), "pt-BR": intlOf("pt-BR", ptBR) },
  };
}

function intlOf(locale: Language, messages: Messages): IntlShape {
  return createIntl({ locale, messages, defaultLocale: locale }, cache);
}

const Spoken = createContext<Language>("en");
export const LanguageProvider = Spoken.Provider;

/** The language that is spoken now. */
export function useLanguage(): Language {
  return use(Spoken);
}

/** Draws the component anew when another language is chosen. */
export function useChosenLanguage(): Language {
  return useChoice(language);
}

/** Says the messages of `words` as plain text. */
export function useWords<Key extends string>(words: Words<Key>): Say<Key> {
  const intl = words.intl[useLanguage()];
  return (key, values) => intl.formatMessage({ id: key }, values);
}

/** Says a message with markup in it: `<strong>…</strong>` in the text, a function by that name. */
export function useRichWords<Key extends string>(
  words: Words<Key>,
): (key: Key, values: Readonly<Record<string, Value | Tag>>) => ReactNode {
  const intl = words.intl[useLanguage()];
  return (key, values) => intl.formatMessage({ id: key }, values);
}

export { LANGUAGES };
